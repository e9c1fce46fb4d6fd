package dev.parley.relay.net;

/** What each loop counts. The last two are states, not sums. */
public enum Count {
    /** Envelopes passed on to the other seat. */
    ENVELOPES,
    /** Their bytes, frame headers included. */
    ENVELOPE_BYTES,
    /** Joins that made a room. */
    JOINS_OPENED,
    /** Joins that took a seat in a room that was there. */
    JOINS_JOINED,
    /** Joins that took an own seat back. */
    JOINS_RESUMED,
    /** Joins that got no seat; the refusals say why. */
    JOINS_REFUSED,
    /** TLS handshakes that came to an end. */
    HANDSHAKES,
    /** TLS handshakes that failed. */
    HANDSHAKES_FAILED,
    /** Rooms now. */
    ROOMS,
    /** Seats with a connection now. */
    SEATS
}
