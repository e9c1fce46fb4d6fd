package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.crypto.primitive.Randomness;
import dev.parley.wire.LengthPrefixed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a thief gets out of a recorded session who comes later, with the disk or with a copy of the memory (THREATS.md section 8). */
class LaterTheftTest {
    private static final byte[] BODY = {1, 2, 3};

    private static HandshakePair.Result meet(Randomness randomness, Continuity ours, Continuity theirs) {
        return HandshakePair.run(
                HandshakeTerms.open(RoomName.roomId("r"), HandshakePair.OPENER_KEY)
                        .remembering(ours),
                HandshakeTerms.open(RoomName.roomId("r"), HandshakePair.JOINER_KEY)
                        .remembering(theirs),
                randomness,
                HandshakePair.Wire.honest());
    }

    private static Session session(Agreement agreement) {
        return agreement.session();
    }

    /**
     * The disk gives both RSA pairs, hence both seeds, and the common secret. What it never gives is either X-Wing secret: without one of
     * its two halves that is a value like any other, so every other value for it must lead nowhere.
     */
    @Test
    void TL_07_the_disk_and_half_of_the_kem_open_no_recorded_frame() throws CryptoException {
        Randomness randomness = HandshakePair.seeded(7);
        byte[] th2 = randomness.bytes(32);
        byte[] sid = randomness.bytes(16);
        byte[] pakeKey = randomness.bytes(384);
        List<byte[]> inputs = new ArrayList<>();
        inputs.add(pakeKey);
        for (int i = 0; i < 5; i++) {
            inputs.add(randomness.bytes(32));
        }
        byte[] root = root(th2, inputs);
        byte[] recorded = new Chain(root, sid, 0, Role.A).seal(0, SessionFrame.plain(FrameKind.MESSAGE, 0, BODY));
        assertThat(new Chain(root(th2, inputs), sid, 0, Role.A).open(0, recorded))
                .as("the keys themselves open it")
                .isPresent();
        int opened = 0;
        for (int unknown = 0; unknown < inputs.size(); unknown++) {
            for (int guess = 0; guess < 50; guess++) {
                List<byte[]> known = new ArrayList<>(inputs);
                known.set(unknown, guess == 0 ? new byte[0] : randomness.bytes(inputs.get(unknown).length));
                opened += new Chain(root(th2, known), sid, 0, Role.A)
                                .open(0, recorded)
                                .isPresent()
                        ? 1
                        : 0;
            }
        }
        assertThat(opened).as("opened with one of the secrets missing").isZero();
    }

    private static byte[] root(byte[] th2, List<byte[]> inputs) {
        LengthPrefixed ikm = new LengthPrefixed();
        inputs.forEach(ikm::bytes);
        return new KeySchedule(th2, ikm.toByteArray()).root();
    }

    @Test
    void TL_07_a_secret_from_the_disk_of_today_is_in_no_session_before() {
        Randomness randomness = HandshakePair.seeded(8);
        HandshakePair.Result first = meet(randomness, Continuity.none(), Continuity.none());
        Continuity ours = first.opener().orElseThrow().continuity().settled();
        Continuity theirs = first.joiner().orElseThrow().continuity().settled();
        byte[] before = ours.currentBytes();
        for (int i = 0; i < 3; i++) {
            HandshakePair.Result next = meet(randomness, ours, theirs);
            ours = next.opener().orElseThrow().continuity().settled();
            theirs = next.joiner().orElseThrow().continuity().settled();
            assertThat(ours.currentBytes()).isNotEqualTo(before);
            assertThat(ours.nextBytes()).isNotEqualTo(before);
        }
    }

    /** The same randomness twice gives the same session twice: the second is the thief's whole copy of the first. */
    @Test
    void TL_08_a_copy_of_the_memory_opens_nothing_after_the_next_completed_rekey() throws CryptoException {
        HandshakePair.Result real = meet(HandshakePair.seeded(9), Continuity.none(), Continuity.none());
        HandshakePair.Result copy = meet(HandshakePair.seeded(9), Continuity.none(), Continuity.none());
        Session opener = session(real.opener().orElseThrow());
        Session joiner = session(real.joiner().orElseThrow());
        Session thief = session(copy.joiner().orElseThrow());
        assertThat(thief.id()).isEqualTo(joiner.id());

        byte[] atOnce = opener.seal(FrameKind.MESSAGE, BODY).toByteArray();
        assertThat(thief.open(atOnce).body()).as("until then it opens").isEqualTo(BODY);
        joiner.open(atOnce);

        // Both ends draw fresh values now, which the copy does not have.
        Session starter = opener.mayStartRekey() ? opener : joiner;
        Session answerer = opener.mayStartRekey() ? joiner : opener;
        byte[] rekey1 = starter.startRekey().toByteArray();
        byte[] rekey2 = answerer.answerRekey(answerer.open(rekey1).body()).toByteArray();
        starter.finishRekey(starter.open(rekey2).body());
        List<byte[]> recorded = new ArrayList<>();
        if (starter == opener) {
            recorded.add(rekey1);
        } else {
            recorded.add(rekey2);
        }
        for (int i = 0; i < 20; i++) {
            recorded.add(opener.seal(FrameKind.MESSAGE, BODY).toByteArray());
        }
        int opened = 0;
        for (byte[] frame : recorded) {
            try {
                SessionFrame.Opened read = thief.open(frame);
                opened += read.kind() == FrameKind.MESSAGE ? 1 : 0;
                if (read.kind() == FrameKind.REKEY1) {
                    thief.answerRekey(read.body());
                }
            } catch (CryptoException e) {
                assertThat(e.reason()).isEqualTo(CryptoException.Reason.BAD_FRAME);
            }
        }
        assertThat(opened).isZero();
        byte[] last = recorded.get(recorded.size() - 1);
        assertThatThrownBy(() -> thief.open(last)).hasMessage("BAD_FRAME");
    }
}
