package dev.parley.peer.machine;

import dev.parley.peer.files.DiskDesk;
import dev.parley.peer.room.RoomEvent;
import dev.parley.peer.ui.QrPicture;
import dev.parley.peer.ui.Screen;
import dev.parley.peer.ui.Switches;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A screen without a person: a room on it is not shown and typed, but handed to a {@link Face}. */
public interface MachineScreen extends Screen {
    /**
     * What meets the other side.
     *
     * @param room the place or name of the room
     * @param code the invite code, if the room was opened under one
     * @param relay where others find the relay
     * @param desk where files come from and go to
     */
    Face face(String room, Optional<String> code, String relay, DiskDesk desk);

    /** How the run ended; called once, after everything else. */
    void ended(RoomEvent.Closed end);

    @Override
    default boolean isInteractive() {
        return false;
    }

    @Override
    default void onKey(Runnable listener) {}

    @Override
    default void offer(Offer offer) {}

    @Override
    default void interrupt() {}

    @Override
    default void draw(QrPicture picture) {}

    @Override
    default void ring() {}

    @Override
    default void title(String label) {}

    @Override
    default Switches switches() {
        return Switches.unset();
    }

    @Override
    default void onInterrupt(BooleanSupplier listener) {}

    @Override
    default void clear() {}
}
