package dev.parley.crypto.primitive;

import static dev.parley.crypto.primitive.JPakeRun.A;
import static dev.parley.crypto.primitive.JPakeRun.B;
import static dev.parley.crypto.primitive.JPakeRun.PASSWORD;
import static dev.parley.crypto.primitive.JPakeRun.side;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.bouncycastle.crypto.agreement.jpake.JPAKEPrimeOrderGroups;
import org.bouncycastle.crypto.agreement.jpake.JPAKEUtil;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;

/** Every value that a hostile end may put in the place of an honest one is refused, and changes nothing. */
class JPakeHostileTest {
    private static final int ELEMENT = JPake.ELEMENT_BYTES;
    private static final int SCALAR = JPake.SCALAR_BYTES;
    private static final int GX1 = 0;
    private static final int GX2 = ELEMENT;
    private static final int GV1 = 2 * ELEMENT;
    private static final int R1 = 3 * ELEMENT;
    private static final int GV2 = R1 + SCALAR;
    private static final int R2 = GV2 + ELEMENT;
    private static final int ROUND2_A = 0;
    private static final int ROUND2_GV = ELEMENT;
    private static final int ROUND2_R = 2 * ELEMENT;

    private static final BigInteger P = JPAKEPrimeOrderGroups.NIST_3072.getP();
    private static final BigInteger Q = JPAKEPrimeOrderGroups.NIST_3072.getQ();
    private static final BigInteger G = JPAKEPrimeOrderGroups.NIST_3072.getG();
    private static final BigInteger ONE = BigInteger.ONE;
    private static final BigInteger FIVE = BigInteger.valueOf(5);
    private static final long SEED = 8;

    private final Random random = new Random(SEED);

    @Test
    void a_flipped_bit_in_any_part_of_round_1_is_refused() {
        byte[] theirs = side(B, PASSWORD).round1();
        int count = 0;
        for (Map.Entry<String, int[]> field : round1Fields().entrySet()) {
            for (int i = 0; i < 8; i++) {
                byte[] flipped = flip(theirs, field.getValue());
                assertRound1Refused("seed " + SEED + ", flip in " + field.getKey(), flipped);
                count++;
            }
        }
        assertThat(count).isEqualTo(48);
        assertThat(side(A, PASSWORD).onRound1(B, theirs)).isPresent();
    }

    @Test
    void a_flipped_bit_in_any_part_of_round_2_is_refused() {
        JPakeRun run = new JPakeRun();
        int count = 0;
        for (Map.Entry<String, int[]> field : round2Fields().entrySet()) {
            for (int i = 0; i < 14; i++) {
                byte[] flipped = flip(run.b2, field.getValue());
                assertThat(run.a.onRound2(flipped))
                        .as("seed %d, flip in %s", SEED, field.getKey())
                        .isEmpty();
                count++;
            }
        }
        assertThat(count).isEqualTo(42);
        assertThat(run.a.onRound2(run.b2)).isPresent();
    }

    @Test
    void round_1_with_elements_outside_the_group_is_refused() {
        byte[] theirs = side(B, PASSWORD).round1();
        int count = 0;
        for (int at : List.of(GX1, GX2, GV1, GV2)) {
            for (BigInteger bad : badElements(element(theirs, at))) {
                assertRound1Refused("offset " + at + " = " + bad.toString(16), withElement(theirs, at, bad));
                count++;
            }
        }
        assertThat(count).isGreaterThanOrEqualTo(4 * 9);
    }

    @Test
    void round_2_with_elements_outside_the_group_is_refused() {
        JPakeRun run = new JPakeRun();
        int count = 0;
        for (int at : List.of(ROUND2_A, ROUND2_GV)) {
            for (BigInteger bad : badElements(element(run.b2, at))) {
                assertThat(run.a.onRound2(withElement(run.b2, at, bad)))
                        .as("offset %d = %s", at, bad.toString(16))
                        .isEmpty();
                count++;
            }
        }
        assertThat(count).isGreaterThanOrEqualTo(2 * 9);
        assertThat(run.a.onRound2(run.b2)).isPresent();
    }

    /** The proofs hold: only our own check of the element refuses these. */
    @Test
    void the_neutral_element_is_refused_even_with_a_proof_that_holds() {
        byte[] theirs = side(B, PASSWORD).round1();
        for (int[] offsets : List.of(new int[] {GX1, GV1, R1}, new int[] {GX2, GV2, R2})) {
            byte[] neutral = withNeutral(theirs, offsets, G);
            assertProofHolds(G, neutral, offsets);
            assertRound1Refused("offset " + offsets[0], neutral);
        }

        JPakeRun run = new JPakeRun();
        BigInteger base = element(run.b1, GX1)
                .multiply(element(run.a1, GX1))
                .multiply(element(run.a1, GX2))
                .mod(P);
        int[] offsets = {ROUND2_A, ROUND2_GV, ROUND2_R};
        assertProofHolds(base, run.b2, offsets);
        byte[] neutral = withNeutral(run.b2, offsets, base);
        assertProofHolds(base, neutral, offsets);
        assertThat(run.a.onRound2(neutral)).isEmpty();
        assertThat(run.a.onRound2(run.b2)).isPresent();
    }

    /** The library adds any multiple of the order to a proof; ours has one encoding. */
    @Test
    void a_scalar_not_below_the_order_is_refused() {
        for (int[] offsets : List.of(new int[] {GX1, GV1, R1}, new int[] {GX2, GV2, R2})) {
            byte[] theirs = round1WithSmallScalar(offsets[2]);
            byte[] raised =
                    withScalar(theirs, offsets[2], scalar(theirs, offsets[2]).add(Q));
            assertProofHolds(G, raised, offsets);
            assertRound1Refused("r + q at " + offsets[2], raised);
            assertThat(side(A, PASSWORD).onRound1(B, theirs)).isPresent();
            for (BigInteger bad : badScalars()) {
                assertRound1Refused("r = " + bad.toString(16), withScalar(theirs, offsets[2], bad));
            }
        }
    }

    @Test
    void a_scalar_of_round_2_not_below_the_order_is_refused() {
        JPakeRun run = new JPakeRun();
        for (int tries = 0; scalar(run.b2, ROUND2_R).add(Q).bitLength() > 8 * SCALAR; tries++) {
            assertThat(tries).as("tries for a scalar that leaves room").isLessThan(500);
            run = new JPakeRun();
        }
        BigInteger base = element(run.b1, GX1)
                .multiply(element(run.a1, GX1))
                .multiply(element(run.a1, GX2))
                .mod(P);
        byte[] raised = withScalar(run.b2, ROUND2_R, scalar(run.b2, ROUND2_R).add(Q));
        assertProofHolds(base, raised, new int[] {ROUND2_A, ROUND2_GV, ROUND2_R});
        assertThat(run.a.onRound2(raised)).isEmpty();
        for (BigInteger bad : badScalars()) {
            assertThat(run.a.onRound2(withScalar(run.b2, ROUND2_R, bad)))
                    .as("r = %s", bad.toString(16))
                    .isEmpty();
        }
        assertThat(run.a.onRound2(run.b2)).isPresent();
    }

    @Test
    void our_own_flights_reflected_are_refused() {
        JPake a = side(A, PASSWORD);
        assertThat(a.onRound1(A, a.round1())).as("under our id").isEmpty();
        assertThat(side(A, PASSWORD).onRound1(A, side(A, PASSWORD).round1()))
                .as("another run of ours")
                .isEmpty();
        JPake reflected = side(A, PASSWORD);
        assertThat(reflected.onRound1(B, reflected.round1()))
                .as("under their id")
                .isEmpty();
        JPakeRun run = new JPakeRun();
        assertThat(run.a.onRound2(run.a2)).as("round 2").isEmpty();
        assertThat(run.a.onRound2(run.b2)).isPresent();
    }

    @Test
    void proofs_hold_for_the_id_that_made_them_only() {
        byte[] theirs = side(B, PASSWORD).round1();
        for (String other : List.of("", "b", "cc".repeat(32), B + "b", B.substring(1), B.toUpperCase(Locale.ROOT))) {
            assertThat(side(A, PASSWORD).onRound1(other, theirs))
                    .as("id '%s'", other)
                    .isEmpty();
        }
    }

    @Test
    void proofs_do_not_hold_in_each_others_place() {
        byte[] theirs = side(B, PASSWORD).round1();
        byte[] swapped = theirs.clone();
        System.arraycopy(theirs, GV2, swapped, GV1, ELEMENT + SCALAR);
        System.arraycopy(theirs, GV1, swapped, GV2, ELEMENT + SCALAR);
        assertRound1Refused("proofs swapped", swapped);
        byte[] elements = theirs.clone();
        System.arraycopy(theirs, GX2, elements, GX1, ELEMENT);
        System.arraycopy(theirs, GX1, elements, GX2, ELEMENT);
        assertRound1Refused("elements swapped", elements);
    }

    @Test
    void round_2_of_another_run_is_refused() {
        JPakeRun run = new JPakeRun();
        JPakeRun other = new JPakeRun();
        assertThat(run.a.onRound2(other.b2)).isEmpty();
        assertThat(run.a.onRound2(run.b2)).isPresent();
    }

    @Test
    void wrong_lengths_and_random_bytes_are_refused() {
        JPake a = side(A, PASSWORD);
        byte[] theirs = side(B, PASSWORD).round1();
        for (int length = 0; length <= 2 * JPake.ROUND1_BYTES; length += length < 1_590 || length > 1_610 ? 13 : 1) {
            if (length != JPake.ROUND1_BYTES) {
                assertThat(a.onRound1(B, Arrays.copyOf(theirs, length)))
                        .as("round 1 of %d", length)
                        .isEmpty();
            }
        }
        JPakeRun run = new JPakeRun();
        for (int length = 0; length <= 2 * JPake.ROUND2_BYTES; length += length < 790 || length > 810 ? 13 : 1) {
            if (length != JPake.ROUND2_BYTES) {
                assertThat(run.a.onRound2(Arrays.copyOf(run.b2, length)))
                        .as("round 2 of %d", length)
                        .isEmpty();
            }
        }
        for (int i = 0; i < 100; i++) {
            assertThat(a.onRound1(B, randomBytes(JPake.ROUND1_BYTES)))
                    .as("seed %d", SEED)
                    .isEmpty();
            assertThat(run.a.onRound2(randomBytes(JPake.ROUND2_BYTES)))
                    .as("seed %d", SEED)
                    .isEmpty();
        }
        assertThat(run.a.onRound2(run.b2)).isPresent();
    }

    private static void assertRound1Refused(String what, byte[] theirs) {
        assertThat(side(A, PASSWORD).onRound1(B, theirs)).as(what).isEmpty();
    }

    /** That Bouncy Castle by itself takes the proof, made by B: what is refused then is refused by us. */
    private static void assertProofHolds(BigInteger base, byte[] flight, int[] offsets) {
        BigInteger[] proof = {element(flight, offsets[1]), scalar(flight, offsets[2])};
        assertThatCode(() -> JPAKEUtil.validateZeroKnowledgeProof(
                        P, Q, base, element(flight, offsets[0]), proof, B, SHA256Digest.newInstance()))
                .doesNotThrowAnyException();
    }

    /** The element 1 with a proof of its exponent 0: gv = base^5, r = 5. */
    private static byte[] withNeutral(byte[] flight, int[] offsets, BigInteger base) {
        byte[] neutral = withElement(flight, offsets[0], ONE);
        neutral = withElement(neutral, offsets[1], base.modPow(FIVE, P));
        return withScalar(neutral, offsets[2], FIVE);
    }

    private byte[] round1WithSmallScalar(int at) {
        for (int tries = 0; tries < 500; tries++) {
            byte[] theirs = side(B, PASSWORD).round1();
            if (scalar(theirs, at).add(Q).bitLength() <= 8 * SCALAR) {
                return theirs;
            }
        }
        throw new AssertionError("no scalar leaves room");
    }

    /** Values that are no element, or not the element of the proof beside them. */
    private static List<BigInteger> badElements(BigInteger good) {
        BigInteger largest = ONE.shiftLeft(8 * ELEMENT).subtract(ONE);
        BigInteger raised = good.add(P).bitLength() <= 8 * ELEMENT ? good.add(P) : largest.subtract(ONE);
        return List.of(
                BigInteger.ZERO,
                ONE,
                BigInteger.TWO,
                P.subtract(ONE),
                P,
                P.add(ONE),
                largest,
                raised,
                P.subtract(good),
                good.modInverse(P),
                G);
    }

    private static List<BigInteger> badScalars() {
        return List.of(
                BigInteger.ZERO,
                ONE,
                Q.subtract(ONE),
                Q,
                Q.add(ONE),
                ONE.shiftLeft(8 * SCALAR).subtract(ONE));
    }

    private static Map<String, int[]> round1Fields() {
        Map<String, int[]> fields = new LinkedHashMap<>();
        fields.put("gx1", new int[] {GX1, ELEMENT});
        fields.put("gx2", new int[] {GX2, ELEMENT});
        fields.put("gv1", new int[] {GV1, ELEMENT});
        fields.put("r1", new int[] {R1, SCALAR});
        fields.put("gv2", new int[] {GV2, ELEMENT});
        fields.put("r2", new int[] {R2, SCALAR});
        return fields;
    }

    private static Map<String, int[]> round2Fields() {
        Map<String, int[]> fields = new LinkedHashMap<>();
        fields.put("A", new int[] {ROUND2_A, ELEMENT});
        fields.put("gv", new int[] {ROUND2_GV, ELEMENT});
        fields.put("r", new int[] {ROUND2_R, SCALAR});
        return fields;
    }

    private byte[] flip(byte[] bytes, int[] field) {
        byte[] flipped = bytes.clone();
        flipped[field[0] + random.nextInt(field[1])] ^= (byte) (1 << random.nextInt(8));
        return flipped;
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static BigInteger element(byte[] flight, int at) {
        return new BigInteger(1, flight, at, ELEMENT);
    }

    private static BigInteger scalar(byte[] flight, int at) {
        return new BigInteger(1, flight, at, SCALAR);
    }

    private static byte[] withElement(byte[] flight, int at, BigInteger value) {
        return with(flight, at, BigIntegers.asUnsignedByteArray(ELEMENT, value));
    }

    private static byte[] withScalar(byte[] flight, int at, BigInteger value) {
        return with(flight, at, BigIntegers.asUnsignedByteArray(SCALAR, value));
    }

    private static byte[] with(byte[] flight, int at, byte[] bytes) {
        byte[] changed = flight.clone();
        System.arraycopy(bytes, 0, changed, at, bytes.length);
        return changed;
    }
}
