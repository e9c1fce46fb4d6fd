package dev.parley.crypto.primitive;

import java.util.Optional;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.RuntimeCryptoException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.encodings.OAEPEncoding;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.params.ParametersWithRandom;

/** RSAES-OAEP (RFC 8017 section 7.1) with SHA-256 as hash and as MGF1 hash, both named, and a label. */
public final class RsaOaep {
    public static final int CIPHERTEXT_BYTES = 256;

    /** The longest message: 256 - 2 * 32 - 2. */
    public static final int MAX_MESSAGE_BYTES = 190;

    private RsaOaep() {}

    /** Encrypts up to {@link #MAX_MESSAGE_BYTES} to {@link #CIPHERTEXT_BYTES}. */
    public static byte[] encrypt(RsaPublicKey key, byte[] label, byte[] message, Randomness randomness) {
        try {
            return encoding(label, true, new ParametersWithRandom(key.parameters(), new LibraryRandom(randomness)))
                    .processBlock(message, 0, message.length);
        } catch (InvalidCipherTextException e) {
            throw new AssertionError("OAEP encryption has no invalid ciphertext.", e);
        }
    }

    /** The message; empty for every bad ciphertext alike, whatever is wrong with it (RFC 8017 section 7.1.2 step 3). */
    public static Optional<byte[]> decrypt(RsaPrivateKey key, byte[] label, byte[] ciphertext, Randomness randomness) {
        if (ciphertext.length != CIPHERTEXT_BYTES) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    encoding(label, false, new ParametersWithRandom(key.parameters(), new LibraryRandom(randomness)))
                            .processBlock(ciphertext, 0, ciphertext.length));
        } catch (InvalidCipherTextException
                | RuntimeCryptoException
                | IllegalArgumentException
                | IndexOutOfBoundsException e) {
            // A ciphertext not below the modulus comes back as DataLengthException; all look the same to the caller.
            return Optional.empty();
        }
    }

    private static OAEPEncoding encoding(byte[] label, boolean forEncryption, CipherParameters parameters) {
        OAEPEncoding encoding =
                new OAEPEncoding(new RSABlindedEngine(), SHA256Digest.newInstance(), SHA256Digest.newInstance(), label);
        encoding.init(forEncryption, parameters);
        return encoding;
    }
}
