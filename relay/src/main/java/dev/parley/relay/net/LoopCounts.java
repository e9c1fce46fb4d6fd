package dev.parley.relay.net;

import dev.parley.wire.Refusal;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** What one loop counted: written by its thread alone, without a fence, and read by any other. */
final class LoopCounts {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    /** Keeps the counts of two loops out of one cache line. */
    private static final int PADDING = 8;

    private final long[] counts = new long[PADDING + Count.values().length + PADDING];
    private final long[] refusals = new long[Refusal.values().length];

    void add(Count what, long more) {
        set(what, counts[PADDING + what.ordinal()] + more);
    }

    void set(Count what, long value) {
        CELL.setOpaque(counts, PADDING + what.ordinal(), value);
    }

    void refused(Refusal refusal) {
        CELL.setOpaque(refusals, refusal.ordinal(), refusals[refusal.ordinal()] + 1);
    }

    long get(Count what) {
        return (long) CELL.getOpaque(counts, PADDING + what.ordinal());
    }

    long get(Refusal refusal) {
        return (long) CELL.getOpaque(refusals, refusal.ordinal());
    }
}
