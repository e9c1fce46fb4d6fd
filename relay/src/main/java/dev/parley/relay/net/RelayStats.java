package dev.parley.relay.net;

import java.util.concurrent.atomic.AtomicInteger;

/** What the loops share: how many connections and rooms there are. */
public final class RelayStats {
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();

    /** Connections that are open now. */
    public int connections() {
        return connections.get();
    }

    int opened() {
        return connections.incrementAndGet();
    }

    /** Connections that were ended because our own code failed on them: a bug, if ever above zero. */
    public int faults() {
        return faults.get();
    }

    void faulted() {
        faults.incrementAndGet();
    }

    void closed() {
        connections.decrementAndGet();
    }
}
