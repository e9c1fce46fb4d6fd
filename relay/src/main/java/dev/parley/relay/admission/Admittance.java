package dev.parley.relay.admission;

import dev.parley.wire.AdmissionProof;
import dev.parley.wire.Challenge;
import dev.parley.wire.KeyId;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.SealedSeed;
import java.util.Optional;

/**
 * How far one connection has come with being let in (PROTOCOL.md section 3.6). It belongs to the connection and moves with it; the lists
 * are handed in at each step, so that a reload counts at once.
 */
public final class Admittance {
    private enum Step {
        /** Nothing was shown yet. */
        OUTSIDE,
        CHALLENGED,
        ADMITTED,
        /** Its one try is over. */
        REFUSED
    }

    /** What a relay answers. */
    public enum Answer {
        /** Nothing is said: it is in. */
        ADMITTED,
        /** Send {@link #sealed()}. */
        CHALLENGE,
        REFUSED,
        /** The frame may not come here. */
        OUT_OF_PLACE
    }

    /** What a proof is bound to. */
    public interface Connected {
        /** SHA-256 of the SPKI that the relay showed in TLS, 32 bytes; none on a plain connection. */
        byte[] relayPin();

        Challenge challenge();
    }

    private final AdmissionMode asked;
    private Step step;
    private Optional<KeyId> key = Optional.empty();
    private Optional<KeyChallenges.Sealed> challenge = Optional.empty();

    /** For a connection whose WELCOME says {@code mode}. */
    public Admittance(AdmissionMode mode) {
        asked = mode;
        step = mode == AdmissionMode.OPEN ? Step.ADMITTED : Step.OUTSIDE;
    }

    /** The admission byte of its WELCOME. */
    public int bits() {
        return asked.bits();
    }

    public boolean isAdmitted() {
        return step == Step.ADMITTED;
    }

    public SealedSeed sealed() {
        return challenge.orElseThrow().sealed();
    }

    public Answer onToken(PeerFrame.AdmitToken frame, Admission lists, long nowMillis) {
        if (step != Step.OUTSIDE) {
            return Answer.OUT_OF_PLACE;
        }
        // A relay that was opened since takes whoever it had asked.
        return decide(lists.takes(frame.token(), nowMillis) || lists.isOpen());
    }

    /** @param challenges empty where keys were never taken */
    public Answer onKey(
            PeerFrame.AdmitKey frame, Admission lists, Optional<KeyChallenges> challenges, Connected connected) {
        if (step != Step.OUTSIDE) {
            return Answer.OUT_OF_PLACE;
        }
        if (challenges.isEmpty() || lists.mode() == AdmissionMode.TOKENS) {
            return decide(false);
        }
        step = Step.CHALLENGED;
        key = Optional.of(frame.key());
        challenge =
                Optional.of(challenges.get().seal(lists.key(frame.key()), connected.relayPin(), connected.challenge()));
        return Answer.CHALLENGE;
    }

    public Answer onProof(PeerFrame.AdmitProof frame, Admission lists) {
        if (step != Step.CHALLENGED) {
            return Answer.OUT_OF_PLACE;
        }
        AdmissionProof expected = challenge.orElseThrow().expected();
        boolean isListed = lists.key(key.orElseThrow()).isPresent();
        boolean isProven = expected.matches(frame.proof());
        challenge = Optional.empty();
        return decide(isListed && isProven || lists.isOpen());
    }

    private Answer decide(boolean admitted) {
        step = admitted ? Step.ADMITTED : Step.REFUSED;
        return admitted ? Answer.ADMITTED : Answer.REFUSED;
    }
}
