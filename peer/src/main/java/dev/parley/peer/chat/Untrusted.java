package dev.parley.peer.chat;

/**
 * Text that the other end or the relay chose. It cannot be shown as it is: only the screen's sanitiser unwraps it (PROTOCOL.md section
 * 8.4).
 */
public final class Untrusted {
    private final String raw;

    private Untrusted(String raw) {
        this.raw = raw;
    }

    public static Untrusted of(String raw) {
        return new Untrusted(raw);
    }

    /** The text itself: for the sanitiser, for equality in tests, and for what is never shown. */
    public String raw() {
        return raw;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Untrusted that && raw.equals(that.raw);
    }

    @Override
    public int hashCode() {
        return raw.hashCode();
    }

    @Override
    public String toString() {
        return "Untrusted[" + raw.length() + " chars]";
    }
}
