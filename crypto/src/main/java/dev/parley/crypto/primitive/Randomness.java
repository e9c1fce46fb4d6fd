package dev.parley.crypto.primitive;

import java.security.SecureRandom;

/** A source of random bytes, handed in by the composition root. Only {@link #system()} is fit for keys; others are for vectors. */
@FunctionalInterface
public interface Randomness {
    /** {@code count} fresh bytes. */
    byte[] bytes(int count);

    /** The platform's secure source. Safe for use by several threads. */
    static Randomness system() {
        SecureRandom random = new SecureRandom();
        return count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        };
    }
}
