package dev.parley.peer.machine;

import dev.parley.peer.net.PeerLoop;
import dev.parley.peer.room.RoomEvent;

/** One room as a program meets it. */
public interface Face {
    /** The invite link, once the relay's key is known; on the loop's thread, before the room says that it waits. */
    void linked(String link);

    /** Takes one event, on the loop's thread; gives what the other side calls itself, safe to show, empty if nobody came. */
    String on(RoomEvent event);

    /** Starts the loop and runs the room to its end. */
    RoomEvent.Closed run(PeerLoop loop) throws InterruptedException;
}
