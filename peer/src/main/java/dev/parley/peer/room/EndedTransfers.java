package dev.parley.peer.room;

import dev.parley.peer.chat.TransferId;
import java.util.ArrayDeque;

/** The transfers that ended last: who offers one of them again had not heard of it yet. */
final class EndedTransfers {
    private static final int KEPT = 256;

    private final ArrayDeque<TransferId> ids = new ArrayDeque<>();

    void add(TransferId id) {
        if (!ids.contains(id)) {
            ids.add(id);
        }
        while (ids.size() > KEPT) {
            ids.remove();
        }
    }

    boolean contains(TransferId id) {
        return ids.contains(id);
    }
}
