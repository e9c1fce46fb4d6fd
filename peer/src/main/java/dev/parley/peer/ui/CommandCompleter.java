package dev.parley.peer.ui;

import dev.parley.peer.chat.Typed;
import java.util.List;
import java.util.function.Function;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Offers the commands of a room behind a slash, and behind them what they take. */
final class CommandCompleter implements Completer {
    private final Screen.Arguments arguments;
    private final Function<String, List<String>> paths;

    /** @param paths what a begun path may go on to */
    CommandCompleter(Screen.Arguments arguments, Function<String, List<String>> paths) {
        this.arguments = arguments;
        this.paths = paths;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        String typed = line.line();
        if (!typed.startsWith("/") || typed.startsWith("//")) {
            return;
        }
        if (line.wordIndex() == 0) {
            for (Typed.Command command : Typed.Command.values()) {
                candidates.add(new Candidate("/" + command.names().get(0)));
            }
        } else if (Typed.parse(line.line()) instanceof Typed.Do chosen && chosen.command() == Typed.Command.SEND) {
            String begun = line.line().substring(0, line.cursor());
            for (String end : PathWords.complete(begun, line.word().substring(0, line.wordCursor()), paths)) {
                candidates.add(new Candidate(end, end, null, null, null, null, !end.endsWith("/")));
            }
        } else if (line.wordIndex() == 1 && Typed.parse(typed) instanceof Typed.Do chosen) {
            if (chosen.command() == Typed.Command.JOIN) {
                CodeCompleter.complete(chosen.argument(), candidates);
            }
            arguments.of(chosen.command()).forEach(argument -> candidates.add(new Candidate(argument)));
        }
    }
}
