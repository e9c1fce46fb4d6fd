package dev.parley.peer.ui;

import dev.parley.peer.chat.Typed;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Offers the commands of a room behind a slash, and behind them what they take. */
final class CommandCompleter implements Completer {
    private final Screen.Arguments arguments;

    CommandCompleter(Screen.Arguments arguments) {
        this.arguments = arguments;
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
        } else if (line.wordIndex() == 1 && Typed.parse(typed) instanceof Typed.Do chosen) {
            if (chosen.command() == Typed.Command.JOIN) {
                CodeCompleter.complete(chosen.argument(), candidates);
            }
            arguments.of(chosen.command()).forEach(argument -> candidates.add(new Candidate(argument)));
        }
    }
}
