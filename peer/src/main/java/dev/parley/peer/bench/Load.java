package dev.parley.peer.bench;

/**
 * One workload.
 *
 * @param rooms rooms at a time, one sender and one receiver each
 * @param size envelope bytes, 16 to 66,560
 * @param rate envelopes per second over all rooms; 0 is as fast as the window allows
 * @param seconds length of the measured window
 * @param warmUpSeconds load before it, not counted
 */
public record Load(int rooms, int size, int rate, int seconds, int warmUpSeconds) {
    private static final int MAX_ROOM_WINDOW = 1 << 20;
    private static final int MAX_WINDOW = 16 << 20;

    /** What may be under way in one room, in bytes: enough that neither side waits for the other between two batches. */
    int windowBytes() {
        return Math.max(2 * (size + 5), Math.min(MAX_ROOM_WINDOW, MAX_WINDOW / rooms));
    }
}
