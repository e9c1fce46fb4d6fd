package dev.parley.peer.cli;

import dev.parley.crypto.Identity;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.machine.JsonLines;
import dev.parley.peer.net.Clocks;
import dev.parley.peer.ui.BlockedNames;
import dev.parley.peer.ui.JLineScreen;
import dev.parley.peer.ui.Look;
import dev.parley.peer.ui.PlainScreen;
import dev.parley.peer.ui.Screen;
import dev.parley.peer.ui.Switches;
import dev.parley.peer.ui.Texts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/** What the commands share of the outside: clock, environment, texts, and the screen that fits where we run. */
final class Wiring {
    private final Map<String, String> environment;
    private final BlockedKeys blocked;
    private Optional<Texts> texts = Optional.empty();
    private Optional<Path> inbox = Optional.empty();

    private final AtomicReference<CompletableFuture<Identity>> prepared = new AtomicReference<>();

    Wiring(Map<String, String> environment) {
        this.environment = environment;
        this.blocked = new BlockedKeys(environment);
    }

    /** The block list that all rooms of this program share. */
    BlockedKeys blocked() {
        return blocked;
    }

    /** The names that config.json blocks. */
    BlockedNames blockedNames() {
        try {
            return new BlockedNames(Config.read(Config.defaultFile(environment))
                    .get(Config.BLOCKED_NAMES)
                    .map(names -> List.of(names.split(",")))
                    .orElse(List.of()));
        } catch (ConfigException e) {
            // Whoever needs the configuration says what is wrong with it.
            return new BlockedNames(List.of());
        }
    }

    Map<String, String> environment() {
        return environment;
    }

    /** In the language of {@link #speak}, else that of config.json, else that of the environment. */
    Texts texts() {
        if (texts.isEmpty()) {
            speak(configured().orElseGet(() -> Texts.locale(environment)));
        }
        return texts.get();
    }

    /** The language from now on. */
    void speak(Locale language) {
        texts = Optional.of(new Texts(language));
    }

    private Optional<Locale> configured() {
        try {
            return Config.read(Config.defaultFile(environment)).get("lang").flatMap(Texts::named);
        } catch (ConfigException e) {
            // Whoever needs the configuration says what is wrong with it.
            return Optional.empty();
        }
    }

    Randomness randomness() {
        return Randomness.system();
    }

    /** Begins to make a key pair: a tenth of a second of work for which nobody has to wait. */
    void prepareIdentity() {
        prepared.set(freshIdentity());
    }

    /** A key pair of its own for each caller, under way. */
    CompletableFuture<Identity> identity() {
        CompletableFuture<Identity> early = prepared.getAndSet(null);
        return early == null ? freshIdentity() : early;
    }

    private static CompletableFuture<Identity> freshIdentity() {
        return CompletableFuture.supplyAsync(() -> Identity.generate(Randomness.system()));
    }

    /** Received files go there from now on. */
    void receivesInto(Path folder) {
        inbox = Optional.of(folder);
    }

    /** Where received files go. */
    Path inbox() {
        return inbox.orElseGet(() -> InboxOption.reach().downloads(environment));
    }

    LongSupplier clock() {
        return () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    Clocks clocks() {
        return new Clocks(clock(), System::currentTimeMillis);
    }

    /** Events for a program on standard output. */
    JsonLines jsonLines() {
        return new JsonLines(System.out, System::currentTimeMillis);
    }

    /**
     * Whether both standard input and output are a terminal. From Java 22 on this needs {@code -Djdk.console=java.base}, which the
     * launcher gives.
     */
    @SuppressWarnings("SystemConsoleNull")
    static boolean isTerminal() {
        return System.console() != null;
    }

    /** For questions before there is a room. */
    Screen screen(boolean plain) {
        return screen(plain, "auto", Switches.unset());
    }

    /**
     * A line editor for a person at a terminal, plain lines for everything else.
     *
     * @param colour {@code always}, {@code never} or {@code auto}
     */
    Screen screen(boolean plain, String colour, Switches switches) {
        boolean terminal = isTerminal();
        if (terminal && !plain && !"dumb".equals(environment.get("TERM"))) {
            try {
                return JLineScreen.system(Look.of(environment, colour, switches), texts(), clock());
            } catch (IOException e) {
                // No usable terminal after all: plain lines always work.
            }
        }
        PlainScreen screen = new PlainScreen(System.in, System.out, System.err, terminal, switches);
        if (terminal) {
            screen.takeInterrupts(texts().get("interrupt.hint"), clock());
        }
        return screen;
    }
}
