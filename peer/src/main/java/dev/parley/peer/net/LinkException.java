package dev.parley.peer.net;

/** An invite link is not one. */
public final class LinkException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Which part is wrong; looked at in this order. */
    public enum Reason {
        BAD_PIN,
        BAD_CODE,
        BAD_RELAY
    }

    private final Reason reason;

    LinkException(Reason reason) {
        super(reason.name());
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
