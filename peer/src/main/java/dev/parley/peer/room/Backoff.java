package dev.parley.peer.room;

import dev.parley.crypto.primitive.Randomness;

/**
 * Waits between connections: half a second doubling to four seconds, after two minutes without a seat to thirty; each shortened by up to a
 * half at random.
 */
final class Backoff {
    private static final long FIRST_MILLIS = 500;
    private static final long MAX_MILLIS = 4_000;
    private static final long LONG_ABSENCE_MILLIS = 120_000;
    private static final long MAX_LONG_MILLIS = 30_000;

    private final Randomness randomness;
    private long next = FIRST_MILLIS;

    Backoff(Randomness randomness) {
        this.randomness = randomness;
    }

    /** Milliseconds to wait before the next connection, after {@code absence} without a seat. */
    long nextDelay(long absence) {
        long delay = next;
        next = Math.min(absence >= LONG_ABSENCE_MILLIS ? MAX_LONG_MILLIS : MAX_MILLIS, 2 * next);
        int draw = randomness.bytes(1)[0] & 0xFF;
        return delay - delay * draw / 512;
    }

    void reset() {
        next = FIRST_MILLIS;
    }
}
