package dev.parley.peer.cli;

/** The words of the command line do not work together. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
