package dev.parley.crypto.primitive;

import java.util.Optional;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.pqc.crypto.xwing.XWingKEMExtractor;
import org.bouncycastle.pqc.crypto.xwing.XWingKEMGenerator;
import org.bouncycastle.pqc.crypto.xwing.XWingKeyGenerationParameters;
import org.bouncycastle.pqc.crypto.xwing.XWingKeyPairGenerator;
import org.bouncycastle.pqc.crypto.xwing.XWingPrivateKeyParameters;
import org.bouncycastle.pqc.crypto.xwing.XWingPublicKeyParameters;

/**
 * The X-Wing hybrid KEM (draft-connolly-cfrg-xwing-kem; PROTOCOL.md annex A.2): ML-KEM-768 with X25519. Stricter than the draft on what
 * it takes from outside: an X25519 share must be canonical and not of small order.
 */
public final class XWing {
    public static final int PUBLIC_KEY_BYTES = 1216;
    public static final int CIPHERTEXT_BYTES = 1120;
    public static final int SECRET_BYTES = 32;
    private static final int X25519_BYTES = 32;

    /** Any scalar a multiple of the cofactor shows a small-order point by an all-zero product; this one is public. */
    private static final byte[] PROBE = new byte[X25519_BYTES];

    static {
        X25519.clampPrivateKey(PROBE);
    }

    private XWing() {}

    /** An ephemeral key pair. The library keeps copies of the seed that cannot be wiped. */
    public static final class KeyPair {
        private final XWingPrivateKeyParameters parameters;
        private final byte[] publicKey;

        private KeyPair(AsymmetricCipherKeyPair pair) {
            parameters = (XWingPrivateKeyParameters) pair.getPrivate();
            publicKey = ((XWingPublicKeyParameters) pair.getPublic()).getEncoded();
        }

        public byte[] publicKey() {
            return publicKey.clone();
        }

        /**
         * The shared secret. A wrong ML-KEM part gives an unrelated secret, as FIPS 203 asks; empty only for a wrong length or a bad
         * X25519 share.
         */
        public Optional<byte[]> decapsulate(byte[] ciphertext) {
            if (ciphertext.length != CIPHERTEXT_BYTES || !isGoodShare(ciphertext)) {
                return Optional.empty();
            }
            try {
                return Optional.of(new XWingKEMExtractor(parameters).extractSecret(ciphertext));
            } catch (IllegalStateException | IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        @Override
        public String toString() {
            return "XWing.KeyPair[hidden]";
        }
    }

    /** A ciphertext for a public key, and the secret inside it. */
    public static final class Encapsulation {
        private final byte[] ciphertext;
        private final byte[] secret;

        private Encapsulation(byte[] ciphertext, byte[] secret) {
            this.ciphertext = ciphertext;
            this.secret = secret;
        }

        public byte[] ciphertext() {
            return ciphertext.clone();
        }

        /** The secret itself, not a copy, so that its holder can wipe it. */
        public byte[] secret() {
            return secret;
        }
    }

    public static KeyPair generate(Randomness randomness) {
        XWingKeyPairGenerator generator = new XWingKeyPairGenerator();
        generator.init(new XWingKeyGenerationParameters(new LibraryRandom(randomness)));
        return new KeyPair(generator.generateKeyPair());
    }

    /** Encapsulates to {@code publicKey}; empty if it is not a key that one may encapsulate to. */
    public static Optional<Encapsulation> encapsulate(byte[] publicKey, Randomness randomness) {
        if (publicKey.length != PUBLIC_KEY_BYTES || !isGoodShare(publicKey)) {
            return Optional.empty();
        }
        try {
            SecretWithEncapsulation made = new XWingKEMGenerator(new LibraryRandom(randomness))
                    .generateEncapsulated(new XWingPublicKeyParameters(publicKey));
            return Optional.of(new Encapsulation(made.getEncapsulation(), made.getSecret()));
        } catch (IllegalStateException | IllegalArgumentException e) {
            // The ML-KEM modulus check of FIPS 203 section 7.2 arrives as IllegalArgumentException.
            return Optional.empty();
        }
    }

    /** Whether the X25519 share in the last 32 bytes is below the prime and not of small order. */
    private static boolean isGoodShare(byte[] bytes) {
        int offset = bytes.length - X25519_BYTES;
        boolean aboveThePrime = (bytes[offset + 31] & 0xFF) > 0x7F;
        if ((bytes[offset + 31] & 0xFF) == 0x7F && (bytes[offset] & 0xFF) >= 0xED) {
            boolean allOnes = true;
            for (int i = offset + 1; i < offset + 31; i++) {
                allOnes &= bytes[i] == (byte) 0xFF;
            }
            aboveThePrime = allOnes;
        }
        return !aboveThePrime && X25519.calculateAgreement(PROBE, 0, bytes, offset, new byte[X25519_BYTES], 0);
    }
}
