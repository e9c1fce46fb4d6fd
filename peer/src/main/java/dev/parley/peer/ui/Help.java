package dev.parley.peer.ui;

import dev.parley.peer.chat.Typed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@code /help} says. The text of a command is {@code help.NAME}: its first line is usage, two blanks, and what it does. */
final class Help {
    /** Besides the commands. */
    static final List<String> TOPICS = List.of("trust", "files", "rooms", "keys", "privacy");

    private static final int USAGE_COLUMNS = 22;

    private final Texts texts;

    Help(Texts texts) {
        this.texts = texts;
    }

    /** About a command or topic, with or without its slash; about all commands if it is empty. Empty if there is no such thing. */
    Optional<List<String>> about(String topic) {
        String name = topic.strip().toLowerCase(Locale.ROOT).replaceFirst("^/", "");
        if (name.isEmpty()) {
            return Optional.of(overview());
        }
        return Typed.command(name)
                .map(command -> command.names().get(0))
                .or(() -> TOPICS.stream().filter(name::equals).findFirst())
                .map(known -> texts.get("help." + known).lines().toList());
    }

    private List<String> overview() {
        List<String> lines = new ArrayList<>();
        Arrays.stream(Typed.Command.values()).map(this::usage).forEach(lines::add);
        texts.get("help").lines().map(Help::aligned).forEach(lines::add);
        lines.add(texts.get("help.topics", String.join(", ", TOPICS)));
        return lines;
    }

    private String usage(Typed.Command command) {
        return aligned(
                texts.get("help." + command.names().get(0)).lines().findFirst().orElse(""));
    }

    private static String aligned(String line) {
        int gap = line.indexOf("  ");
        String usage = gap < 0 ? line : line.substring(0, gap);
        String does = gap < 0 ? "" : line.substring(gap).strip();
        return (usage + " ".repeat(Math.max(2, USAGE_COLUMNS - usage.length())) + does).stripTrailing();
    }
}
