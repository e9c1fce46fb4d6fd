package dev.parley.crypto.primitive;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** SHA-2 and HMAC of the JDK (FIPS 180-4, RFC 2104), and the constant-time comparison. */
public final class Hash {
    public static final int SHA256_BYTES = 32;

    private Hash() {}

    public static byte[] sha256(byte[] input) {
        return digest("SHA-256").digest(input);
    }

    /** SHA-512 of {@code first | second}. */
    public static byte[] sha512(byte[] first, byte[] second) {
        MessageDigest digest = digest("SHA-512");
        digest.update(first);
        return digest.digest(second);
    }

    public static byte[] hmacSha256(byte[] key, byte[] input) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Every JDK has HmacSHA256.", e);
        }
    }

    /** Whether both arrays are equal, in time that depends on their lengths only. */
    public static boolean equal(byte[] a, byte[] b) {
        return MessageDigest.isEqual(a, b);
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every JDK has " + name + ".", e);
        }
    }
}
