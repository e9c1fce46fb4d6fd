package dev.parley.crypto.primitive;

import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/** HKDF with SHA-256 (RFC 5869), its two halves apart. */
public final class Hkdf {
    /** The most that Expand gives: 255 blocks (RFC 5869 section 2.3). */
    public static final int MAX_EXPAND_BYTES = 255 * Hash.SHA256_BYTES;

    private Hkdf() {}

    /** The 32-byte pseudorandom key (RFC 5869 section 2.2); an empty salt stands for 32 zero bytes. */
    public static byte[] extract(byte[] salt, byte[] ikm) {
        return new HKDFBytesGenerator(SHA256Digest.newInstance()).extractPRK(salt, ikm);
    }

    /** {@code length} bytes of output keying material (RFC 5869 section 2.3). */
    public static byte[] expand(byte[] prk, byte[] info, int length) {
        if (length < 1 || length > MAX_EXPAND_BYTES) {
            throw new IllegalArgumentException(
                    "HKDF-SHA256 expands to 1.." + MAX_EXPAND_BYTES + " bytes, not " + length + ".");
        }
        HKDFBytesGenerator generator = new HKDFBytesGenerator(SHA256Digest.newInstance());
        generator.init(HKDFParameters.skipExtractParameters(prk, info));
        byte[] output = new byte[length];
        generator.generateBytes(output, 0, length);
        return output;
    }
}
