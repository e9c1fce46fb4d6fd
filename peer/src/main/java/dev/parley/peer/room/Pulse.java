package dev.parley.peer.room;

import dev.parley.peer.chat.TransferId;
import java.util.HashMap;
import java.util.Map;

/** When to tell how far transfers are, and which of them have moved. Times are monotonic milliseconds. */
final class Pulse {
    private static final long PAUSE_MILLIS = 100;

    private final Map<TransferId, Long> told = new HashMap<>();
    private long next;

    boolean isDue(long now) {
        if (now < next) {
            return false;
        }
        next = now + PAUSE_MILLIS;
        return true;
    }

    /** Whether a transfer was elsewhere the last time; it counts as told. */
    boolean changed(TransferId id, long done) {
        Long before = told.put(id, done);
        return before == null ? done > 0 : before != done;
    }

    void forget(TransferId id) {
        told.remove(id);
    }
}
