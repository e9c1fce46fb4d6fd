package dev.parley.peer.faults;

import java.util.BitSet;

/** The numbered lines of one direction, as the person across sees them. */
final class LineCount {
    private final BitSet seen = new BitSet();
    private int said;
    private int highest;
    private long doubled;
    private long outOfOrder;
    private int delivered;
    private int awaited;

    /** The text of the next line. */
    synchronized String next() {
        return Integer.toString(++said);
    }

    /** The same, and {@link #onSeen} will say when it comes. */
    synchronized String nextAwaited() {
        awaited = said + 1;
        return next();
    }

    /** Whether this is the line that is awaited, for the first time. */
    synchronized boolean onSeen(String text) {
        int number = Integer.parseInt(text);
        if (seen.get(number)) {
            doubled++;
            return false;
        }
        seen.set(number);
        if (number != highest + 1) {
            outOfOrder++;
        }
        highest = Math.max(highest, number);
        return number == awaited;
    }

    synchronized void onDelivered() {
        delivered++;
    }

    synchronized int said() {
        return said;
    }

    synchronized int lost() {
        return said - seen.cardinality();
    }

    synchronized long doubled() {
        return doubled;
    }

    synchronized long outOfOrder() {
        return outOfOrder;
    }

    /** Lines that their speaker was not told to be delivered. */
    synchronized int undelivered() {
        return said - delivered;
    }
}
