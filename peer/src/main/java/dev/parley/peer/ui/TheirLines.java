package dev.parley.peer.ui;

import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.ui.Line.Span;
import dev.parley.peer.ui.Line.Style;
import java.util.List;

/** What the other end says, cleaned, and marked as theirs on every line. */
final class TheirLines {
    private final Screen screen;

    TheirLines(Screen screen) {
        this.screen = screen;
    }

    /** Whoever sits there speaks on every line: no text can begin one that looks like another's. */
    void text(String theirName, Untrusted text) {
        String mark = theirName + ": ";
        for (String line : SafeText.lines(text)) {
            screen.show(
                    screen.isInteractive()
                            ? new Line(List.of(new Span(Style.THEIR_NAME, mark), new Span(Style.PLAIN, line)))
                            : Line.of(Style.PLAIN, line));
            mark = " ".repeat(Math.max(0, theirName.length())) + "| ";
        }
    }

    void action(String theirName, Untrusted text) {
        screen.show(new Line(List.of(
                new Span(Style.THEIR_NAME, "* " + theirName), new Span(Style.PLAIN, " " + SafeText.line(text)))));
    }
}
