package dev.parley.peer.room;

/** What is true of one own line. */
public enum MessageState {
    /** Not yet on its way: nobody is there, or the line is busy. */
    WAITING,
    /** Sealed and handed to the connection. */
    SENT,
    /** The other end has acknowledged it, inside the encryption. */
    DELIVERED,
    /** It was given up, and nobody ever acknowledged it. */
    NOT_DELIVERED
}
