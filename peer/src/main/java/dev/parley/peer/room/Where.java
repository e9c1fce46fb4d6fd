package dev.parley.peer.room;

/** Which of the relay's rooms a connection is for: each has its own. */
public enum Where {
    /** The place of an invite code, left for good once both ends have met. */
    PLACE,
    /** The room that the two stay in: a private one, or one by name. */
    ROOM
}
