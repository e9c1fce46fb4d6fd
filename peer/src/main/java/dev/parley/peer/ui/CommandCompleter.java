package dev.parley.peer.ui;

import dev.parley.peer.chat.Typed;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Offers the commands of a room behind a slash. */
final class CommandCompleter implements Completer {
    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        if (line.wordIndex() == 0 && line.line().startsWith("/") && !line.line().startsWith("//")) {
            for (Typed.Command command : Typed.Command.values()) {
                candidates.add(new Candidate("/" + command.names().get(0)));
            }
        }
    }
}
