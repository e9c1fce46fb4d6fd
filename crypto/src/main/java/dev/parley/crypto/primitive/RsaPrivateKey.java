package dev.parley.crypto.primitive;

import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;

/**
 * An RSA-2048 private key, for OAEP only, never for signatures. Its numbers live in the library's immutable BigIntegers: they cannot be
 * wiped, only let go.
 */
public final class RsaPrivateKey {
    /** Rounds that leave a composite a chance below 2^-112 (FIPS 186-5 B.3). */
    private static final int PRIME_CERTAINTY = 112;

    private final RSAPrivateCrtKeyParameters parameters;
    private final RsaPublicKey publicKey;

    private RsaPrivateKey(RSAPrivateCrtKeyParameters parameters, RsaPublicKey publicKey) {
        this.parameters = parameters;
        this.publicKey = publicKey;
    }

    /** A fresh key pair; about a tenth of a second. */
    public static RsaPrivateKey generate(Randomness randomness) {
        RSAKeyPairGenerator generator = new RSAKeyPairGenerator();
        generator.init(new RSAKeyGenerationParameters(
                RsaPublicKey.EXPONENT, new LibraryRandom(randomness), RsaPublicKey.MODULUS_BITS, PRIME_CERTAINTY));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        return new RsaPrivateKey(
                (RSAPrivateCrtKeyParameters) pair.getPrivate(), RsaPublicKey.of((RSAKeyParameters) pair.getPublic()));
    }

    public RsaPublicKey publicKey() {
        return publicKey;
    }

    RSAPrivateCrtKeyParameters parameters() {
        return parameters;
    }

    @Override
    public String toString() {
        return "RsaPrivateKey[hidden]";
    }
}
