package dev.parley.peer.faults;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;

/** Messages of one direction, from journal to journal: each that was safe at its sender is safe at its receiver once, in order. */
final class Direction {
    private final String name;
    private final Consumer<String> failures;
    private final AtomicIntegerArray bodies;
    private volatile long said;
    private volatile long taken;
    private volatile long delivered;
    private long shown;

    Direction(String name, int capacity, Consumer<String> failures) {
        this.name = name;
        this.failures = failures;
        this.bodies = new AtomicIntegerArray(capacity + 1);
    }

    /** The last that is safe in the sender's journal. */
    long said() {
        return said;
    }

    /** The last that is safe in the receiver's journal. */
    long taken() {
        return taken;
    }

    long delivered() {
        return delivered;
    }

    void onSaid(long number, byte[] body) {
        if (number != said + 1) {
            failures.accept(name + ": said " + number + " behind " + said);
        }
        bodies.set((int) number, Arrays.hashCode(body));
        said = number;
    }

    void onTaken(long number, byte[] body) {
        if (number <= taken) {
            failures.accept(name + ": DOUBLED or reordered: " + number + " taken behind " + taken);
        } else if (number > taken + 1) {
            failures.accept(name + ": LOST: " + number + " taken behind " + taken);
        } else if (number > said) {
            failures.accept(name + ": " + number + " was sealed before it was safe");
        } else if (bodies.get((int) number) != Arrays.hashCode(body)) {
            failures.accept(name + ": " + number + " is not what was said");
        }
        taken = number;
    }

    /** The sender was told that {@code number} is delivered. */
    void onDelivered(long number) {
        if (number > taken) {
            failures.accept(name + ": " + number + " called delivered, safe only " + taken);
        }
        delivered = Math.max(delivered, number);
    }

    /** The receiver's person sees a text. */
    synchronized void onShown(String text, boolean beforeCrash) {
        long number = Long.parseLong(text.substring(name.length()));
        boolean again = beforeCrash && number <= shown;
        if (!text.startsWith(name) || !again && number != shown + 1) {
            failures.accept(name + ": shown " + text + " behind " + shown);
        }
        shown = Math.max(shown, number);
    }

    synchronized long shown() {
        return shown;
    }
}
