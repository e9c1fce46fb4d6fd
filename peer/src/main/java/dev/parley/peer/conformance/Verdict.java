package dev.parley.peer.conformance;

/**
 * The word on one scenario.
 *
 * @param section of PROTOCOL.md
 * @param why what was broken, or why it was left out; empty if it held
 */
public record Verdict(String section, String name, Result result, String why) {
    /** How one scenario went. */
    public enum Result {
        HELD,
        BROKEN,
        /** It could not be played here. */
        LEFT_OUT
    }
}
