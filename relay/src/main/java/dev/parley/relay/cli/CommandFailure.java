package dev.parley.relay.cli;

/** A command that cannot do what it was asked to: a stable name, a sentence, what to do next, and the exit code. */
final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String advice;
    private final int exitCode;

    CommandFailure(String code, String message, String advice, int exitCode) {
        super(message);
        this.code = code;
        this.advice = advice;
        this.exitCode = exitCode;
    }

    String code() {
        return code;
    }

    String advice() {
        return advice;
    }

    int exitCode() {
        return exitCode;
    }
}
