package dev.parley.peer.conformance.peer;

/** The peer did what it must not, or did not do what it must. */
final class BrokenRule extends Exception {
    private static final long serialVersionUID = 1L;

    private final String section;

    /** @param section of PROTOCOL.md that says so */
    BrokenRule(String section, String message) {
        super(message);
        this.section = section;
    }

    String section() {
        return section;
    }
}
