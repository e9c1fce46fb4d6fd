package dev.parley.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.crypto.agreement.jpake.JPAKEPrimeOrderGroups;
import org.bouncycastle.util.BigIntegers;

/** Both rounds of J-PAKE with a value exchanged for a special one, or with changed bytes: taken only as they were made. */
class JPakeFuzzTest {
    private static final BigInteger P = JPAKEPrimeOrderGroups.NIST_3072.getP();
    private static final BigInteger Q = JPAKEPrimeOrderGroups.NIST_3072.getQ();
    private static final List<BigInteger> SPECIAL = List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            BigInteger.TWO,
            Q.subtract(BigInteger.ONE),
            Q,
            P.subtract(BigInteger.ONE),
            P,
            P.add(BigInteger.ONE));

    /** Where the values of a round begin, and how long they are. */
    private static final int[][] ROUND1 = {{0, 384}, {384, 384}, {768, 384}, {1_152, 32}, {1_184, 384}, {1_568, 32}};

    private static final int[][] ROUND2 = {{0, 384}, {384, 384}, {768, 32}};

    private static final byte[] A1 = side(JPakeRun.A, 1).round1();
    private static final byte[] A2 = side(JPakeRun.A, 1)
            .onRound1(JPakeRun.B, side(JPakeRun.B, 2).round1())
            .orElseThrow();

    private static JPake side(String id, long seed) {
        Random random = new Random(seed);
        return new JPake(id, JPakeRun.PASSWORD.toCharArray(), count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        });
    }

    @FuzzTest(maxDuration = "10m")
    void TP_04_a_changed_round_is_refused(FuzzedDataProvider data) {
        JPake b = side(JPakeRun.B, 2);
        boolean first = data.consumeBoolean();
        byte[] round = first ? A1 : A2;
        byte[] changed = change(round, first ? ROUND1 : ROUND2, data);
        Optional<byte[]> taken;
        if (first) {
            taken = b.onRound1(JPakeRun.A, changed);
        } else {
            assertThat(b.onRound1(JPakeRun.A, A1)).isPresent();
            taken = b.onRound2(changed);
        }
        assertThat(taken.isPresent()).isEqualTo(Arrays.equals(round, changed));
    }

    private static byte[] change(byte[] round, int[][] values, FuzzedDataProvider data) {
        byte[] changed = round.clone();
        for (int i = data.consumeInt(0, 3); i > 0; i--) {
            int[] value = values[data.consumeInt(0, values.length - 1)];
            switch (data.consumeInt(0, 3)) {
                case 0 -> {
                    BigInteger special = SPECIAL.get(data.consumeInt(0, SPECIAL.size() - 1));
                    if (special.bitLength() <= 8 * value[1]) {
                        byte[] bytes = BigIntegers.asUnsignedByteArray(value[1], special);
                        System.arraycopy(bytes, 0, changed, value[0], value[1]);
                    }
                }
                case 1 -> changed[value[0] + data.consumeInt(0, value[1] - 1)] ^= data.consumeByte();
                case 2 -> {
                    byte[] bytes = data.consumeBytes(value[1]);
                    System.arraycopy(bytes, 0, changed, value[0], bytes.length);
                }
                default -> {
                    return Arrays.copyOf(changed, data.consumeInt(0, round.length + 10));
                }
            }
        }
        return changed;
    }
}
