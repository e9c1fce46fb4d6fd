package dev.parley.peer.ui;

import dev.parley.peer.chat.Offer;
import java.util.ArrayDeque;
import java.util.Deque;

/** One offer as its person follows it: what it is called here, how far it is, how fast it goes. */
final class Transfer {
    private static final long WINDOW_MILLIS = 5_000;

    /** How it stands; nothing follows on {@link #ENDED}. */
    enum State {
        /** Nobody has said yes or no. */
        WAITING,
        RUNNING,
        ENDED
    }

    private record Sample(long at, long done) {}

    private final int number;
    private final Offer offer;
    private final boolean ours;
    private final String shownName;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private State state = State.WAITING;
    private String outcome = "";
    private int exitCode;
    private long done;
    private long startedAt;
    private long startedFrom;
    private int tenthTold;

    /** @param shownName safe to show */
    Transfer(int number, Offer offer, boolean ours, String shownName) {
        this.number = number;
        this.offer = offer;
        this.ours = ours;
        this.shownName = shownName;
    }

    int number() {
        return number;
    }

    Offer offer() {
        return offer;
    }

    boolean isOurs() {
        return ours;
    }

    State state() {
        return state;
    }

    /** What became of it, safe to show; empty before that. */
    String outcome() {
        return outcome;
    }

    /** The number by which commands know it, and the name. */
    String label() {
        return "[" + number + "] " + shownName;
    }

    void begin(long from, long now) {
        if (state == State.WAITING) {
            startedAt = now;
            startedFrom = from;
        }
        state = State.RUNNING;
        samples.clear();
        progress(from, now);
    }

    void progress(long soFar, long now) {
        if (soFar < done) {
            samples.clear();
            startedFrom = Math.min(startedFrom, soFar);
        }
        done = soFar;
        samples.add(new Sample(now, soFar));
        while (samples.size() > 2 && now - samples.peek().at() > WINDOW_MILLIS) {
            samples.remove();
        }
    }

    /** @param code 0 if everything arrived, else the exit code of a program that was for this alone */
    void end(String how, int code) {
        state = State.ENDED;
        outcome = how;
        exitCode = code;
    }

    int exitCode() {
        return exitCode;
    }

    long done() {
        return done;
    }

    int percent() {
        return offer.bytes() == 0 ? 100 : (int) (done * 100.0 / offer.bytes());
    }

    /** Bytes a second over the last seconds; 0 as long as nothing is known. */
    long rate(long now) {
        if (samples.size() < 2 || now - samples.getLast().at() > WINDOW_MILLIS) {
            return 0;
        }
        long millis = samples.getLast().at() - samples.getFirst().at();
        return millis <= 0 ? 0 : (samples.getLast().done() - samples.getFirst().done()) * 1_000 / millis;
    }

    long millisSince(long now) {
        return now - startedAt;
    }

    /** Bytes that went over in this run of the program. */
    long moved() {
        return offer.bytes() - startedFrom;
    }

    /** Whether another tenth is done since this was asked and answered with yes. */
    boolean isNewTenth() {
        int tenth = percent() / 10;
        boolean isNew = tenth > tenthTold && tenth < 10;
        tenthTold = Math.max(tenth, tenthTold);
        return isNew;
    }
}
