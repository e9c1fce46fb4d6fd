package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.crypto.HandshakePair.Message;
import java.util.Arrays;

/** The six messages of two honest ends, any of them changed on its way: whoever is given another one never has a session. */
class FlightsFuzzTest {
    private static final int MAX_CHANGES = 4;
    private static final int MAX_LENGTH = 5_000;

    @FuzzTest(maxDuration = "10m")
    void TP_06_whoever_gets_a_changed_message_never_agrees(FuzzedDataProvider data) {
        Message which = data.pickValue(Message.values());
        // With a code every run costs forty times as much.
        boolean coded = data.consumeInt(0, 255) > 247;
        boolean[] changed = new boolean[1];
        HandshakePair.Result result = HandshakePair.run(
                terms(coded, Side.OPENER, HandshakePair.OPENER_KEY),
                terms(coded, Side.JOINER, HandshakePair.JOINER_KEY),
                HandshakePair.seeded(1),
                HandshakePair.Wire.changing(which, bytes -> {
                    byte[] other = change(bytes, data);
                    changed[0] = !Arrays.equals(bytes, other);
                    return other;
                }));
        boolean toOpener = which.name().startsWith("JOINER");
        if (changed[0]) {
            assertThat(toOpener ? result.opener() : result.joiner()).isEmpty();
            // By the one that was given it, or first by the other, whose answer no longer fits.
            assertThat(result.openerRefusal().or(result::joinerRefusal)).isPresent();
        } else {
            assertThat(result.opener()).isPresent();
            assertThat(result.joiner()).isPresent();
        }
    }

    private static HandshakeTerms terms(boolean coded, Side side, Identity identity) {
        return coded
                ? HandshakeTerms.withCode(RoomName.roomId("r"), side, identity, Secret.ofText("a-b-c"))
                : HandshakeTerms.open(RoomName.roomId("r"), identity);
    }

    private static byte[] change(byte[] bytes, FuzzedDataProvider data) {
        byte[] changed = bytes.clone();
        for (int i = data.consumeInt(0, MAX_CHANGES); i > 0 && changed.length > 0; i--) {
            int at = data.consumeInt(0, changed.length - 1);
            switch (data.consumeInt(0, 3)) {
                case 0 -> changed[at] ^= data.consumeByte();
                case 1 -> changed = Arrays.copyOf(changed, data.consumeInt(0, MAX_LENGTH));
                case 2 -> {
                    byte[] piece = data.consumeBytes(64);
                    System.arraycopy(piece, 0, changed, at, Math.min(piece.length, changed.length - at));
                }
                default -> Arrays.fill(changed, at, Math.min(changed.length, at + 32), data.consumeByte());
            }
        }
        return changed;
    }
}
