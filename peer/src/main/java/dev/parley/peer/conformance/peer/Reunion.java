package dev.parley.peer.conformance.peer;

import dev.parley.crypto.Continuity;
import dev.parley.crypto.CryptoException;
import dev.parley.crypto.EnvelopeKind;
import dev.parley.crypto.FrameKind;
import dev.parley.crypto.HandshakeTerms;
import dev.parley.crypto.Identity;
import dev.parley.crypto.SessionFrame;
import dev.parley.peer.chat.MessageException;
import dev.parley.peer.chat.Ready;
import dev.parley.peer.chat.Untrusted;
import java.util.Optional;

/** A new session in the private room, as after the end of our program: the peer has one, we say HELLO (PROTOCOL.md sections 5.2 and 5.8). */
final class Reunion {
    private final Talk before;
    private final Identity identity;
    private final Continuity continuity;
    private Optional<Talk> talk = Optional.empty();
    private Optional<Ready> theirReady = Optional.empty();

    /** @param continuity what we say to have in common */
    Reunion(Talk before, Identity identity, Continuity continuity) {
        this.before = before;
        this.identity = identity;
        this.continuity = continuity;
    }

    /** With all that we have in common. */
    static Reunion of(Talk before, Meeting meeting) {
        return new Reunion(
                before,
                before.stage().identity(),
                meeting.agreement().continuity().settled());
    }

    Talk talk() {
        return talk.orElseThrow();
    }

    Ready theirReady() {
        return theirReady.orElseThrow();
    }

    /** Cuts, faces the peer again, and goes through a handshake to its READY. */
    Reunion meet() throws BrokenRule, InterruptedException {
        before.link().cut();
        before.faceAgain("7.6");
        before.takeResume("7.6");
        Stage stage = before.stage();
        HandshakeTerms terms = HandshakeTerms.open(before.room(), identity).remembering(continuity);
        HandshakeAttempt attempt = new HandshakeAttempt(stage, before.link(), before.pairing(), terms);
        attempt.prepare(HandshakeAttempt.HONEST, Optional.empty()).sayHello().takeHello();
        attempt.makeShare().sayShare().takeShare().sayConfirm();
        if (!attempt.takeConfirm()) {
            throw new BrokenRule("5.6", "its CONFIRM does not verify in a new handshake of two who have met");
        }
        if (attempt.agreement().usedContinuity() != !continuity.isEmpty()) {
            throw new BrokenRule("5.8", "does not find the secret that the two have in common");
        }
        talk = Optional.of(new Talk(stage, attempt.session(), before.room()));
        talk().on(before.link(), before.pairing());
        talk().goesOnFrom(before);
        byte[] envelope = HandshakeAttempt.awaitEnvelope(before.link(), EnvelopeKind.SESSION_FRAME, "5.7");
        try {
            SessionFrame.Opened opened = talk().session().open(envelope);
            if (opened.kind() != FrameKind.READY) {
                throw new BrokenRule("5.7", "the first frame of a new session is " + opened.kind());
            }
            theirReady = Optional.of(Ready.decode(opened.body()));
        } catch (CryptoException e) {
            throw new BrokenRule(
                    Talk.sectionOf(e, "6"), "the first frame of a new session does not open: " + e.reason());
        } catch (MessageException e) {
            throw new BrokenRule("5.7", "its READY cannot be read: " + e.getMessage());
        }
        return this;
    }

    /** Our READY with those numbers. */
    Reunion sayReady(long sent, long received) {
        talk().send(FrameKind.READY, new Ready(Optional.of(Untrusted.of("tester")), sent, received).encode());
        return this;
    }

    /** What the peer says of itself. */
    Reunion expectNumbers(long sent, long received) throws BrokenRule {
        if (theirReady().name().isEmpty()) {
            throw new BrokenRule("5.7", "knows who is there, and its READY has no name");
        }
        if (theirReady().sent() != sent || theirReady().received() != received) {
            throw new BrokenRule(
                    "5.7",
                    "its READY says sent " + theirReady().sent() + ", received "
                            + theirReady().received() + "; it is " + sent + " and " + received);
        }
        return this;
    }
}
