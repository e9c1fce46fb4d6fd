package dev.parley.crypto;

import dev.parley.crypto.primitive.Hash;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A remembered key: the SHA-256 of its SubjectPublicKeyInfo, 32 bytes (PROTOCOL.md sections 2.2 and 7.1). Public, yet compared in constant
 * time.
 */
public final class Pin {
    public static final int BYTES = Hash.SHA256_BYTES;

    private static final int TEXT_LENGTH = 43;

    private final byte[] hash;

    private Pin(byte[] hash) {
        this.hash = hash;
    }

    /** @throws IllegalArgumentException unless there are {@value #BYTES} bytes */
    public static Pin of(byte[] hash) {
        if (hash.length != BYTES) {
            throw new IllegalArgumentException("A pin has " + BYTES + " bytes, not " + hash.length + ".");
        }
        return new Pin(hash.clone());
    }

    /** The pin of the key whose SubjectPublicKeyInfo, in DER, is {@code spki}. */
    public static Pin ofSpki(byte[] spki) {
        return new Pin(Hash.sha256(spki));
    }

    /** Reads what {@link #format} wrote: 43 characters of base64url without padding, the unused bits 0; empty for anything else. */
    public static Optional<Pin> parse(String text) {
        if (text.length() != TEXT_LENGTH) {
            return Optional.empty();
        }
        try {
            Pin pin = new Pin(Base64.getUrlDecoder().decode(text));
            return pin.format().equals(text) ? Optional.of(pin) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** As it stands in links and addresses of relays. */
    public String format() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }

    public byte[] toByteArray() {
        return hash.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pin that && Hash.equal(hash, that.hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }

    @Override
    public String toString() {
        return "Pin[" + format() + "]";
    }
}
