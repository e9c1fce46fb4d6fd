package dev.parley.relay.config;

/** A configuration that cannot be used: a sentence for the operator, and what to do next. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String advice;
    private final Origin origin;

    public ConfigException(Origin origin, String message, String advice) {
        super(message);
        this.origin = origin;
        this.advice = advice;
    }

    /** What to do next, in one line. */
    public String advice() {
        return advice;
    }

    /** Who said it: a flag is a matter of usage, the rest of configuration. */
    public Origin origin() {
        return origin;
    }
}
