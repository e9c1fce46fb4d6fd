package dev.parley.peer.ui;

import dev.parley.peer.chat.Typed;
import java.util.List;
import java.util.function.Function;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Offers the commands of a room behind a slash. */
final class CommandCompleter implements Completer {
    private final Function<String, List<String>> paths;

    /** @param paths what a begun path may go on to */
    CommandCompleter(Function<String, List<String>> paths) {
        this.paths = paths;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        if (line.wordIndex() == 0 && line.line().startsWith("/") && !line.line().startsWith("//")) {
            for (Typed.Command command : Typed.Command.values()) {
                candidates.add(new Candidate("/" + command.names().get(0)));
            }
        } else if (Typed.parse(line.line()) instanceof Typed.Do chosen && chosen.command() == Typed.Command.SEND) {
            String begun = line.line().substring(0, line.cursor());
            for (String end : PathWords.complete(begun, line.word().substring(0, line.wordCursor()), paths)) {
                candidates.add(new Candidate(end, end, null, null, null, null, !end.endsWith("/")));
            }
        }
    }
}
