package dev.parley.crypto;

/** Whether a secret is checked by the PAKE; the ordinal is the byte on the wire. */
public enum Mode {
    /** No secret: a room by name without passphrase. */
    OPEN,
    /** An invite code or a passphrase. */
    CODE
}
