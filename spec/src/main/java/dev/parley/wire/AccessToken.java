package dev.parley.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/** 32 random bytes that a relay lets in (PROTOCOL.md section 3.6). Its text is {@code pt1_} and 43 characters of base64url. */
public final class AccessToken {
    public static final int BYTES = 32;

    private static final String PREFIX = "pt1_";
    private static final int DIGITS = 43;

    private final byte[] bytes;

    private AccessToken(byte[] bytes) {
        this.bytes = FixedBytes.copy(bytes, BYTES, "token");
    }

    public static AccessToken of(byte[] bytes) {
        return new AccessToken(bytes);
    }

    /** Reads what a person pasted, blanks at the ends aside; empty unless it is the one text of a token. */
    public static Optional<AccessToken> parse(String typed) {
        String text = typed.strip();
        if (text.length() != PREFIX.length() + DIGITS || !text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            AccessToken token = of(Base64.getUrlDecoder().decode(text.substring(PREFIX.length())));
            return token.format().equals(text) ? Optional.of(token) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The text that {@link #parse} reads: a secret. */
    public String format() {
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** SHA-256 of the 32 bytes: what a relay keeps. It needs no salt, since nobody can try 2^256 tokens. */
    public byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every JDK has SHA-256.", e);
        }
    }

    public byte[] toByteArray() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AccessToken that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        // Says nothing about the bytes; tokens are not kept in hash tables.
        return BYTES;
    }

    @Override
    public String toString() {
        return "AccessToken[hidden]";
    }
}
