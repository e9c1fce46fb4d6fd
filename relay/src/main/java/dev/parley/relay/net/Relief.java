package dev.parley.relay.net;

import dev.parley.wire.Refusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Who gives way where a loop has no room for all: when connections are too many, those without a seat, the oldest first; when memory is
 * short, those who hold most. On the loop's thread only.
 */
final class Relief {
    /** What only the loop can do. */
    interface Loop {
        /** Does something with everybody who is not being refused. */
        void forEach(Consumer<Connection> work);

        /** Ends a connection without a seat. */
        void close(Connection connection);

        /** Ends a connection, whose seat is held. */
        void lose(Connection connection);
    }

    private final Unseated unseated = new Unseated();
    private final Hoard hoard;
    private final LoopCounts counts;
    private final Loop loop;

    Relief(Hoard hoard, LoopCounts counts, Loop loop) {
        this.hoard = hoard;
        this.counts = counts;
        this.loop = loop;
    }

    /** Takes notice of how the connection sits now, and of what it and who it faces hold. */
    void note(Connection connection) {
        unseated.note(connection);
        hoard.weigh(connection);
    }

    /** The connection goes on elsewhere, with all it holds. */
    void forget(Connection connection) {
        unseated.forget(connection);
        hoard.forget(connection);
    }

    /** The connection comes from elsewhere, with all it holds. */
    void take(Connection connection) {
        hoard.take(connection);
    }

    /** How many are here without a seat. */
    int unseated() {
        return unseated.size();
    }

    /** Up to {@code count} without a seat give way: an honest peer has its seat in a moment. */
    void giveWay(int count) {
        for (int i = 0; i < count && unseated.size() > 0; i++) {
            Connection oldest = unseated.oldest();
            counts.refused(Refusal.BUSY);
            if (oldest.phase() == Connection.Phase.UNSEATED
                    && oldest.transport().isReady()) {
                oldest.send(Refusal.BUSY.frame());
            }
            loop.close(oldest);
        }
    }

    /** Ends those who hold most until the others have room: a peer that does not read must not end the relay. */
    void relieve() {
        if (!hoard.isTooMuch()) {
            return;
        }
        List<Connection> all = new ArrayList<>();
        loop.forEach(all::add);
        all.sort(Comparator.comparingInt(Connection::memoryBytes).reversed());
        for (Connection next : all) {
            if (!hoard.isTooMuch()) {
                return;
            }
            counts.refused(Refusal.BUSY);
            loop.lose(next);
        }
    }
}
