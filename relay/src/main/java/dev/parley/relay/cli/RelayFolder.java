package dev.parley.relay.cli;

import dev.parley.relay.config.ConfigException;
import dev.parley.relay.config.Key;
import dev.parley.relay.config.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/** Where a relay's files lie: named, or {@code /etc/parley-relay} if that is there, or in the user's configuration. */
final class RelayFolder {
    /** The variable that names it. */
    static final String VARIABLE = Key.ENVIRONMENT_PREFIX + "DIR";

    private static final Path SYSTEM = Path.of("/etc/parley-relay");

    private RelayFolder() {}

    static Path choose(Optional<Path> named, Map<String, String> environment) {
        if (named.isPresent()) {
            return named.get();
        }
        String variable = environment.getOrDefault(VARIABLE, "");
        if (!variable.isEmpty()) {
            return Path.of(variable);
        }
        if (Files.isDirectory(SYSTEM)) {
            return SYSTEM;
        }
        String base = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path home = base.isEmpty() ? Path.of(System.getProperty("user.home"), ".config") : Path.of(base);
        return home.resolve("parley-relay");
    }

    /** Makes the folder if it is not there, for this user alone. */
    static void make(Path folder) throws ConfigException {
        try {
            if (!Files.isDirectory(folder)) {
                if (folder.toAbsolutePath().getParent() != null) {
                    Files.createDirectories(folder.toAbsolutePath().getParent());
                }
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException e) {
            throw new ConfigException(
                    Origin.ENVIRONMENT, "cannot make the folder " + folder, "name another one with --dir");
        }
    }
}
