package dev.parley.peer.room;

import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/** The ids of the last messages taken in, by count: one that comes again is acknowledged and dropped. */
final class RecentIds {
    static final int KEPT = 1_024;

    private final Set<String> ids = new LinkedHashSet<>();

    /** Whether {@code id} is new; from now on it is not. */
    boolean add(String id) {
        if (!ids.add(id)) {
            return false;
        }
        if (ids.size() > KEPT) {
            Iterator<String> oldest = ids.iterator();
            oldest.next();
            oldest.remove();
        }
        return true;
    }

    /** All of them, oldest first. */
    Set<String> all() {
        return Collections.unmodifiableSet(ids);
    }

    void clear() {
        ids.clear();
    }
}
