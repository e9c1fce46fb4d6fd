package dev.parley.wire;

/** What SEATED says of the other seat; the ordinal is the byte on the wire. */
public enum SeatState {
    EMPTY,
    PRESENT,
    /** Kept for a peer whose connection was lost. */
    HELD
}
