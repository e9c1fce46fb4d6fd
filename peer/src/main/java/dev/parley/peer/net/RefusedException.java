package dev.parley.peer.net;

import dev.parley.peer.room.Outcome;
import java.io.IOException;

/** We will not speak to what answered. */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Outcome why;

    RefusedException(Outcome why) {
        super(why.code());
        this.why = why;
    }

    Outcome why() {
        return why;
    }
}
