package dev.parley.peer.room;

import java.util.ArrayDeque;

/**
 * How many bytes of chunks may be under way, so that a line of text that is sealed behind them waits for little and a long way is filled
 * none the less (PROTOCOL.md section 12.7). Learns from what is acknowledged: the rate, and the least round trip, which is that of a way
 * without a queue. Times are monotonic milliseconds.
 */
final class Pace {
    /** What may wait on the way beyond what the way itself holds, as time. */
    static final long QUEUE_MILLIS = 70;

    static final long MIN_WINDOW_BYTES = 8 << 10;
    static final long MAX_WINDOW_BYTES = 6 << 20;
    static final int MIN_CHUNK_BYTES = 4 << 10;
    static final int MAX_CHUNK_BYTES = 64 << 10;

    /** Chunks that a window is worth at least, so that it does not move in leaps. */
    private static final int CHUNKS = 8;

    private static final long BUCKET_MILLIS = 500;
    private static final long LEAST_MILLIS = 10_000;

    /** Of what the way itself holds: little enough to leave no queue, and enough to come back from without a burst. */
    private static final double LOOK_SHARE = 0.9;

    /** One chunk under way, and how much had been delivered, when, as it was sealed. */
    private record Under(long seq, int bytes, long at, long delivered, long deliveredAt, boolean idle) {}

    private final ArrayDeque<Under> under = new ArrayDeque<>();
    private long underBytes;
    private long delivered;
    private long deliveredAt;
    private long idleUntil;
    private long staleUpTo = -1;
    private boolean starting = true;
    private long startWindow = MIN_WINDOW_BYTES;
    private long least = -1;
    private long leastAt;

    /** While it is at least 0: the window is small, so that the next chunks sealed find no queue and show the least round trip anew. */
    private long lookingSince = -1;

    private double rate;
    private double bucketRate;
    private boolean bucketBusy;
    private long bucketEnds;

    /** How many bytes of chunks may be under way now. */
    long window() {
        double window;
        if (starting) {
            window = startWindow;
        } else if (lookingSince >= 0) {
            window = best() * least * LOOK_SHARE;
        } else {
            window = best() * (least + QUEUE_MILLIS);
        }
        return (long) Math.max(MIN_WINDOW_BYTES, Math.min(MAX_WINDOW_BYTES, window));
    }

    /** How large the next chunk should be: a power of two, header and padding included. */
    int chunkBytes() {
        return (int) Math.max(MIN_CHUNK_BYTES, Math.min(MAX_CHUNK_BYTES, Long.highestOneBit(window() / CHUNKS)));
    }

    boolean maySeal() {
        return under.isEmpty() || underBytes + chunkBytes() <= window();
    }

    void sealed(long seq, int bytes, long now) {
        if (under.isEmpty()) {
            deliveredAt = now;
        }
        under.add(new Under(seq, bytes, now, delivered, deliveredAt, delivered < idleUntil));
        underBytes += bytes;
    }

    /** There was nothing to seal: what is measured next says little about the way. */
    void ranDry() {
        idleUntil = delivered + underBytes + 1;
    }

    /** Everything below {@code next} has arrived. */
    void acknowledge(long next, long now) {
        Under last = null;
        long before = delivered;
        while (!under.isEmpty() && under.peek().seq() < next) {
            last = under.remove();
            underBytes -= last.bytes();
            delivered += last.bytes();
        }
        if (last == null) {
            return;
        }
        deliveredAt = now;
        if (last.seq() < staleUpTo) {
            return;
        }
        learnRound(last, now - last.at(), now);
        learnRate(last, now);
        if (starting) {
            startWindow += delivered - before;
            if (now - last.at() > least + QUEUE_MILLIS / 2 || startWindow >= MAX_WINDOW_BYTES) {
                starting = false;
            }
        }
    }

    private void learnRound(Under last, long round, long now) {
        boolean looked = lookingSince >= 0 && last.at() >= lookingSince;
        if (least < 0 || round <= least || looked) {
            least = round;
            leastAt = now;
            lookingSince = -1;
        } else if (!starting && lookingSince < 0 && now - leastAt >= LEAST_MILLIS) {
            lookingSince = now;
        }
    }

    private void learnRate(Under last, long now) {
        double seen = (double) (delivered - last.delivered()) / Math.max(1, now - last.deliveredAt());
        if (now >= bucketEnds) {
            if (bucketBusy) {
                rate = bucketRate;
            }
            bucketRate = 0;
            bucketBusy = false;
            bucketEnds = now + Math.max(BUCKET_MILLIS, 4 * least);
        }
        bucketRate = Math.max(bucketRate, seen);
        bucketBusy |= !last.idle() && lookingSince < 0;
    }

    private double best() {
        return Math.max(rate, bucketRate);
    }

    /** Another way, perhaps: what was learnt is forgotten, and what is under way teaches nothing. */
    void restart(long nextSeq) {
        staleUpTo = nextSeq;
        starting = true;
        startWindow = MIN_WINDOW_BYTES;
        least = -1;
        lookingSince = -1;
        rate = 0;
        bucketRate = 0;
        bucketBusy = false;
        bucketEnds = 0;
    }
}
