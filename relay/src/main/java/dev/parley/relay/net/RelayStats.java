package dev.parley.relay.net;

import java.util.concurrent.atomic.AtomicInteger;

/** What the loops share: how many connections and rooms there are. */
public final class RelayStats {
    private final AtomicInteger connections = new AtomicInteger();

    /** Connections that are open now. */
    public int connections() {
        return connections.get();
    }

    int opened() {
        return connections.incrementAndGet();
    }

    void closed() {
        connections.decrementAndGet();
    }
}
