package dev.parley.wire;

/** What PEER says of the other seat; the ordinal is the byte on the wire. */
public enum PeerEvent {
    ARRIVED,
    LOST,
    BACK,
    LEFT
}
