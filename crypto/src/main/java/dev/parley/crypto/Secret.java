package dev.parley.crypto;

import dev.parley.crypto.primitive.Hash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Secret bytes with an end: never printed, compared in constant time, zeroed by {@link #close()}. The JVM may have moved and copied the
 * array before; zeroing shortens exposure and proves nothing.
 */
public final class Secret implements AutoCloseable {
    private final byte[] bytes;
    private boolean wiped;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Copies {@code bytes}. */
    public static Secret of(byte[] bytes) {
        return new Secret(bytes.clone());
    }

    /** Takes {@code bytes} over; the caller no longer touches them. */
    static Secret take(byte[] bytes) {
        return new Secret(bytes);
    }

    public static Secret ofText(String text) {
        return new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes themselves, for use inside this package; not to be kept. */
    byte[] expose() {
        if (wiped) {
            throw new IllegalStateException("This secret was wiped.");
        }
        return bytes;
    }

    public boolean matches(Secret other) {
        return Hash.equal(expose(), other.expose());
    }

    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
        wiped = true;
    }

    @Override
    public String toString() {
        return "Secret[hidden]";
    }
}
