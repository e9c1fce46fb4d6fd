package dev.parley.peer.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Brings lines to a terminal in groups, at most forty times a second, on a thread of its own: whatever the other end says how fast, the
 * typing line is drawn again once per group. Who adds lines faster than they can be shown is made to wait.
 */
final class Painter {
    static final int MAX_PENDING_LINES = 1_024;
    private static final int MAX_PENDING_CHARS = 4 << 20;
    private static final int MAX_GROUP = 256;
    private static final long FRAME_MILLIS = 25;

    private final Consumer<List<Line>> paint;
    private final List<Line> pending = new ArrayList<>();
    private final Thread thread;
    private int pendingChars;
    private boolean stale;
    private boolean painting;
    private boolean hurried;
    private boolean closed;

    /** @param paint draws some lines, maybe none, and what stands under them; on the painter's thread */
    Painter(Consumer<List<Line>> paint) {
        this.paint = paint;
        thread = new Thread(this::run, "screen-painter");
        thread.setDaemon(true);
        thread.start();
    }

    /** Shows {@code line} below all that were added before. */
    synchronized void add(Line line) {
        await(() -> !closed && (pending.size() >= MAX_PENDING_LINES || pendingChars >= MAX_PENDING_CHARS));
        pending.add(line);
        pendingChars += line.length();
        notifyAll();
    }

    /** What stands under the lines has changed. */
    synchronized void touch() {
        stale = true;
        notifyAll();
    }

    /** Waits until everything added so far is on the terminal. */
    synchronized void flush() {
        hurried = true;
        notifyAll();
        await(() -> !closed && (painting || stale || !pending.isEmpty()));
    }

    synchronized void close() {
        flush();
        closed = true;
        notifyAll();
    }

    private interface Condition {
        boolean holds();
    }

    /** Waits while the condition holds; an interrupt is for whoever reads, so it is kept for them. */
    private void await(Condition condition) {
        boolean interrupted = false;
        while (condition.holds()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            List<Line> group = next();
            while (group != null) {
                paint.accept(group);
                if (!painted()) {
                    Thread.sleep(FRAME_MILLIS);
                }
                group = next();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether somebody waits for the rest. */
    private synchronized boolean painted() {
        painting = false;
        notifyAll();
        return hurried || closed;
    }

    /** The next group; null at the end. */
    private synchronized List<Line> next() throws InterruptedException {
        while (!closed && !stale && pending.isEmpty()) {
            hurried = false;
            wait();
        }
        if (closed) {
            return null;
        }
        List<Line> some = pending.subList(0, Math.min(MAX_GROUP, pending.size()));
        List<Line> group = List.copyOf(some);
        some.clear();
        group.forEach(line -> pendingChars -= line.length());
        stale = false;
        painting = true;
        notifyAll();
        return group;
    }
}
