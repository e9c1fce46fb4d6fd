package dev.parley.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;

/** Argon2id by RFC 9106 (TV-01). */
class Argon2idVectorsTest {
    @Test
    void rfc_9106_section_5_3() {
        Argon2Parameters parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(32)
                .withIterations(3)
                .withParallelism(4)
                .withSalt(repeat(2, 16))
                .withSecret(repeat(3, 8))
                .withAdditional(repeat(4, 12))
                .build();
        assertThat(Argon2id.hash(parameters, repeat(1, 32), 32))
                .isEqualTo(SharedVectors.hex("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"));
    }

    /** Without secret and associated data, as we use it; from the reference implementation's test suite (version 0x13). */
    @Test
    void reference_vectors_without_secret() {
        assertThat(hash("password", "somesalt", new Argon2id.Cost(1 << 16, 2, 1)))
                .isEqualTo(SharedVectors.hex("09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"));
        assertThat(hash("password", "somesalt", new Argon2id.Cost(1 << 8, 2, 2)))
                .isEqualTo(SharedVectors.hex("6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037"));
        assertThat(hash("differentpassword", "somesalt", new Argon2id.Cost(1 << 16, 2, 1)))
                .isEqualTo(SharedVectors.hex("0b84d652cf6b0c4beaef0dfe278ba6a80df6696281d7e0d2891b817d8c458fde"));
    }

    private static byte[] hash(String passphrase, String salt, Argon2id.Cost cost) {
        return Argon2id.hash(
                passphrase.getBytes(StandardCharsets.UTF_8), salt.getBytes(StandardCharsets.UTF_8), cost, 32);
    }

    private static byte[] repeat(int value, int count) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
