package dev.parley.peer.room;

/** What is known of who sits at the other end (PROTOCOL.md section 7.1). The order is what lies on disk. */
public enum Trust {
    /** Anybody may be there: an open room whose numbers were not compared. */
    UNVERIFIED,
    /** The code matched, or the numbers were compared. */
    VERIFIED,
    /** The same key as before, never verified. */
    KNOWN,
    /** Another key than before: nothing is sent until the person decides. */
    CHANGED,
    /** The same key, without the secret that the two had in common: nothing is sent until the person decides. */
    CONTINUITY_LOST
}
