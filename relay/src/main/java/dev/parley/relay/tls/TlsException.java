package dev.parley.relay.tls;

/** A certificate or key that cannot be used; the message is a sentence for the operator, without content of the files. */
public final class TlsException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String advice;

    TlsException(String message, String advice) {
        super(message);
        this.advice = advice;
    }

    /** What to do next, in one line. */
    public String advice() {
        return advice;
    }
}
