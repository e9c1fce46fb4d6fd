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

    /** Acks to look at, so that one that was held up by something else does not count. */
    private static final int LOOKS = 4;

    /** A rate over less time than this says more about bursts than about the way. */
    private static final long SPAN_MILLIS = 50;

    /** One chunk under way. */
    private record Under(long seq, int bytes, long at) {}

    /** How much had been delivered at a time. */
    private record Mark(long at, long delivered) {}

    private final ArrayDeque<Under> under = new ArrayDeque<>();

    /** The first is the last that is old enough to measure from. */
    private final ArrayDeque<Mark> marks = new ArrayDeque<>();

    private long underBytes;
    private long delivered;
    private long dryAt = -1;
    private long staleUpTo = -1;
    private boolean starting = true;
    private long startWindow = MIN_WINDOW_BYTES;
    private long least = -1;
    private long leastAt;

    /** While it is at least 0: the window is small, so that the next chunks sealed find no queue and show the least round trip anew. */
    private long lookingSince = -1;

    private int looked;
    private long seenLooking;

    private double rate;
    private double bucketRate;
    private boolean bucketBusy;
    private long bucketEnds;

    /** How many bytes of chunks may be under way now. */
    long window() {
        double window;
        if (starting || best() == 0) {
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
            marks.clear();
            marks.add(new Mark(now, delivered));
        }
        under.add(new Under(seq, bytes, now));
        underBytes += bytes;
    }

    /** There was nothing to seal: what is measured next says little about the way. */
    void ranDry(long now) {
        dryAt = now;
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
        if (last.seq() < staleUpTo) {
            return;
        }
        learnRound(last, now - last.at(), now);
        learnRate(now);
        if (starting) {
            startWindow += delivered - before;
            if (now - last.at() > least + QUEUE_MILLIS / 2 || startWindow >= MAX_WINDOW_BYTES) {
                starting = false;
            }
        }
    }

    private void learnRound(Under last, long round, long now) {
        boolean looks = lookingSince >= 0 && last.at() >= lookingSince;
        if (looks) {
            seenLooking = looked == 0 ? round : Math.min(seenLooking, round);
            looked++;
        }
        if (looked == LOOKS) {
            least = seenLooking;
            leastAt = now;
            lookingSince = -1;
            looked = 0;
        } else if (least < 0 || round <= least) {
            least = round;
            leastAt = now;
        } else if (!starting && lookingSince < 0 && now - leastAt >= LEAST_MILLIS) {
            lookingSince = now;
        }
    }

    private void learnRate(long now) {
        if (marks.isEmpty() || now - marks.getLast().at() >= SPAN_MILLIS / 2) {
            marks.add(new Mark(now, delivered));
        }
        while (marks.size() > 1 && now - second().at() >= SPAN_MILLIS) {
            marks.remove();
        }
        Mark from = marks.element();
        if (now - from.at() < SPAN_MILLIS) {
            return;
        }
        double seen = (double) (delivered - from.delivered()) / (double) (now - from.at());
        if (now >= bucketEnds) {
            if (bucketBusy) {
                rate = bucketRate;
            }
            bucketRate = 0;
            bucketBusy = false;
            bucketEnds = now + Math.max(BUCKET_MILLIS, 4 * least);
        }
        bucketRate = Math.max(bucketRate, seen);
        bucketBusy |= dryAt < from.at() && lookingSince < 0;
    }

    private Mark second() {
        var marked = marks.iterator();
        marked.next();
        return marked.next();
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
        looked = 0;
        marks.clear();
        rate = 0;
        bucketRate = 0;
        bucketBusy = false;
        bucketEnds = 0;
    }
}
