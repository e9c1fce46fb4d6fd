package dev.parley.relay.net;

import dev.parley.relay.room.Limits;

/**
 * What a relay runs with. All but {@code loops} can be exchanged while it runs.
 *
 * @param loops event loops, one thread each
 * @param limits how much it lends out
 * @param notice the operator's line in WELCOME, at most 512 bytes of UTF-8
 * @param acceptNewRooms false: a CLAIM that would make a room is refused with BUSY; rooms that exist go on
 */
public record RelayOptions(int loops, Limits limits, String notice, boolean acceptNewRooms) {
    /** A relay that takes new rooms and knows no limits per source. */
    public RelayOptions(int loops, int maxConnections, int maxRooms, String notice) {
        this(loops, Limits.ofTotals(maxConnections, maxRooms), notice, true);
    }

    public static RelayOptions defaults() {
        return new RelayOptions(Runtime.getRuntime().availableProcessors(), Limits.defaults(), "", true);
    }

    /** Each loop's share of those without a seat. */
    int unjoinedPerLoop() {
        return limits.maxUnjoined() == 0 ? Integer.MAX_VALUE : Math.max(1, limits.maxUnjoined() / loops);
    }

    /** Each loop's share of the rooms. */
    int roomsPerLoop() {
        return acceptNewRooms ? Math.max(1, limits.maxRooms() / loops) : 0;
    }
}
