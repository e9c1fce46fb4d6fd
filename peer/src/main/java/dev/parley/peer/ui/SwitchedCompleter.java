package dev.parley.peer.ui;

import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** A completer whose offers depend on what is being asked. */
final class SwitchedCompleter implements Completer {
    private volatile Completer current = (reader, line, candidates) -> {};

    void use(Completer next) {
        current = next;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        current.complete(reader, line, candidates);
    }
}
