package dev.parley.relay.net;

/** How much memory a loop's connections hold for bytes that somebody does not take, and how much they may. */
final class Hoard {
    private final long most;
    private long held;

    /** @param most bytes */
    Hoard(long most) {
        this.most = most;
    }

    /** Takes notice of what the connection, and who it faces, hold now. */
    void weigh(Connection connection) {
        held += connection.growth();
        if (connection.partner() != null) {
            held += connection.partner().growth();
        }
    }

    /** The connection goes on elsewhere, with all it holds. */
    void forget(Connection connection) {
        weigh(connection);
        held -= connection.memoryBytes();
    }

    /** The connection comes from elsewhere, with all it holds. */
    void take(Connection connection) {
        weigh(connection);
        held += connection.memoryBytes();
    }

    boolean isTooMuch() {
        return held > most;
    }
}
