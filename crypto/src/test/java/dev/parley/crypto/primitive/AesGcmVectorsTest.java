package dev.parley.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.crypto.primitive.SharedVectors.Case;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Wycheproof's AES-256-GCM (TV-01), the layout of what we seal, and that every bad input gets the one answer. */
class AesGcmVectorsTest {
    private static final byte[] ASSOCIATED = "associated".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MESSAGE = "a message of more than one block".getBytes(StandardCharsets.US_ASCII);
    private static final long SEED = 6;

    private final Random random = new Random(SEED);
    private final byte[] key = randomBytes(AeadCipher.KEY_BYTES);
    private final AeadCipher cipher = new AeadCipher(key);

    @Test
    void TV_01_valid_vectors_open_and_invalid_ones_are_refused() {
        List<Case> cases = SharedVectors.cases("wycheproof/aes_gcm_test.json");
        int valid = 0;
        int invalid = 0;
        int ofOtherNonceSizes = 0;
        int ofOtherKeySizes = 0;
        for (Case vector : cases) {
            assertThat(vector.isIn("tagSize", "128")).as("%s", vector).isTrue();
            if (!vector.isIn("keySize", "256")) {
                assertThatIllegalArgumentException()
                        .as("%s", vector)
                        .isThrownBy(() -> new AeadCipher(vector.bytes("key")));
                ofOtherKeySizes++;
            } else if (!vector.isIn("ivSize", "96")) {
                assertThat(open(vector)).as("%s", vector).isEmpty();
                ofOtherNonceSizes++;
            } else if (vector.hasResult("valid")) {
                assertThat(open(vector)).as("%s", vector).hasValue(vector.bytes("msg"));
                valid++;
            } else {
                assertThat(vector.hasResult("invalid")).as("%s", vector).isTrue();
                assertThat(open(vector)).as("%s", vector).isEmpty();
                invalid++;
            }
        }
        assertThat(valid).isGreaterThanOrEqualTo(39);
        assertThat(invalid).isGreaterThanOrEqualTo(27);
        assertThat(ofOtherNonceSizes).isGreaterThanOrEqualTo(39);
        assertThat(valid + invalid + ofOtherNonceSizes + ofOtherKeySizes).isEqualTo(cases.size());
    }

    /** Test case 16 of the GCM specification of McGrew and Viega: a known answer that is never skipped. */
    @Test
    void test_case_16_of_the_gcm_specification_opens() {
        byte[] vectorKey = hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
        byte[] nonce = hex("cafebabefacedbaddecaf888");
        byte[] associated = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        byte[] plaintext = hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
        byte[] ciphertext = hex("522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662");
        byte[] tag = hex("76fc6ece0f4e1768cddf8853bb2d551b");
        assertThat(new AeadCipher(vectorKey).open(join(nonce, ciphertext, tag), associated))
                .hasValue(plaintext);
    }

    @Test
    void messages_of_every_length_round_trip() {
        for (int length = 0; length <= 300; length++) {
            byte[] message = randomBytes(length);
            byte[] sealed = cipher.seal(message, ASSOCIATED);
            assertThat(sealed).hasSize(length + AeadCipher.OVERHEAD_BYTES);
            assertThat(cipher.open(sealed, ASSOCIATED)).as("length %d", length).hasValue(message);
        }
    }

    @Test
    void sealed_bytes_are_nonce_then_ciphertext_then_tag_for_another_library() throws Exception {
        byte[] sealed = cipher.seal(MESSAGE, ASSOCIATED);
        Cipher jdk = Cipher.getInstance("AES/GCM/NoPadding");
        GCMParameterSpec nonce = new GCMParameterSpec(8 * AeadCipher.TAG_BYTES, sealed, 0, AeadCipher.NONCE_BYTES);
        jdk.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), nonce);
        jdk.updateAAD(ASSOCIATED);
        assertThat(jdk.doFinal(sealed, AeadCipher.NONCE_BYTES, sealed.length - AeadCipher.NONCE_BYTES))
                .isEqualTo(MESSAGE);
    }

    @Test
    void one_message_sealed_again_has_another_nonce_and_other_bytes() {
        int count = 1_000;
        Set<String> nonces = new HashSet<>();
        Set<String> bodies = new HashSet<>();
        for (int i = 0; i < count; i++) {
            byte[] sealed = cipher.seal(MESSAGE, ASSOCIATED);
            nonces.add(HexFormat.of().formatHex(sealed, 0, AeadCipher.NONCE_BYTES));
            bodies.add(HexFormat.of().formatHex(sealed, AeadCipher.NONCE_BYTES, sealed.length));
        }
        assertThat(nonces).hasSize(count);
        assertThat(bodies).hasSize(count);
    }

    @Test
    void every_flipped_bit_is_refused() {
        byte[] sealed = cipher.seal(MESSAGE, ASSOCIATED);
        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            assertThat(cipher.open(flip(sealed, bit), ASSOCIATED))
                    .as("bit %d", bit)
                    .isEmpty();
        }
        for (int bit = 0; bit < 8 * ASSOCIATED.length; bit++) {
            assertThat(cipher.open(sealed, flip(ASSOCIATED, bit)))
                    .as("bit %d of the associated data", bit)
                    .isEmpty();
        }
    }

    @Test
    void every_other_length_is_refused() {
        byte[] sealed = cipher.seal(MESSAGE, ASSOCIATED);
        for (int length = 0; length <= 2 * sealed.length; length++) {
            if (length != sealed.length) {
                assertThat(cipher.open(Arrays.copyOf(sealed, length), ASSOCIATED))
                        .as("length %d", length)
                        .isEmpty();
            }
        }
        assertThat(cipher.open(sealed, ASSOCIATED)).hasValue(MESSAGE);
    }

    @Test
    void another_key_or_other_associated_data_is_refused() {
        byte[] sealed = cipher.seal(MESSAGE, ASSOCIATED);
        for (int bit = 0; bit < 8 * key.length; bit++) {
            assertThat(new AeadCipher(flip(key, bit)).open(sealed, ASSOCIATED))
                    .as("bit %d of the key", bit)
                    .isEmpty();
        }
        assertThat(cipher.open(sealed, new byte[0])).isEmpty();
        assertThat(cipher.open(sealed, Arrays.copyOf(ASSOCIATED, ASSOCIATED.length + 1)))
                .isEmpty();
    }

    @Test
    void a_key_of_another_length_is_refused() {
        for (int length = 0; length <= 2 * AeadCipher.KEY_BYTES; length++) {
            if (length != AeadCipher.KEY_BYTES) {
                byte[] bad = new byte[length];
                assertThatIllegalArgumentException().as("length %d", length).isThrownBy(() -> new AeadCipher(bad));
            }
        }
    }

    private static Optional<byte[]> open(Case vector) {
        return new AeadCipher(vector.bytes("key"))
                .open(join(vector.bytes("iv"), vector.bytes("ct"), vector.bytes("tag")), vector.bytes("aad"));
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] flip(byte[] bytes, int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        return flipped;
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] hex(String text) {
        return SharedVectors.hex(text);
    }
}
