package dev.parley.peer.cli;

import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.ui.NickRule;
import dev.parley.peer.ui.Screen;
import dev.parley.peer.ui.Texts;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What every command that meets somebody takes. A flag wins over the environment, that over config.json, that over the built-in. */
final class CommonOptions {
    @Option(
            names = "--name",
            paramLabel = "NICK",
            description = "What the other side calls you. Default: config.json, then your login.")
    private String name;

    @Option(
            names = "--ephemeral",
            description = "Write nothing to disk: a crash loses the room and what is not delivered.")
    boolean ephemeral;

    @Option(names = "--save", paramLabel = "NAME", description = "Keep the room under this name, as /save does.")
    private String save;

    @Option(names = "--plain", description = "Plain lines, nothing redrawn: for screen readers and simple terminals.")
    boolean plain;

    @Option(
            names = "--lang",
            paramLabel = "en|pt_BR",
            description = "The language. Default: config.json, then the environment.")
    private String language;

    @Option(names = "--debug", description = "Show a stack trace if something breaks inside.")
    boolean debug;

    /** The screen that fits where we run and what was asked for. */
    Screen screen(Wiring wiring) throws UsageException {
        if (language != null) {
            wiring.speak(Texts.named(language)
                    .orElseThrow(
                            () -> new UsageException("--lang takes one of " + String.join(", ", Texts.LANGUAGES))));
        }
        return wiring.screen(plain);
    }

    /** Where rooms are kept; empty with --ephemeral. */
    Optional<SavedRooms> rooms(Wiring wiring) throws StateException {
        return ephemeral ? Optional.empty() : Optional.of(SavedRooms.open(wiring.environment(), Randomness.system()));
    }

    /** The name of --save, if it can be taken. */
    Optional<String> saveAs(Optional<SavedRooms> rooms) throws UsageException {
        if (save == null) {
            return Optional.empty();
        }
        Optional<String> problem = rooms.isEmpty()
                ? Optional.of("--save and --ephemeral do not go together")
                : rooms.get().nameProblem(save, "").map(what -> "--save: " + what);
        if (problem.isPresent()) {
            throw new UsageException(problem.get());
        }
        return Optional.of(save);
    }

    Optional<String> nameGiven() throws UsageException {
        requireName();
        return Optional.ofNullable(name);
    }

    private void requireName() throws UsageException {
        if (name != null && NickRule.problem(name).isPresent()) {
            throw new UsageException(
                    "--name takes up to 32 visible characters of one alphabet, and none of the program's own names");
        }
    }

    String name(Config config) throws UsageException {
        requireName();
        String chosen =
                Optional.ofNullable(name).or(() -> config.get("name")).orElse(System.getProperty("user.name", "me"));
        return NickRule.problem(chosen).isPresent() ? "guest" : chosen;
    }
}
