package dev.parley.peer.store;

/**
 * What was found wrong with a journal.
 *
 * @param tail how the file ends
 * @param unreadable entries that are there and do not open; those before and behind them were read
 */
public record Damage(Tail tail, int unreadable) {
    static final Damage NONE = new Damage(Tail.WHOLE, 0);

    /** How a file ends. */
    public enum Tail {
        /** With its last entry. */
        WHOLE,
        /** Inside an entry that a crash cut short before it was committed: nothing is lost. */
        TORN,
        /** Beyond some point nothing can be told apart: an unknown number of entries is lost. */
        CUT
    }

    /** Whether something that was committed is lost. */
    public boolean isLoss() {
        return unreadable > 0 || tail == Tail.CUT;
    }
}
