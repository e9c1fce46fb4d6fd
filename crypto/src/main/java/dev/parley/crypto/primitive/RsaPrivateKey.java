package dev.parley.crypto.primitive;

import java.io.IOException;
import java.util.Optional;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;

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

    /** PKCS#8, DER; the copy is the caller's to wipe. */
    public byte[] encode() {
        try {
            return PrivateKeyInfoFactory.createPrivateKeyInfo(parameters).getEncoded();
        } catch (IOException e) {
            throw new AssertionError("A private key of ours has an encoding.", e);
        }
    }

    /** The key that {@link #encode} wrote; empty for anything else. */
    public static Optional<RsaPrivateKey> decode(byte[] pkcs8) {
        try {
            if (PrivateKeyFactory.createKey(pkcs8) instanceof RSAPrivateCrtKeyParameters key
                    && key.getModulus().bitLength() == RsaPublicKey.MODULUS_BITS
                    && key.getPublicExponent().equals(RsaPublicKey.EXPONENT)
                    && key.getP().multiply(key.getQ()).equals(key.getModulus())) {
                return Optional.of(new RsaPrivateKey(
                        key, RsaPublicKey.of(new RSAKeyParameters(false, key.getModulus(), key.getPublicExponent()))));
            }
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            // The library has no one exception for bytes that are no key.
            return Optional.empty();
        }
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
