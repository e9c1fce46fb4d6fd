package dev.parley.peer.ui;

import java.util.List;

/** One line for a screen, of safe text only. */
public record Line(List<Span> spans) {
    /** What a span means; screens decide how it looks, and never by colour alone. */
    public enum Style {
        PLAIN,
        /** Something the program says. */
        NOTE,
        WARNING,
        /** Who speaks: the other end, or we. */
        THEIR_NAME,
        OUR_NAME,
        GOOD,
        /** Dark on bright, whatever the terminal's own colours are. */
        PICTURE
    }

    /** A piece of a line. */
    public record Span(Style style, String text) {}

    public static Line of(Style style, String text) {
        return new Line(List.of(new Span(style, text)));
    }

    public static Line note(String text) {
        return of(Style.NOTE, text);
    }

    public static Line warning(String text) {
        return of(Style.WARNING, text);
    }

    /** In UTF-16 units. */
    int length() {
        return spans.stream().mapToInt(span -> span.text().length()).sum();
    }

    /** The text without its styles. */
    public String plain() {
        StringBuilder out = new StringBuilder();
        spans.forEach(span -> out.append(span.text()));
        return out.toString();
    }
}
