package dev.parley.peer.room;

/** What is known of who sits at the other end (PROTOCOL.md section 7.1). */
public enum Trust {
    /** Anybody may be there: an open room whose numbers were not compared. */
    UNVERIFIED,
    /** The code matched, or the numbers were compared. */
    VERIFIED
}
