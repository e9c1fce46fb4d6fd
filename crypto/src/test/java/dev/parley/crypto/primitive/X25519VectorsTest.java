package dev.parley.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.primitive.SharedVectors.Case;
import java.math.BigInteger;
import java.util.List;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.util.Arrays;
import org.junit.jupiter.api.Test;

/** Wycheproof's X25519 (TV-01) through the call inside X-Wing, and through X-Wing's own check of a share (TP-04). */
class X25519VectorsTest {
    private static final byte[] ZERO = new byte[32];
    private static final BigInteger PRIME = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));

    private final Randomness randomness = Randomness.system();
    private final XWing.KeyPair pair = XWing.generate(randomness);
    private final byte[] goodKey = pair.publicKey();
    private final byte[] goodCiphertext =
            XWing.encapsulate(goodKey, randomness).orElseThrow().ciphertext();

    /** RFC 7748 section 5.2, both vectors, and section 6.1: never skipped. */
    @Test
    void the_vectors_of_rfc_7748_agree() {
        assertAgreement(
                "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
                "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
                "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552");
        assertAgreement(
                "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
                "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
                "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957");
        assertAgreement(
                "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a",
                "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
                "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
    }

    @Test
    void every_vector_agrees() {
        List<Case> cases = SharedVectors.cases("wycheproof/x25519_test.json");
        int zero = 0;
        int other = 0;
        for (Case vector : cases) {
            byte[] shared = new byte[32];
            boolean isOther =
                    X25519.calculateAgreement(vector.bytes("private"), 0, vector.bytes("public"), 0, shared, 0);
            assertThat(shared).as("%s", vector).isEqualTo(vector.bytes("shared"));
            assertThat(isOther).as("%s", vector).isEqualTo(!isZeroShared(vector));
            if (isOther) {
                other++;
            } else {
                zero++;
            }
        }
        assertThat(zero).isGreaterThanOrEqualTo(31);
        assertThat(other).isGreaterThanOrEqualTo(487);
        assertThat(zero + other).isEqualTo(cases.size());
    }

    @Test
    void TP_04_a_share_is_refused_if_its_secret_is_zero_or_it_is_not_canonical_and_only_then() {
        List<Case> cases = SharedVectors.cases("wycheproof/x25519_test.json");
        int zero = 0;
        int notCanonical = 0;
        int good = 0;
        for (Case vector : cases) {
            byte[] share = vector.bytes("public");
            boolean refused = isZeroShared(vector) || !isCanonical(share);
            assertThat(XWing.encapsulate(withTail(goodKey, share), randomness).isEmpty())
                    .as("%s", vector)
                    .isEqualTo(refused);
            assertThat(pair.decapsulate(withTail(goodCiphertext, share)).isEmpty())
                    .as("%s", vector)
                    .isEqualTo(refused);
            if (isZeroShared(vector)) {
                zero++;
            } else if (refused) {
                notCanonical++;
            } else {
                good++;
            }
        }
        assertThat(zero).isGreaterThanOrEqualTo(31);
        assertThat(notCanonical).isPositive();
        assertThat(good).isPositive();
        assertThat(zero + notCanonical + good).isEqualTo(cases.size());
    }

    private static boolean isZeroShared(Case vector) {
        return Arrays.areEqual(ZERO, vector.bytes("shared"));
    }

    private static boolean isCanonical(byte[] share) {
        return new BigInteger(1, Arrays.reverse(share)).compareTo(PRIME) < 0;
    }

    private static byte[] withTail(byte[] bytes, byte[] share) {
        assertThat(share).hasSize(32);
        byte[] changed = bytes.clone();
        System.arraycopy(share, 0, changed, bytes.length - share.length, share.length);
        return changed;
    }

    private static void assertAgreement(String scalar, String point, String product) {
        byte[] shared = new byte[32];
        assertThat(X25519.calculateAgreement(SharedVectors.hex(scalar), 0, SharedVectors.hex(point), 0, shared, 0))
                .isTrue();
        assertThat(shared).isEqualTo(SharedVectors.hex(product));
    }
}
