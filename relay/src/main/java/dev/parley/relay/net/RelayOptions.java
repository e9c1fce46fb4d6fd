package dev.parley.relay.net;

/**
 * What a relay runs with.
 *
 * @param loops event loops, one thread each
 * @param maxConnections connections at a time; more are refused with BUSY
 * @param maxRooms rooms at a time, shared out evenly over the loops; more are refused with BUSY
 * @param notice the operator's line in WELCOME, at most 512 bytes of UTF-8
 */
public record RelayOptions(int loops, int maxConnections, int maxRooms, String notice) {
    public static RelayOptions defaults() {
        return new RelayOptions(Runtime.getRuntime().availableProcessors(), 20_000, 10_000, "");
    }
}
