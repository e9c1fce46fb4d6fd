package dev.parley.peer.ui;

import dev.parley.peer.net.Invitation;
import java.util.List;
import java.util.Optional;

/** Where further rooms come from when a person asks for one. Nothing is done before a room is run. */
public interface NewRooms {
    /** A room that is run on a thread and a screen of its own, to its end. */
    @FunctionalInterface
    interface NewRoom {
        /** Gives the exit code. */
        int run(Screen screen) throws Exception;
    }

    /** One with a fresh code. */
    NewRoom open();

    /** The one of that code or link; asks for it if there is none. */
    NewRoom join(Optional<Invitation> invitation);

    /** One from disk, by name or id. */
    NewRoom reopen(String name);

    /** The names that {@link #reopen} takes, as far as they can be told without asking anybody. */
    List<String> saved();
}
