package dev.parley.peer.room;

import dev.parley.crypto.primitive.Randomness;
import java.nio.ByteBuffer;

/**
 * How we number our arrivals at one of the relay's rooms (PROTOCOL.md section 3.4): an instance drawn once, and attempts that rise through
 * all runs of the program, so that what a run before has left under way never displaces the one after.
 *
 * @param run counts the runs that went on with this room
 */
record Arrivals(int instance, int run) {
    private static final int ATTEMPT_BITS = 16;

    static Arrivals fresh(Randomness randomness) {
        return new Arrivals(ByteBuffer.wrap(randomness.bytes(4)).getInt(), 0);
    }

    Arrivals nextRun() {
        return new Arrivals(instance, run + 1);
    }

    /** The attempt before the first of this run. */
    int before() {
        return run << ATTEMPT_BITS;
    }
}
