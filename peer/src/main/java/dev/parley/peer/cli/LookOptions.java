package dev.parley.peer.cli;

import dev.parley.peer.ui.Line;
import dev.parley.peer.ui.Screen;
import dev.parley.peer.ui.Switches;
import dev.parley.peer.ui.Texts;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;

/** How the screen looks and what it says first. A flag wins over config.json, that over the environment. */
final class LookOptions {
    @Option(
            names = "--lang",
            paramLabel = "en|pt_BR",
            description = "The language. Default: config.json, then the environment.")
    private String language;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "always, never or auto; auto heeds NO_COLOR, CLICOLOR and CLICOLOR_FORCE.")
    private String colour;

    @Option(names = "--qr", negatable = true, description = "Show the invite as a QR code too, or no QR codes at all.")
    private Boolean qr;

    @Option(names = "--no-title", description = "Leave the title of the window alone.")
    private boolean noTitle;

    /** Everything that is said from now on is said in the language that was asked for. */
    void speak(Wiring wiring) throws UsageException {
        if (language != null) {
            wiring.speak(Texts.named(language)
                    .orElseThrow(
                            () -> new UsageException("--lang takes one of " + String.join(", ", Texts.LANGUAGES))));
        }
    }

    Screen screen(Wiring wiring, boolean plain, boolean ephemeral) throws UsageException, ConfigException {
        speak(wiring);
        if (!Set.of("always", "never", "auto").contains(colour)) {
            throw new UsageException("--color takes always, never or auto");
        }
        return wiring.screen(plain, colour, switches(wiring, ephemeral));
    }

    private Switches switches(Wiring wiring, boolean ephemeral) throws ConfigException {
        Config config = Config.read(Config.defaultFile(wiring.environment()));
        Map<Switches.Name, Boolean> before = new EnumMap<>(Switches.Name.class);
        for (Switches.Name name : Switches.Name.values()) {
            config.get(key(name)).ifPresent(value -> before.put(name, value.equals("on")));
        }
        if (qr != null) {
            before.put(Switches.Name.QR, qr);
        }
        if (noTitle) {
            before.put(Switches.Name.TITLE, false);
        }
        return new Switches(before, (name, on) -> {
            if (!ephemeral) {
                remember(wiring, key(name), on ? "on" : "off");
            }
        });
    }

    private static String key(Switches.Name name) {
        return name.name().toLowerCase(Locale.ROOT);
    }

    /** Three lines for a person who is here for the first time. */
    void teach(Wiring wiring, Screen screen, boolean ephemeral) throws ConfigException {
        Config config = Config.read(Config.defaultFile(wiring.environment()));
        if (screen.isInteractive() && config.get("taught").isEmpty()) {
            wiring.texts().get("teach").lines().forEach(line -> screen.tell(Line.note(line)));
            if (!ephemeral) {
                remember(wiring, "taught", "yes");
            }
        }
    }

    /** Read again, because another room or window may have written since. */
    private static void remember(Wiring wiring, String key, String value) {
        try {
            Config.read(Config.defaultFile(wiring.environment())).remember(key, value);
        } catch (ConfigException e) {
            // Somebody is editing it: then it is theirs.
        }
    }
}
