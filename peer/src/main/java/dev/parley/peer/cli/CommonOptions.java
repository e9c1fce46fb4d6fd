package dev.parley.peer.cli;

import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.machine.JsonScreen;
import dev.parley.peer.machine.PipeScreen;
import dev.parley.peer.ui.NickRule;
import dev.parley.peer.ui.ProgressScreen;
import dev.parley.peer.ui.Screen;
import java.util.Optional;
import picocli.CommandLine.Mixin;
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
    private boolean plain;

    @Mixin
    private final LookOptions look = new LookOptions();

    @Option(
            names = "--json",
            description =
                    "For programs: events as JSON lines on standard output, commands as JSON lines on standard input.")
    private boolean json;

    private boolean pipes;

    @Option(names = "--debug", description = "Show a stack trace if something breaks inside.")
    boolean debug;

    /** For {@code parley pipe}: bytes instead of a person, and nothing on disk. */
    void asPipe() {
        pipes = true;
    }

    /** The screen that fits where we run and what was asked for; for a program, what stands in its place. */
    Screen screen(Wiring wiring) throws UsageException, ConfigException {
        if (pipes) {
            return new PipeScreen(System.in, System.out, System.err, wiring.texts());
        }
        if (json) {
            return new JsonScreen(System.in, wiring.jsonLines());
        }
        Screen screen = look.screen(wiring, plain, ephemeral);
        look.teach(wiring, screen, ephemeral);
        return screen;
    }

    /** For a question before there is a room. */
    Screen questionScreen(Wiring wiring) throws UsageException {
        look.speak(wiring);
        return wiring.screen(plain);
    }

    /** For one errand: everything on standard error, with a line of progress that is drawn again where a terminal can. */
    Screen progressScreen(Wiring wiring) throws UsageException {
        look.speak(wiring);
        boolean terminal = Wiring.isTerminal();
        return new ProgressScreen(
                System.in,
                System.err,
                terminal,
                terminal && !plain && !"dumb".equals(wiring.environment().get("TERM")));
    }

    /** Where rooms are kept; empty with --ephemeral. */
    Optional<SavedRooms> rooms(Wiring wiring) throws StateException {
        return ephemeral || pipes
                ? Optional.empty()
                : Optional.of(SavedRooms.open(wiring.environment(), Randomness.system()));
    }

    /** The name of --save, if it can be taken. */
    Optional<String> saveAs(Optional<SavedRooms> rooms) throws UsageException {
        if (save == null) {
            return Optional.empty();
        }
        Optional<String> problem = rooms.isEmpty()
                ? Optional.of(pipes ? "a pipe is not kept" : "--save and --ephemeral do not go together")
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
