package dev.parley.relay.room;

/**
 * A token bucket, full at first: {@code capacity} tokens at once, and on the long run {@code rate} tokens in each {@code perMillis}. It
 * may be overdrawn by what has been read already; then it says when it is even again. Times are monotonic milliseconds.
 */
public final class RateLimit {
    private final long rate;
    private final long perMillis;
    private final long full;

    /** In parts of a token, of which there are {@link #perMillis} in one: a millisecond brings {@link #rate} of them. */
    private long level;

    private long filledAt;

    public RateLimit(long capacity, long rate, long perMillis, long now) {
        if (capacity < 1 || rate < 1 || perMillis < 1) {
            throw new IllegalArgumentException("A rate limit lets something through.");
        }
        this.rate = rate;
        this.perMillis = perMillis;
        full = Math.multiplyExact(capacity, perMillis);
        level = full;
        filledAt = now;
    }

    /** Takes one token, if there is one. */
    public boolean take(long now) {
        fill(now);
        if (level < perMillis) {
            return false;
        }
        level -= perMillis;
        return true;
    }

    /** Takes {@code count} tokens, there or not; the time at which nothing is owed any more. */
    public long spend(long count, long now) {
        fill(now);
        level -= Math.multiplyExact(count, perMillis);
        return level >= 0 ? now : now + (-level + rate - 1) / rate;
    }

    /** Whether so long nothing was taken that it need not be remembered. */
    public boolean isFull(long now) {
        fill(now);
        return level == full;
    }

    private void fill(long now) {
        long passed = Math.max(0, now - filledAt);
        filledAt = Math.max(filledAt, now);
        // Nothing is added beyond what fits: a long pause must not overflow.
        level = passed >= (full - level) / rate + 1 ? full : level + passed * rate;
    }
}
