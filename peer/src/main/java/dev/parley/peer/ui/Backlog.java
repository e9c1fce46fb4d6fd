package dev.parley.peer.ui;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The latest lines of a room: the few that were seen last, then all that came since, within a bound; and what of them is news. One thread at
 * a time.
 */
final class Backlog {
    /** Lines kept that were not seen. */
    static final int MAX_KEPT = 500;

    /** Lines seen already that are shown once more when the room comes to the front. */
    static final int CONTEXT = 5;

    /** What was kept, and how many lines before had to go. */
    record Kept(List<Line> lines, int dropped) {}

    private final Deque<Line> kept = new ArrayDeque<>();
    private int dropped;
    private int unread;
    private boolean announced;

    /** A line that the person sees. */
    void seen(Line line) {
        kept.addLast(line);
        shrink(CONTEXT);
    }

    /** A line that comes while the person looks elsewhere. */
    void missed(Line line) {
        kept.addLast(line);
        dropped += shrink(MAX_KEPT);
    }

    /** The same for what was said there. */
    void missedSaid(Line line) {
        unread++;
        missed(line);
    }

    /** How many lines were said that the person did not see. */
    int unread() {
        return unread;
    }

    /** Whether the person is to be told of this room now; once until they look. */
    boolean announce() {
        boolean first = !announced;
        announced = true;
        return first;
    }

    /** What is new since the person looked, in a word; empty if nothing is. */
    String flag() {
        String count = unread <= 20 ? Integer.toString(unread) : unread < 100 ? unread / 10 * 10 + "+" : "99+";
        return (unread > 0 ? count : "") + (announced ? "!" : "");
    }

    /** The person looks: everything is seen from now on. */
    Kept look() {
        Kept all = new Kept(List.copyOf(kept), dropped);
        shrink(CONTEXT);
        dropped = 0;
        unread = 0;
        announced = false;
        return all;
    }

    void clear() {
        kept.clear();
        dropped = 0;
    }

    private int shrink(int most) {
        int gone = 0;
        while (kept.size() > most) {
            kept.removeFirst();
            gone++;
        }
        return gone;
    }
}
