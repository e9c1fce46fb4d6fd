package dev.parley.peer.chat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a typed line means. A line that begins with one slash is a command and is never sent; two slashes send one. Everything else is
 * said as it was typed, to the letter.
 */
public sealed interface Typed {
    /** The commands of a room, with the other names that people try. */
    enum Command {
        HELP("help", "h", "?"),
        VERIFY("verify"),
        STATUS("status", "service"),
        WHO("who", "users"),
        NICK("nick", "name"),
        ME("me"),
        SAVE("save"),
        FORGET("forget"),
        TRUST("trust"),
        SEND("send"),
        ACCEPT("accept"),
        REJECT("reject"),
        CANCEL("cancel"),
        FILES("files"),
        BLOCK("block"),
        UNBLOCK("unblock"),
        LOG("log"),
        ROOMS("rooms"),
        OPEN("open"),
        JOIN("join"),
        REOPEN("reopen"),
        SWITCH("switch", "sw"),
        ALL("all"),
        LEAVE("leave", "part"),
        BELL("bell"),
        TITLE("title"),
        QR("qr"),
        CLEAR("clear"),
        QUIT("quit", "exit", "q");

        private final List<String> names;

        Command(String... names) {
            this.names = List.of(names);
        }

        /** The first is the one in the help. */
        public List<String> names() {
            return names;
        }
    }

    /** Say this. */
    record Say(String text) implements Typed {}

    /** Do this; {@code argument} is what stood behind the name, without the blanks around it. */
    record Do(Command command, String argument) implements Typed {}

    /** No such command; {@code nearest} is what may have been meant. */
    record Unknown(String name, Optional<Command> nearest) implements Typed {}

    /** Nothing was typed. */
    record Nothing() implements Typed {}

    /** What people type who know other chats; only if nothing else stands in the line. */
    Map<String, Command> ELSEWHERE =
            Map.of("<exit chat>", Command.QUIT, "!users", Command.WHO, "!help", Command.HELP, "!quit", Command.QUIT);

    static Typed parse(String line) {
        if (line.isBlank()) {
            return new Nothing();
        }
        Command elsewhere = ELSEWHERE.get(line.strip());
        if (elsewhere != null) {
            return new Do(elsewhere, "");
        }
        if (!line.startsWith("/")) {
            return new Say(line);
        }
        if (line.startsWith("//")) {
            return new Say(line.substring(1));
        }
        String[] parts = line.substring(1).split("\\s+", 2);
        String name = parts[0].toLowerCase(Locale.ROOT);
        String argument = parts.length > 1 ? parts[1].strip() : "";
        return command(name)
                .<Typed>map(command -> new Do(command, argument))
                .orElseGet(() -> new Unknown(name, nearest(name)));
    }

    /** The command of that name, in small letters. */
    static Optional<Command> command(String name) {
        return Arrays.stream(Command.values())
                .filter(command -> command.names().contains(name))
                .findFirst();
    }

    private static Optional<Command> nearest(String name) {
        return Arrays.stream(Command.values())
                .min(Comparator.comparingInt(command -> distance(command, name)))
                .filter(command -> distance(command, name) <= 2);
    }

    private static int distance(Command command, String name) {
        return command.names().stream()
                .filter(known -> known.length() > 1)
                .mapToInt(known -> EditDistance.between(known, name))
                .min()
                .orElse(Integer.MAX_VALUE);
    }
}
