package dev.parley.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.parley.crypto.primitive.SharedVectors.Case;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Wycheproof's RSA-OAEP (TV-01), and that every bad ciphertext gets the one answer (TP-20). */
class OaepVectorsTest {
    private static final byte[] NO_LABEL = {};
    private static final byte[] LABEL = "label".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MESSAGE = "a message".getBytes(StandardCharsets.US_ASCII);
    private static final int HOSTILE_CASES = 300;
    private static final long SEED = 20;

    private static RsaPrivateKey ours;

    private final Randomness randomness = Randomness.system();
    private final Random random = new Random(SEED);
    private final VectorKeys keys = new VectorKeys();

    @BeforeAll
    static void make_a_key() {
        ours = RsaPrivateKey.generate(Randomness.system());
    }

    @Test
    void TV_01_valid_vectors_decrypt_and_invalid_ones_are_refused() throws Exception {
        List<Case> cases = SharedVectors.cases("wycheproof/rsa_oaep_2048_sha256_mgf1sha256_test.json");
        int valid = 0;
        int invalid = 0;
        for (Case vector : cases) {
            assertThat(isOurSuite(vector)).as("%s", vector).isTrue();
            if (vector.hasResult("valid")) {
                assertDecrypts(vector);
                valid++;
            } else {
                assertThat(vector.hasResult("invalid")).as("%s", vector).isTrue();
                assertRefused(vector);
                invalid++;
            }
        }
        assertThat(valid).isGreaterThanOrEqualTo(12);
        assertThat(invalid).isGreaterThanOrEqualTo(13);
        assertThat(valid + invalid).isEqualTo(cases.size());
    }

    @Test
    void vectors_with_sha1_inside_mgf1_are_refused() throws Exception {
        List<Case> cases = SharedVectors.cases("wycheproof/rsa_oaep_2048_sha256_mgf1sha1_test.json");
        int valid = 0;
        for (Case vector : cases) {
            assertThat(vector.isIn("mgfSha", "SHA-1")).as("%s", vector).isTrue();
            assertRefused(vector);
            valid += vector.hasResult("valid") ? 1 : 0;
        }
        assertThat(valid).isGreaterThanOrEqualTo(9);
    }

    @Test
    void of_the_mixed_vectors_only_those_of_our_hashes_decrypt() throws Exception {
        List<Case> cases = SharedVectors.cases("wycheproof/rsa_oaep_misc_test.json");
        int ofOurSuite = 0;
        int ofOtherHashes = 0;
        int ofOtherKeys = 0;
        for (Case vector : cases) {
            if (!isOurKey(vector)) {
                ofOtherKeys++;
                continue;
            }
            assertThat(vector.hasResult("valid")).as("%s", vector).isTrue();
            if (isOurSuite(vector)) {
                assertDecrypts(vector);
                ofOurSuite++;
            } else {
                assertRefused(vector);
                ofOtherHashes++;
            }
        }
        assertThat(ofOurSuite).isGreaterThanOrEqualTo(3);
        assertThat(ofOtherHashes).isGreaterThanOrEqualTo(60);
        assertThat(ofOurSuite + ofOtherHashes + ofOtherKeys).isEqualTo(cases.size());
    }

    @Test
    void messages_of_every_length_round_trip() {
        for (int length = 0; length <= RsaOaep.MAX_MESSAGE_BYTES; length++) {
            byte[] message = randomBytes(length);
            byte[] ciphertext = encrypt(LABEL, message);
            assertThat(ciphertext).hasSize(RsaOaep.CIPHERTEXT_BYTES);
            assertThat(RsaOaep.decrypt(ours, LABEL, ciphertext, randomness))
                    .as("length %d", length)
                    .hasValue(message);
        }
    }

    @Test
    void one_message_encrypts_to_two_ciphertexts() {
        assertThat(encrypt(LABEL, MESSAGE)).isNotEqualTo(encrypt(LABEL, MESSAGE));
    }

    @Test
    void TP_20_another_label_is_refused() {
        byte[] ciphertext = encrypt(LABEL, MESSAGE);
        assertThat(RsaOaep.decrypt(ours, LABEL, ciphertext, randomness)).hasValue(MESSAGE);
        for (String other : List.of("", "labe", "label\0", "Label", "label label")) {
            assertThat(RsaOaep.decrypt(ours, other.getBytes(StandardCharsets.US_ASCII), ciphertext, randomness))
                    .as("label '%s'", other)
                    .isEmpty();
        }
    }

    @Test
    void TP_20_another_key_is_refused() {
        byte[] ciphertext = encrypt(LABEL, MESSAGE);
        assertThat(RsaOaep.decrypt(RsaPrivateKey.generate(randomness), LABEL, ciphertext, randomness))
                .isEmpty();
    }

    @Test
    void TP_20_every_wrong_length_is_refused() {
        byte[] good = encrypt(LABEL, MESSAGE);
        for (int length = 0; length <= 2 * RsaOaep.CIPHERTEXT_BYTES; length++) {
            if (length == RsaOaep.CIPHERTEXT_BYTES) {
                continue;
            }
            assertRefused("random bytes, length " + length, randomBytes(length));
            assertRefused("good ciphertext cut or filled up, length " + length, Arrays.copyOf(good, length));
        }
        byte[] withLeadingZero = new byte[RsaOaep.CIPHERTEXT_BYTES + 1];
        System.arraycopy(good, 0, withLeadingZero, 1, good.length);
        assertRefused("same number, one byte longer", withLeadingZero);
    }

    @Test
    void TP_20_a_ciphertext_without_its_leading_zero_is_refused() {
        byte[] good = encrypt(LABEL, MESSAGE);
        for (int tries = 0; good[0] != 0; tries++) {
            assertThat(tries).as("tries for a leading zero").isLessThan(20_000);
            good = encrypt(LABEL, MESSAGE);
        }
        assertThat(RsaOaep.decrypt(ours, LABEL, good, randomness)).hasValue(MESSAGE);
        assertRefused("same number, one byte shorter", Arrays.copyOfRange(good, 1, good.length));
    }

    @Test
    void TP_20_random_bytes_are_refused() {
        for (int i = 0; i < HOSTILE_CASES; i++) {
            assertRefused("random " + i, randomBytes(RsaOaep.CIPHERTEXT_BYTES));
        }
    }

    @Test
    void TP_20_a_number_not_below_the_modulus_is_refused() {
        BigInteger modulus = ours.parameters().getModulus();
        BigInteger beyond = BigInteger.ONE.shiftLeft(8 * RsaOaep.CIPHERTEXT_BYTES);
        BigInteger room = beyond.subtract(modulus);
        for (int i = 0; i < HOSTILE_CASES; i++) {
            BigInteger offset =
                    i < HOSTILE_CASES / 2 ? BigInteger.valueOf(i) : new BigInteger(room.bitLength(), random).mod(room);
            assertRefused("n + " + offset, block(modulus.add(offset)));
        }
        assertRefused("all ones", block(beyond.subtract(BigInteger.ONE)));
    }

    @Test
    void TP_20_a_good_ciphertext_plus_the_modulus_is_refused() {
        BigInteger modulus = ours.parameters().getModulus();
        int refused = 0;
        for (int tries = 0; refused < 10; tries++) {
            assertThat(tries).as("tries for a sum that fits").isLessThan(20_000);
            byte[] good = encrypt(LABEL, MESSAGE);
            BigInteger sum = new BigInteger(1, good).add(modulus);
            if (sum.bitLength() <= 8 * RsaOaep.CIPHERTEXT_BYTES) {
                assertThat(RsaOaep.decrypt(ours, LABEL, good, randomness)).hasValue(MESSAGE);
                assertRefused("good + n", block(sum));
                refused++;
            }
        }
    }

    @Test
    void TP_20_numbers_with_a_structure_are_refused() {
        BigInteger modulus = ours.parameters().getModulus();
        BigInteger p = ours.parameters().getP();
        BigInteger q = ours.parameters().getQ();
        List<BigInteger> numbers = new ArrayList<>(List.of(
                BigInteger.ZERO,
                BigInteger.ONE,
                BigInteger.TWO,
                RsaPublicKey.EXPONENT,
                modulus.subtract(BigInteger.ONE),
                modulus.subtract(BigInteger.TWO),
                p,
                q,
                modulus.subtract(p),
                modulus.subtract(q)));
        for (int i = 0; i < 100; i++) {
            numbers.add(p.multiply(new BigInteger(1023, random)).mod(modulus));
            numbers.add(q.multiply(new BigInteger(1023, random)).mod(modulus));
        }
        for (BigInteger number : numbers) {
            assertRefused(number.toString(16), block(number));
        }
    }

    @Test
    void TP_20_every_flipped_byte_is_refused() {
        byte[] good = encrypt(LABEL, MESSAGE);
        for (int i = 0; i < good.length; i++) {
            byte[] flipped = good.clone();
            flipped[i] ^= (byte) (1 << random.nextInt(8));
            assertRefused("byte " + i, flipped);
        }
    }

    private void assertDecrypts(Case vector) throws Exception {
        assertThat(RsaOaep.decrypt(keys.of(vector), vector.bytes("label"), vector.bytes("ct"), randomness))
                .as("%s", vector)
                .hasValue(vector.bytes("msg"));
    }

    private void assertRefused(Case vector) throws Exception {
        assertThat(RsaOaep.decrypt(keys.of(vector), vector.bytes("label"), vector.bytes("ct"), randomness))
                .as("%s", vector)
                .isEmpty();
    }

    private void assertRefused(String what, byte[] ciphertext) {
        assertThat(RsaOaep.decrypt(ours, LABEL, ciphertext, randomness))
                .as("seed %d, %s", SEED, what)
                .isEmpty();
        assertThat(RsaOaep.decrypt(ours, NO_LABEL, ciphertext, randomness))
                .as("seed %d, %s, no label", SEED, what)
                .isEmpty();
    }

    private byte[] encrypt(byte[] label, byte[] message) {
        return RsaOaep.encrypt(ours.publicKey(), label, message, randomness);
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] block(BigInteger number) {
        return BigIntegers.asUnsignedByteArray(RsaOaep.CIPHERTEXT_BYTES, number);
    }

    private static boolean isOurKey(Case vector) {
        JsonObject key = vector.group().getAsJsonObject("privateKey");
        return vector.isIn("keySize", "2048")
                && new BigInteger(key.get("publicExponent").getAsString(), 16).equals(RsaPublicKey.EXPONENT);
    }

    private static boolean isOurSuite(Case vector) {
        return isOurKey(vector)
                && vector.isIn("sha", "SHA-256")
                && vector.isIn("mgf", "MGF1")
                && vector.isIn("mgfSha", "SHA-256");
    }
}
