package dev.parley.peer.cli;

import dev.parley.peer.room.RoomEvent;
import dev.parley.peer.store.StoreException;
import dev.parley.peer.store.Tries;
import dev.parley.peer.ui.Line;
import dev.parley.peer.ui.Screen;
import dev.parley.peer.ui.Texts;
import dev.parley.wire.RoomId;
import java.util.function.LongSupplier;

/**
 * Wrong passphrases of one named room, counted over all runs: after three a person must ask for the next try, and there is at most one in
 * thirty seconds (PROTOCOL.md section 4.3).
 */
final class PassphraseTries {
    private static final int FREE = 3;
    private static final long PAUSE_MILLIS = 30_000;

    private final Tries tries;
    private final byte[] room;
    private final LongSupplier wallClock;

    PassphraseTries(Tries tries, RoomId room, LongSupplier wallClock) {
        this.tries = tries;
        this.room = room.toByteArray();
        this.wallClock = wallClock;
    }

    /** After three wrong passphrases a person presses a key before the next is tried; a script is told to wait. */
    boolean mayTry(Screen screen, Texts texts) throws InterruptedException, StateException {
        long wait = (pauseMillis() + 999) / 1_000;
        if (isSpent()
                && screen.isInteractive()
                && screen.ask(texts.get("passphrase.spent", wait), false).isEmpty()) {
            return false;
        }
        if (wait > 0) {
            screen.tell(Line.note(texts.get("passphrase.wait", wait)));
        }
        return true;
    }

    /** Whether a person must ask for the next try. */
    boolean isSpent() throws StateException {
        try {
            return tries.failures(room) >= FREE;
        } catch (StoreException e) {
            throw new StateException(e);
        }
    }

    /** How long the next try must wait. */
    long pauseMillis() throws StateException {
        try {
            long last = tries.lastFailure(room).orElse(Long.MIN_VALUE / 2);
            return Math.min(PAUSE_MILLIS, Math.max(0, last + PAUSE_MILLIS - wallClock.getAsLong()));
        } catch (StoreException e) {
            throw new StateException(e);
        }
    }

    /** Counts what happens in the room. A count that cannot be written now is one too few: the room's own pauses still hold. */
    void on(RoomEvent event) {
        try {
            if (event instanceof RoomEvent.PassphraseFailed) {
                tries.record(room, wallClock.getAsLong());
            } else if (event instanceof RoomEvent.Joined) {
                tries.clear(room);
            }
        } catch (StoreException e) {
            // The disk says no; the room says so itself as soon as it has something to write.
        }
    }
}
