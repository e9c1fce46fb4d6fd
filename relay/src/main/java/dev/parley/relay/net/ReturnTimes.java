package dev.parley.relay.net;

import java.util.concurrent.atomic.AtomicLong;

/** When the peers of a relay that restarts come back: spread evenly, about one each millisecond. Safe for many threads. */
final class ReturnTimes {
    private static final long FIRST_MILLIS = 1_000;
    private static final long MIN_SPREAD_MILLIS = 1_000;

    /** Peers heed 60 s at most. */
    private static final long MAX_SPREAD_MILLIS = 30_000;

    private final AtomicLong given = new AtomicLong();
    private final long peers;
    private final long spread;

    ReturnTimes(int peers) {
        this.peers = Math.max(1, peers);
        spread = Math.min(MAX_SPREAD_MILLIS, Math.max(MIN_SPREAD_MILLIS, this.peers));
    }

    /** The delay of one more peer, in milliseconds. */
    long next() {
        return FIRST_MILLIS + spread * (given.getAndIncrement() % peers) / peers;
    }
}
