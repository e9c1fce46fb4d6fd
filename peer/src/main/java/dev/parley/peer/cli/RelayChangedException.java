package dev.parley.peer.cli;

/** The key that a relay should have by one word is not the one it has by another. */
final class RelayChangedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param text in the three parts of every error */
    RelayChangedException(String text) {
        super(text);
    }
}
