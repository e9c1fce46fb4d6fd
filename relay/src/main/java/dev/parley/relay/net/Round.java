package dev.parley.relay.net;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Comes by every connection of a loop about once a second, a few at a time: with thousands of idle ones, those who talk must not wait for
 * a look at all of them, nor for a burst of pings.
 *
 * @param <C> the connection, used as an identity only
 */
final class Round<C> {
    private static final long ROUND_MILLIS = 1_000;
    private static final int LEAST_AT_A_TIME = 64;

    /** Turns in a round, at most: so many wake-ups a second a busy relay can bear. */
    private static final int MAX_TURNS = 250;

    private final Set<C> connections = new LinkedHashSet<>();
    private long next;

    void add(C connection) {
        connections.add(connection);
    }

    void forget(C connection) {
        connections.remove(connection);
    }

    /** When {@link #look} is wanted next. */
    long next() {
        return next;
    }

    /** Looks at those whose turn it is, if it is time; {@code look} may forget any of them. */
    void look(long now, Consumer<C> look) {
        if (now < next) {
            return;
        }
        int all = connections.size();
        int turn = Math.min(all, Math.max(LEAST_AT_A_TIME, all / MAX_TURNS));
        next = now + (turn == all ? ROUND_MILLIS : ROUND_MILLIS * turn / all);
        for (int i = 0; i < turn && !connections.isEmpty(); i++) {
            Iterator<C> first = connections.iterator();
            C connection = first.next();
            first.remove();
            connections.add(connection);
            look.accept(connection);
        }
    }
}
