package dev.parley.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.crypto.primitive.SharedVectors.Case;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** HKDF-SHA256 by RFC 5869 appendix A and by Wycheproof (TV-01). */
class HkdfVectorsTest {
    private static final byte[] EMPTY = {};

    @Test
    void rfc_5869_test_case_1() {
        assertOutput(
                range(0x00, 0x0d),
                repeat(0x0b, 22),
                "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
                range(0xf0, 0xfa),
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    }

    @Test
    void rfc_5869_test_case_2() {
        assertOutput(
                range(0x60, 0xb0),
                range(0x00, 0x50),
                "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
                range(0xb0, 0x100),
                "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
                        + "59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71"
                        + "cc30c58179ec3e87c14c01d5c1f3434f1d87");
    }

    @Test
    void rfc_5869_test_case_3() {
        assertOutput(
                EMPTY,
                repeat(0x0b, 22),
                "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
                EMPTY,
                "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
    }

    @Test
    void TV_01_valid_vectors_agree_and_too_much_output_is_refused() {
        List<Case> cases = SharedVectors.cases("wycheproof/hkdf_sha256_test.json");
        int valid = 0;
        int tooLarge = 0;
        for (Case vector : cases) {
            byte[] prk = Hkdf.extract(vector.bytes("salt"), vector.bytes("ikm"));
            int size = vector.number("size");
            if (vector.hasResult("valid")) {
                assertThat(Hkdf.expand(prk, vector.bytes("info"), size))
                        .as("%s", vector)
                        .isEqualTo(vector.bytes("okm"));
                valid++;
            } else {
                assertThat(size).as("%s", vector).isGreaterThan(Hkdf.MAX_EXPAND_BYTES);
                assertThatIllegalArgumentException()
                        .as("%s", vector)
                        .isThrownBy(() -> Hkdf.expand(prk, vector.bytes("info"), size));
                tooLarge++;
            }
        }
        assertThat(valid).isGreaterThanOrEqualTo(83);
        assertThat(tooLarge).isGreaterThanOrEqualTo(3);
        assertThat(valid + tooLarge).isEqualTo(cases.size());
    }

    @Test
    void an_empty_salt_stands_for_zero_bytes() {
        byte[] ikm = range(1, 40);
        assertThat(Hkdf.extract(EMPTY, ikm)).isEqualTo(Hkdf.extract(new byte[Hash.SHA256_BYTES], ikm));
    }

    @Test
    void extract_is_hmac_of_the_salt() {
        byte[] ikm = range(1, 40);
        for (int length = 1; length <= 130; length++) {
            byte[] salt = repeat(0x5a, length);
            assertThat(Hkdf.extract(salt, ikm)).as("salt of %d", length).isEqualTo(Hash.hmacSha256(salt, ikm));
        }
    }

    @Test
    void a_shorter_output_is_the_front_of_a_longer_one() {
        byte[] prk = Hkdf.extract(EMPTY, range(1, 40));
        byte[] longest = Hkdf.expand(prk, range(7, 20), Hkdf.MAX_EXPAND_BYTES);
        assertThat(longest).hasSize(255 * Hash.SHA256_BYTES);
        for (int length = 1; length < Hkdf.MAX_EXPAND_BYTES; length += length < 200 ? 1 : 97) {
            assertThat(Hkdf.expand(prk, range(7, 20), length))
                    .as("length %d", length)
                    .isEqualTo(Arrays.copyOf(longest, length));
        }
    }

    @Test
    void a_length_outside_the_standard_is_refused() {
        byte[] prk = Hkdf.extract(EMPTY, range(1, 40));
        for (int length : List.of(0, -1, Integer.MIN_VALUE, Hkdf.MAX_EXPAND_BYTES + 1, Integer.MAX_VALUE)) {
            assertThatIllegalArgumentException()
                    .as("length %d", length)
                    .isThrownBy(() -> Hkdf.expand(prk, EMPTY, length));
        }
    }

    private static void assertOutput(byte[] salt, byte[] ikm, String prk, byte[] info, String okm) {
        byte[] expected = SharedVectors.hex(okm);
        byte[] extracted = Hkdf.extract(salt, ikm);
        assertThat(extracted).isEqualTo(SharedVectors.hex(prk));
        assertThat(Hkdf.expand(extracted, info, expected.length)).isEqualTo(expected);
    }

    /** The bytes from {@code first} up to but not with {@code end}. */
    private static byte[] range(int first, int end) {
        byte[] bytes = new byte[end - first];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (first + i);
        }
        return bytes;
    }

    private static byte[] repeat(int value, int count) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
