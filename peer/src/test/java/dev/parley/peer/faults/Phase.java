package dev.parley.peer.faults;

/** Where a connection stands, as far as somebody between can see. */
enum Phase {
    /** Connected, nothing said yet. */
    CONNECTING,
    /** CLAIM or RESUME is under way. */
    SEATING,
    /** A seat, and nobody across. */
    WAITING,
    /** Both are there; HELLO or RESUME-SESSION is under way. */
    FLIGHT_1,
    SHARE,
    CONFIRM,
    /** A session was made in the place of a code, and the private room is not yet in use. */
    MOVING,
    TALKING,
    /** Between REKEY1 and the first frames of the next epoch. */
    REKEY,
    /** RESUME-SESSION was seen, and not yet frames of both directions behind it. */
    RESUMING,
    /** One end was asked to leave. */
    LEAVING
}
