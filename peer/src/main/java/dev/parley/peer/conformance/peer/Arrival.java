package dev.parley.peer.conformance.peer;

import dev.parley.wire.Intent;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.RoomId;
import dev.parley.wire.SeatState;

/**
 * A peer asked for a seat.
 *
 * @param intent as its CLAIM said; EITHER after a RESUME
 */
record Arrival(Link link, RoomId room, Intent intent, int attempt, boolean resumed) {
    /** Gives the seat, with the other end there. */
    void seatFacing(int pairing) {
        link.say(new RelayFrame.Seated(0, SeatState.PRESENT, pairing));
    }

    /** Gives the seat, with nobody there. */
    void seatAlone(int pairing) {
        link.say(new RelayFrame.Seated(0, SeatState.EMPTY, pairing));
    }
}
