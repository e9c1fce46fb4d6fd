package dev.parley.crypto;

/** Who made the invite; the ordinal is the byte on the wire. */
public enum Side {
    /** Named rooms: nobody invited. */
    SYMMETRIC,
    /** Made the code; confirms second. */
    OPENER,
    /** Typed the code; confirms first. */
    JOINER;

    /** The only side that may sit across. */
    public Side counterpart() {
        return switch (this) {
            case SYMMETRIC -> SYMMETRIC;
            case OPENER -> JOINER;
            case JOINER -> OPENER;
        };
    }
}
