package dev.parley.wire;

/** What a CLAIM expects of its room; the ordinal is the byte on the wire. */
public enum Intent {
    /** Take a free seat, making the room where there is none. */
    EITHER,
    /** Make the room; refused where it exists. */
    OPEN,
    /** Take the second seat; refused where not exactly one is taken. */
    JOIN
}
