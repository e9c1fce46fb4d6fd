package dev.parley.peer.net;

import java.util.function.LongSupplier;

/**
 * The time, handed in.
 *
 * @param monotonic milliseconds that only pass while the machine is awake
 * @param wall milliseconds that pass while it sleeps too; only their difference to the others counts
 */
public record Clocks(LongSupplier monotonic, LongSupplier wall) {
    long now() {
        return monotonic.getAsLong();
    }

    /** Rises when the machine slept. */
    long lag() {
        return wall.getAsLong() - monotonic.getAsLong();
    }
}
