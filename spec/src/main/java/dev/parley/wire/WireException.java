package dev.parley.wire;

/** The other side broke a rule of the relay protocol. Carries no bytes of what was received. */
public final class WireException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What was wrong; vectors name these as {@code expect: refuse <reason>}. */
    public enum Reason {
        /** The length field is zero or beyond the limit of its type. */
        BAD_LENGTH,
        /** The type code is unknown, or is not one that this side may say. */
        UNKNOWN_TYPE,
        /** A field holds a value that the protocol does not name. */
        BAD_FIELD,
        /** A text is not well-formed UTF-8, holds NUL, or is too long. */
        BAD_TEXT
    }

    private final Reason reason;

    public WireException(Reason reason) {
        super(reason.name());
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
