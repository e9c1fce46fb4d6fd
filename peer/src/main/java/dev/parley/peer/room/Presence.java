package dev.parley.peer.room;

/**
 * Whether the two are together, as the person should see it. A break that mends itself at once is not worth a line; one that goes on, or
 * many in a row, are. Times are monotonic milliseconds.
 */
final class Presence {
    private static final long QUIET_BREAK_MILLIS = 1_500;

    /** A connection that lasts no longer was none; so many in a row are a break. */
    private static final long SHORT_LIVED_MILLIS = 5_000;

    private static final int MAX_SHORT_LIVED = 3;

    private boolean together;
    private boolean breakTold;
    private boolean proven;
    private long provenSince;
    private long silentSince;
    private int shortLived;

    void begin(long now) {
        silentSince = now;
    }

    /** The other end hears us. */
    void prove(long now) {
        proven = true;
        provenSince = now;
    }

    /** The two have greeted each other: from now on a break is one. */
    void meet() {
        together = true;
    }

    /** Nothing flows any more. */
    void breakOff(long now) {
        if (proven) {
            silentSince = now;
            shortLived = now - provenSince < SHORT_LIVED_MILLIS ? shortLived + 1 : 0;
        }
        proven = false;
    }

    /** The other end left, or is somebody else: nobody is missed. */
    void leave() {
        together = false;
    }

    boolean isTogether() {
        return together;
    }

    /** Whether they are, as far as the person was told: a break that goes on is told soon. */
    boolean seemsTogether() {
        return together && !breakTold;
    }

    /** Whether a break was told that is over now. */
    boolean endBreak() {
        boolean was = breakTold;
        breakTold = false;
        return was;
    }

    void tellBreak() {
        breakTold = true;
        shortLived = 0;
    }

    /** When the break must be told; {@code unseated} says when we have been without a seat for that long. */
    long breakDue(Seating unseated) {
        if (breakTold) {
            return Long.MAX_VALUE;
        }
        if (!together) {
            return unseated.absenceReaches(QUIET_BREAK_MILLIS);
        }
        return proven ? Long.MAX_VALUE : silentSince + (shortLived < MAX_SHORT_LIVED ? QUIET_BREAK_MILLIS : 0);
    }

    /** When nobody has heard us for {@code patience}. */
    long patienceEnds(long patience) {
        return proven ? Long.MAX_VALUE : silentSince + patience;
    }
}
