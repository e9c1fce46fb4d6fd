package dev.parley.relay.room;

/**
 * How much of each thing a relay lends out. In all of them but the first two 0 means: no limit.
 *
 * @param maxConnections connections at a time, at least 1; more are refused with BUSY
 * @param maxRooms rooms at a time, at least 1, shared out evenly over the loops; more are refused with BUSY
 * @param maxUnjoined connections at a time that have no seat yet, shared out evenly over the loops; the oldest of them gives way
 * @param connectionsPerSource connections at a time from one {@link Source}; more are refused with BUSY
 * @param joinsPerMinutePerSource new connections, and every CLAIM but the first of each, from one {@link Source}; more are refused with BUSY
 * @param bytesPerSecondPerRoom envelope bytes, both directions together
 */
public record Limits(
        int maxConnections,
        int maxRooms,
        int maxUnjoined,
        int connectionsPerSource,
        int joinsPerMinutePerSource,
        long bytesPerSecondPerRoom) {
    public Limits {
        if (maxConnections < 1 || maxRooms < 1) {
            throw new IllegalArgumentException("A relay takes at least one connection and one room.");
        }
        if (maxUnjoined < 0 || connectionsPerSource < 0 || joinsPerMinutePerSource < 0 || bytesPerSecondPerRoom < 0) {
            throw new IllegalArgumentException("A limit is 0 for none, or above 0.");
        }
    }

    /** What a relay on a small machine starts with: an office behind one address fits, a flood from one does not. */
    public static Limits defaults() {
        return new Limits(20_000, 10_000, 2_000, 100, 240, 0);
    }

    /** Only connections and rooms are limited: for tests and benches, where everybody comes from one address. */
    public static Limits ofTotals(int maxConnections, int maxRooms) {
        return new Limits(maxConnections, maxRooms, 0, 0, 0, 0);
    }
}
