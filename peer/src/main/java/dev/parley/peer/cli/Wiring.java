package dev.parley.peer.cli;

import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.net.Clocks;
import dev.parley.peer.ui.BlockedNames;
import dev.parley.peer.ui.JLineScreen;
import dev.parley.peer.ui.PlainScreen;
import dev.parley.peer.ui.Screen;
import dev.parley.peer.ui.Texts;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** What the commands share of the outside: clock, environment, texts, and the screen that fits where we run. */
final class Wiring {
    private final Map<String, String> environment;
    private final BlockedKeys blocked;
    private final Texts texts = new Texts(Locale.ENGLISH);

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

    Texts texts() {
        return texts;
    }

    Randomness randomness() {
        return Randomness.system();
    }

    LongSupplier clock() {
        return () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    Clocks clocks() {
        return new Clocks(clock(), System::currentTimeMillis);
    }

    /**
     * Whether both standard input and output are a terminal. From Java 22 on this needs {@code -Djdk.console=java.base}, which the
     * launcher gives.
     */
    @SuppressWarnings("SystemConsoleNull")
    static boolean isTerminal() {
        return System.console() != null;
    }

    /** A line editor for a person at a terminal, plain lines for everything else. */
    Screen screen(boolean plain) {
        boolean terminal = isTerminal();
        if (terminal && !plain && !"dumb".equals(environment.get("TERM"))) {
            try {
                boolean colour = environment.getOrDefault("NO_COLOR", "").isEmpty();
                return JLineScreen.system(colour, texts.get("interrupt.hint"), clock());
            } catch (IOException e) {
                // No usable terminal after all: plain lines always work.
            }
        }
        return new PlainScreen(System.in, System.out, System.err, terminal);
    }
}
