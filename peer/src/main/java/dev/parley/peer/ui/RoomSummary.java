package dev.parley.peer.ui;

/**
 * What is true of one room, for somebody who looks at several. All texts are safe to show.
 *
 * @param trust empty while nobody was met
 * @param reach what becomes of a line that is said now
 * @param underWay own lines that are not delivered
 */
record RoomSummary(String label, String trust, String state, String theirName, Reach reach, int underWay) {
    /** What becomes of a line that is said now. */
    enum Reach {
        /** It goes to who is there. */
        HEARD,
        /** It waits for somebody. */
        WAITS,
        /** It is held back until a person decides. */
        BLOCKED
    }

    /** As it stands over the typing line. */
    String text() {
        return "[" + label + " · " + (trust.isEmpty() ? "" : trust + " · ") + state + "]";
    }
}
