package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.CryptoException.Reason;
import dev.parley.crypto.HandshakePair.Message;
import dev.parley.crypto.HandshakePair.Result;
import dev.parley.crypto.HandshakePair.Wire;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.crypto.primitive.RsaOaep;
import dev.parley.crypto.primitive.XWing;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever is wrong with the OAEP part of a SHARE, the handshake goes on as with a good one and fails for the one reason (TP-20). */
class HandshakeOracleTest {
    private static final long SEED = 20_261_121;
    private static final int SHORT_RUNS = 30;
    private static final int LONG_RUNS = 10_000;

    private enum Bad {
        ONE_BIT,
        RANDOM,
        ALL_ZEROS,
        NOT_BELOW_THE_MODULUS,
        ANOTHER_LABEL,
        ANOTHER_KEY;

        byte[] ciphertext(byte[] good, Random random) {
            byte[] bytes = new byte[good.length];
            switch (this) {
                case ONE_BIT -> {
                    return HandshakeTest.flip(good, random.nextInt(8 * good.length));
                }
                case RANDOM -> random.nextBytes(bytes);
                case ALL_ZEROS -> {}
                case NOT_BELOW_THE_MODULUS -> Arrays.fill(bytes, (byte) 0xFF);
                case ANOTHER_LABEL -> {
                    return encrypted(HandshakePair.OPENER_KEY);
                }
                case ANOTHER_KEY -> {
                    return encrypted(HandshakePair.JOINER_KEY);
                }
            }
            return bytes;
        }

        private static byte[] encrypted(Identity reader) {
            return reader.publicKey().encrypt(new byte[0], new byte[32], Randomness.system());
        }
    }

    @Test
    void TP_20_a_share_with_a_bad_ciphertext_fails_only_at_the_confirmation() {
        run(SHORT_RUNS);
    }

    @Test
    @Tag("long")
    void TP_20_ten_thousand_shares_with_a_bad_ciphertext_of_every_kind() {
        run(LONG_RUNS);
        System.out.printf(
                "bad OAEP in SHARE: %d kinds, %,d of each from seed %d, all NOT_CONFIRMED, 0 sessions%n",
                Bad.values().length, LONG_RUNS, SEED);
    }

    private static void run(int runs) {
        for (Bad bad : Bad.values()) {
            LongStream.range(SEED, SEED + runs).parallel().forEach(seed -> {
                Random random = new Random(seed);
                Result result = HandshakePair.run(
                        HandshakeTerms.open(RoomName.roomId("oracle"), HandshakePair.OPENER_KEY),
                        HandshakeTerms.open(RoomName.roomId("oracle"), HandshakePair.JOINER_KEY),
                        HandshakePair.seeded(seed),
                        Wire.changing(Message.JOINER_SHARE, share -> withOaep(share, bad, random)));
                assertThat(result.openerRefusal()).as("%s, seed %d", bad, seed).contains(Reason.NOT_CONFIRMED);
                assertThat(result.opener()).as("%s, seed %d", bad, seed).isEmpty();
                assertThat(result.joiner()).as("%s, seed %d", bad, seed).isEmpty();
                assertThat(result.joinerRefusal()).as("%s, seed %d", bad, seed).isEmpty();
            });
        }
    }

    private static byte[] withOaep(byte[] share, Bad bad, Random random) {
        int from = XWing.CIPHERTEXT_BYTES;
        byte[] changed = share.clone();
        byte[] good = Arrays.copyOfRange(share, from, from + RsaOaep.CIPHERTEXT_BYTES);
        System.arraycopy(bad.ciphertext(good, random), 0, changed, from, good.length);
        return changed;
    }
}
