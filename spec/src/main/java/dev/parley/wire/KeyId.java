package dev.parley.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** SHA-256 of an access key's SPKI: how a relay's list and its operator name the key. Its text is {@code SHA256:} and base64url. */
public final class KeyId {
    public static final int BYTES = 32;

    private static final String PREFIX = "SHA256:";

    private final byte[] bytes;

    private KeyId(byte[] bytes) {
        this.bytes = FixedBytes.copy(bytes, BYTES, "key id");
    }

    public static KeyId of(byte[] bytes) {
        return new KeyId(bytes);
    }

    public static KeyId ofSpki(byte[] spki) {
        try {
            return of(MessageDigest.getInstance("SHA-256").digest(spki));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every JDK has SHA-256.", e);
        }
    }

    /** Reads the one text of a key id; empty for anything else. */
    public static Optional<KeyId> parse(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            KeyId id = of(Base64.getUrlDecoder().decode(text.substring(PREFIX.length())));
            return id.format().equals(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public String format() {
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public byte[] toByteArray() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyId that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return format();
    }
}
