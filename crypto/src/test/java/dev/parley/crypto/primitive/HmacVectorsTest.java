package dev.parley.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.crypto.primitive.SharedVectors.Case;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** HMAC-SHA256 by RFC 4231 and by Wycheproof (TV-01), whose shorter tags are the front of ours. */
class HmacVectorsTest {
    @Test
    void rfc_4231_test_case_1() {
        assertTag(repeat(0x0b, 20), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    }

    @Test
    void rfc_4231_test_case_2() {
        assertTag(
                ascii("Jefe"),
                "what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void rfc_4231_test_case_6_with_a_key_longer_than_a_block() {
        assertTag(
                repeat(0xaa, 131),
                "Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    }

    @Test
    void TV_01_valid_vectors_agree_and_invalid_ones_do_not() {
        List<Case> cases = SharedVectors.cases("wycheproof/hmac_sha256_test.json");
        int full = 0;
        int cut = 0;
        int invalid = 0;
        for (Case vector : cases) {
            int tagBytes = vector.group().get("tagSize").getAsInt() / 8;
            byte[] ours = Arrays.copyOf(Hash.hmacSha256(vector.bytes("key"), vector.bytes("msg")), tagBytes);
            byte[] theirs = vector.bytes("tag");
            assertThat(theirs).as("%s", vector).hasSize(tagBytes);
            assertThat(Hash.equal(ours, theirs)).as("%s", vector).isEqualTo(vector.hasResult("valid"));
            if (!vector.hasResult("valid")) {
                assertThat(vector.hasResult("invalid")).as("%s", vector).isTrue();
                invalid++;
            } else if (tagBytes == Hash.SHA256_BYTES) {
                full++;
            } else {
                cut++;
            }
        }
        assertThat(full).isGreaterThanOrEqualTo(33);
        assertThat(cut).isGreaterThanOrEqualTo(33);
        assertThat(invalid).isGreaterThanOrEqualTo(108);
        assertThat(full + cut + invalid).isEqualTo(cases.size());
    }

    /** The JDK makes no key of no bytes; every key of the protocol has 32. */
    @Test
    void an_empty_key_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Hash.hmacSha256(new byte[0], ascii("message")));
    }

    @Test
    void arrays_of_other_bytes_or_another_length_are_not_equal() {
        byte[] bytes = repeat(0x11, 32);
        assertThat(Hash.equal(bytes, bytes.clone())).isTrue();
        assertThat(Hash.equal(new byte[0], new byte[0])).isTrue();
        assertThat(Hash.equal(bytes, Arrays.copyOf(bytes, 31))).isFalse();
        assertThat(Hash.equal(bytes, Arrays.copyOf(bytes, 33))).isFalse();
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Hash.equal(bytes, flipped)).as("bit %d", bit).isFalse();
        }
    }

    private static void assertTag(byte[] key, String message, String tag) {
        assertThat(Hash.hmacSha256(key, ascii(message))).isEqualTo(SharedVectors.hex(tag));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] repeat(int value, int count) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
