package dev.parley.crypto;

import dev.parley.crypto.primitive.Hash;
import java.util.Arrays;

/** A remembered key: the SHA-256 of its SubjectPublicKeyInfo, 32 bytes (PROTOCOL.md section 7.1). Public. */
public final class Pin {
    public static final int BYTES = Hash.SHA256_BYTES;

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

    public byte[] toByteArray() {
        return hash.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pin that && Arrays.equals(hash, that.hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }
}
