package dev.parley.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes where a key is due: a key of our size in its one encoding, or none. */
class RsaKeysFuzzTest {
    private static final RsaPrivateKey KEY = RsaPrivateKey.generate(seeded());

    private static Randomness seeded() {
        Random random = new Random(1);
        return count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        };
    }

    /** Ours, and some that are none of ours: too short, another exponent, another kind, a modulus that is no product of its primes. */
    static Stream<byte[]> keys() throws GeneralSecurityException {
        byte[] wrongModulus = KEY.encode();
        wrongModulus[100] ^= 1;
        byte[] evenModulus = KEY.publicKey().spki();
        evenModulus[evenModulus.length - 6] ^= 1;
        byte[] trailing = KEY.publicKey().spki();
        trailing[trailing.length - 1] ^= 2;
        return Stream.concat(
                Stream.of(KEY.publicKey().spki(), KEY.encode(), wrongModulus, evenModulus, trailing),
                Stream.concat(
                        foreign("RSA", new RSAKeyGenParameterSpec(1_024, RSAKeyGenParameterSpec.F4)),
                        Stream.concat(
                                foreign("RSA", new RSAKeyGenParameterSpec(2_048, BigInteger.valueOf(3))),
                                foreign("EC", new ECGenParameterSpec("secp256r1")))));
    }

    private static Stream<byte[]> foreign(String kind, AlgorithmParameterSpec size) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        generator.initialize(size);
        KeyPair pair = generator.generateKeyPair();
        return Stream.of(pair.getPublic().getEncoded(), pair.getPrivate().getEncoded());
    }

    @MethodSource("keys")
    @FuzzTest(maxDuration = "10m")
    void TP_04_a_key_is_refused_or_one_of_ours_in_its_one_encoding(byte[] bytes) {
        RsaPublicKey.decode(bytes).ifPresent(key -> {
            assertThat(key.spki()).isEqualTo(bytes);
            assertThat(key.parameters().getModulus().bitLength()).isEqualTo(2_048);
            assertThat(key)
                    .isEqualTo(RsaPublicKey.decode(bytes).orElseThrow())
                    .isNotEqualTo(null)
                    .hasSameHashCodeAs(RsaPublicKey.decode(bytes).orElseThrow());
            assertThat(key.equals(KEY.publicKey()))
                    .isEqualTo(Arrays.equals(bytes, KEY.publicKey().spki()));
        });
        RsaPrivateKey.decode(bytes).ifPresent(key -> {
            assertThat(key.publicKey().spki()).hasSize(RsaPublicKey.SPKI_BYTES);
            assertThat(RsaPrivateKey.decode(key.encode())).isPresent();
        });
    }
}
