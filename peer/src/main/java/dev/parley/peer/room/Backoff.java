package dev.parley.peer.room;

import dev.parley.crypto.primitive.Randomness;

/** Waits between connections: half a second doubling to four, each shortened by up to a half at random. */
final class Backoff {
    private static final long FIRST_MILLIS = 500;
    private static final long MAX_MILLIS = 4_000;

    private final Randomness randomness;
    private long next = FIRST_MILLIS;

    Backoff(Randomness randomness) {
        this.randomness = randomness;
    }

    /** Milliseconds to wait before the next connection. */
    long nextDelay() {
        long delay = next;
        next = Math.min(MAX_MILLIS, 2 * next);
        int draw = randomness.bytes(1)[0] & 0xFF;
        return delay - delay * draw / 512;
    }

    void reset() {
        next = FIRST_MILLIS;
    }
}
