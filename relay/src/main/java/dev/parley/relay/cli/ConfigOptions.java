package dev.parley.relay.cli;

import dev.parley.relay.config.ConfigException;
import dev.parley.relay.config.Key;
import dev.parley.relay.config.Origin;
import dev.parley.relay.config.Settings;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of every command that reads the configuration. The keys themselves are added by {@link KeyOptions}. */
final class ConfigOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--dir",
            paramLabel = "FOLDER",
            description = "The relay's folder. Default: $PARLEY_RELAY_DIR, /etc/parley-relay if it is there, "
                    + "else parley-relay in the user's configuration folder.")
    private Path dir;

    @Option(names = "--no-file", description = "Do not read relay.json.")
    private boolean noFile;

    ConfigSource source() throws ConfigException {
        return source(System.getenv());
    }

    private ConfigSource source(Map<String, String> environment) throws ConfigException {
        if (dir != null && !Files.isDirectory(dir)) {
            throw new ConfigException(
                    Origin.FLAG, "--dir names no folder: " + dir, "parley-relay init --dir " + dir + " makes it");
        }
        String named = environment.getOrDefault(RelayFolder.VARIABLE, "");
        if (dir == null && !named.isEmpty() && !Files.isDirectory(Path.of(named))) {
            // A mistyped folder is not one without lists of who is let in.
            throw new ConfigException(
                    Origin.ENVIRONMENT,
                    RelayFolder.VARIABLE + " names no folder: " + named,
                    "parley-relay init --dir " + named + " makes it");
        }
        return new ConfigSource(folder(environment), !noFile, environment, flags());
    }

    /** The relay's folder, whether or not it is there. */
    Path folder(Map<String, String> environment) {
        return RelayFolder.choose(Optional.ofNullable(dir), environment);
    }

    Map<Key, String> flags() {
        return KeyOptions.given(command.commandLine().getParseResult());
    }

    PrintWriter out() {
        return command.commandLine().getOut();
    }

    /** Prints each value with where it comes from. */
    void show(Settings settings) {
        for (Key key : Key.values()) {
            String text = settings.text(key);
            out().printf(
                            "%-26s %-24s (%s)%n",
                            key.json(),
                            text.isEmpty() ? "-" : text,
                            settings.origin(key).word());
        }
        out().flush();
    }
}
