package dev.parley.crypto.primitive;

import java.security.SecureRandom;

/** Our {@link Randomness} in the shape that Bouncy Castle asks for. */
final class LibraryRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final transient Randomness randomness;

    LibraryRandom(Randomness randomness) {
        super(null, null);
        this.randomness = randomness;
    }

    @Override
    public void nextBytes(byte[] bytes) {
        byte[] drawn = randomness.bytes(bytes.length);
        System.arraycopy(drawn, 0, bytes, 0, bytes.length);
    }

    @Override
    public byte[] generateSeed(int count) {
        return randomness.bytes(count);
    }
}
