package dev.parley.peer.faults;

import java.util.OptionalLong;

/** The fault that happened last, and how long it takes until both ends hear each other again. Guarded by the room's lock. */
final class Recovery {
    private FaultKind kind = FaultKind.CUT;
    private Phase phase = Phase.CONNECTING;
    private boolean underWay;
    private long usableAt = Long.MAX_VALUE;
    private long[] marks;

    FaultKind kind() {
        return kind;
    }

    Phase phase() {
        return phase;
    }

    void begin(FaultKind newKind, Phase newPhase) {
        kind = newKind;
        phase = newPhase;
        underWay = true;
        usableAt = Long.MAX_VALUE;
        marks = null;
    }

    boolean isUnderWay() {
        return underWay;
    }

    /** Nothing has happened, or nothing is to be waited for any more. */
    void drop() {
        underWay = false;
    }

    /** The way between the two can be used again at that time, in {@link System#nanoTime}. */
    void usableAt(long nanos) {
        usableAt = nanos;
    }

    /** The same, if it was not known to be earlier. */
    void usableAtMost(long nanos) {
        usableAt = Math.min(usableAt, nanos);
    }

    /** Whether something said since then has come through, both ways; the milliseconds that took, once. */
    OptionalLong end(long now, Direction[] directions) {
        if (!underWay || now < usableAt) {
            return OptionalLong.empty();
        }
        if (marks == null) {
            marks = new long[] {directions[0].said(), directions[1].said()};
        }
        if (directions[0].taken() <= marks[0] || directions[1].taken() <= marks[1]) {
            return OptionalLong.empty();
        }
        underWay = false;
        return OptionalLong.of((now - usableAt) / 1_000_000);
    }

    @Override
    public String toString() {
        return kind + " in " + phase;
    }
}
