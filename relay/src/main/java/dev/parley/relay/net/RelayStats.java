package dev.parley.relay.net;

import dev.parley.wire.Refusal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What the loops share, and what each of them counted: numbers only, never who or where. */
public final class RelayStats {
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong turnedAway = new AtomicLong();
    private final AtomicInteger faults = new AtomicInteger();
    private final List<LoopCounts> loops = new CopyOnWriteArrayList<>();
    private volatile String lastFault = "";

    /** Connections that are open now. */
    public int connections() {
        return connections.get();
    }

    /** Connections that were taken since the start. */
    public long accepted() {
        return accepted.get();
    }

    /** Connections that were ended because our own code failed on them: a bug, if ever above zero. */
    public int faults() {
        return faults.get();
    }

    /** What failed last and where in our code, without the failure's message; empty if nothing did. */
    public String lastFault() {
        return lastFault;
    }

    /** The sum over all loops. */
    public long count(Count what) {
        return loops.stream().mapToLong(loop -> loop.get(what)).sum();
    }

    /** How many connections or joins were refused with that code. */
    public long refusals(Refusal refusal) {
        long inside = loops.stream().mapToLong(loop -> loop.get(refusal)).sum();
        return refusal == Refusal.BUSY ? inside + turnedAway.get() : inside;
    }

    /** The counts of one more loop. */
    LoopCounts loop() {
        LoopCounts counts = new LoopCounts();
        loops.add(counts);
        return counts;
    }

    /** A source had too much, and got a BUSY at the door. */
    void turnedAway() {
        turnedAway.incrementAndGet();
    }

    int opened() {
        accepted.incrementAndGet();
        return connections.incrementAndGet();
    }

    void closed() {
        connections.decrementAndGet();
    }

    void faulted(RuntimeException fault) {
        faults.incrementAndGet();
        StackTraceElement[] trace = fault.getStackTrace();
        lastFault = fault.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
