package dev.parley.relay.net;

import java.util.LinkedHashSet;
import java.util.Set;

/** A loop's connections without a seat, in the order in which they came or left their seats. */
final class Unseated {
    private final Set<Connection> connections = new LinkedHashSet<>();

    /** Takes notice of how the connection sits now; free unless that changed. */
    void note(Connection connection) {
        if (connection.changedSeating()) {
            if (connection.phase() == Connection.Phase.UNSEATED) {
                connections.add(connection);
            } else {
                connections.remove(connection);
            }
        }
    }

    /** The connection goes on elsewhere. */
    void forget(Connection connection) {
        connections.remove(connection);
    }

    int size() {
        return connections.size();
    }

    /** Who has been without a seat for longest; there is one. */
    Connection oldest() {
        return connections.iterator().next();
    }
}
