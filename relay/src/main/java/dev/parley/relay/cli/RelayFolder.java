package dev.parley.relay.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a relay keeps its configuration, key and lists: {@code --dir}, else {@code PARLEY_RELAY_DIR}, else the customary place. */
final class RelayFolder {
    private static final Path SYSTEM = Path.of("/etc/parley-relay");

    private final Map<String, String> environment = System.getenv();

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "The relay's folder. Default: PARLEY_RELAY_DIR, then /etc/parley-relay if it is there, "
                    + "then parley-relay under XDG_CONFIG_HOME or ~/.config.")
    private Path dir;

    /** The folder that was named; empty if none was. */
    Optional<Path> given() {
        return Optional.ofNullable(dir).or(() -> fromEnvironment("PARLEY_RELAY_DIR"));
    }

    /** The folder that was named, else the customary one. It need not be there. */
    Path resolve() {
        return given().orElseGet(() -> Files.isDirectory(SYSTEM)
                ? SYSTEM
                : fromEnvironment("XDG_CONFIG_HOME")
                        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".config"))
                        .resolve("parley-relay"));
    }

    private Optional<Path> fromEnvironment(String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }
}
