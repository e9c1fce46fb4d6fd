package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.crypto.primitive.RsaOaep;
import dev.parley.crypto.primitive.XWing;
import dev.parley.wire.Envelope;
import dev.parley.wire.LengthPrefixed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** Two ends of a session that talk and rekey while everything is changed, repeated, mixed up, or said by an end that cheats. */
class SessionFuzzTest {
    private static final int MAX_STEPS = 200;
    private static final FrameKind[] KINDS = FrameKind.values();

    /** One end, and what is on its way to it. */
    private static final class End {
        private final Session session;
        private final ArrayDeque<byte[]> arriving = new ArrayDeque<>();
        private boolean over;

        private End(Session session) {
            this.session = session;
        }

        private void take(byte[] envelope, End from) throws CryptoException {
            SessionFrame.Opened opened = session.open(envelope);
            session.acknowledge();
            switch (opened.kind()) {
                case REKEY1 ->
                    from.arriving.add(session.answerRekey(opened.body()).toByteArray());
                case REKEY2 -> session.finishRekey(opened.body());
                default -> {}
            }
        }
    }

    private final List<byte[]> seen = new ArrayList<>();

    @FuzzTest(maxDuration = "10m")
    void TP_21_a_session_takes_what_is_due_and_nothing_else(FuzzedDataProvider data) {
        HandshakePair.Result met = HandshakePair.run(
                HandshakeTerms.open(RoomName.roomId("r"), HandshakePair.OPENER_KEY),
                HandshakeTerms.open(RoomName.roomId("r"), HandshakePair.JOINER_KEY),
                HandshakePair.seeded(1),
                HandshakePair.Wire.honest());
        seen.clear();
        End[] ends = {
            new End(met.opener().orElseThrow().session()),
            new End(met.joiner().orElseThrow().session())
        };
        for (int i = 0; i < MAX_STEPS && data.remainingBytes() > 0 && !ends[0].over && !ends[1].over; i++) {
            int who = data.consumeInt(0, 1);
            step(ends[who], ends[1 - who], data);
        }
        ends[0].session.close();
        assertThat(ends[0].session.onResume(ends[1].session.resume(7), 7)).isEmpty();
    }

    private void step(End end, End other, FuzzedDataProvider data) {
        switch (data.consumeInt(0, 7)) {
            case 0 -> say(end, other, FrameKind.MESSAGE, data.consumeBytes(300));
            case 1 -> {
                if (end.session.mayStartRekey()) {
                    pass(end.session.startRekey(), other);
                }
            }
            case 2 -> deliver(end, other);
            case 3 -> {
                // Whatever is on its way, so that a rekey comes to its end.
                for (int left = 12; left > 0 && !end.over && !other.over; left--) {
                    deliver(end, other);
                    deliver(other, end);
                }
            }
            case 4 -> forge(end, data);
            case 5 -> {
                if (!seen.isEmpty()) {
                    // Taken already, not yet due, or meant for the other end.
                    refused(end, seen.get(data.consumeInt(0, seen.size() - 1)));
                }
            }
            case 6 -> resume(end, other, data);
            default -> {
                // An end that has the keys and keeps no rule.
                FrameKind kind = KINDS[data.consumeInt(0, KINDS.length - 1)];
                say(end, other, kind, data.consumeBoolean() ? almostRekey(data) : data.consumeBytes(3_000));
            }
        }
    }

    /** Items of the sizes that a rekey has, or nearly. */
    private static byte[] almostRekey(FuzzedDataProvider data) {
        int first = data.consumeBoolean() ? XWing.PUBLIC_KEY_BYTES : XWing.CIPHERTEXT_BYTES;
        byte[] items = LengthPrefixed.join(
                new byte[first - data.consumeInt(0, 1)], new byte[RsaOaep.CIPHERTEXT_BYTES - data.consumeInt(0, 1)]);
        return Arrays.copyOf(items, items.length + data.consumeInt(0, 1));
    }

    private void say(End end, End other, FrameKind kind, byte[] body) {
        pass(end.session.seal(kind, body), other);
    }

    private void pass(Envelope envelope, End to) {
        to.arriving.add(envelope.toByteArray());
    }

    private void deliver(End end, End other) {
        byte[] next = end.arriving.poll();
        if (next == null) {
            return;
        }
        long due = end.session.nextIncoming();
        try {
            end.take(next, other);
            assertThat(end.session.nextIncoming()).isEqualTo(due + 1);
        } catch (CryptoException e) {
            // The other end cheated: what it sealed was in order, so only what it said can be refused.
            assertThat(e.reason())
                    .isIn(
                            CryptoException.Reason.VIOLATION,
                            CryptoException.Reason.BAD_REKEY,
                            CryptoException.Reason.BAD_KEY,
                            CryptoException.Reason.BAD_FRAME);
            end.over = true;
        }
        seen.add(next);
    }

    private void forge(End end, FuzzedDataProvider data) {
        byte[] forged = end.arriving.isEmpty()
                ? data.consumeBytes(100)
                : end.arriving.peek().clone();
        if (forged.length == 0) {
            return;
        }
        byte change = data.consumeByte();
        int at = data.consumeInt(0, forged.length - 1);
        forged[at] ^= change;
        if (data.consumeBoolean()) {
            forged = Arrays.copyOf(forged, data.consumeInt(0, forged.length + 20));
        }
        if (end.arriving.isEmpty() || !Arrays.equals(forged, end.arriving.peek())) {
            refused(end, forged);
        }
    }

    private static void refused(End end, byte[] envelope) {
        if (end.arriving.peek() != null && Arrays.equals(end.arriving.peek(), envelope)) {
            return;
        }
        long due = end.session.nextIncoming();
        int epoch = end.session.epoch();
        try {
            end.session.open(envelope);
            fail("opened");
        } catch (CryptoException e) {
            assertThat(e.reason()).isEqualTo(CryptoException.Reason.BAD_FRAME);
        }
        assertThat(end.session.nextIncoming()).isEqualTo(due);
        assertThat(end.session.epoch()).isEqualTo(epoch);
    }

    private static void resume(End end, End other, FuzzedDataProvider data) {
        int pairing = data.consumeInt();
        byte[] message = other.session.resume(pairing);
        assertThat(end.session.onResume(message, pairing)).isEqualTo(OptionalLong.of(other.session.nextIncoming()));
        assertThat(end.session.onResume(message, pairing + 1)).isEmpty();
        assertThat(end.session.onResume(end.session.resume(pairing), pairing)).isEmpty();
        message[data.consumeInt(0, message.length - 1)] ^= (byte) (1 + data.consumeInt(0, 254));
        assertThat(end.session.onResume(message, pairing)).isEmpty();
        assertThat(end.session.onResume(data.consumeBytes(80), pairing)).isEmpty();
    }
}
