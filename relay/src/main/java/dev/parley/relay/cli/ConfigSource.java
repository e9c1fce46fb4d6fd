package dev.parley.relay.cli;

import dev.parley.relay.config.ConfigException;
import dev.parley.relay.config.Key;
import dev.parley.relay.config.Origin;
import dev.parley.relay.config.RelayConfig;
import dev.parley.relay.config.RelayFile;
import dev.parley.relay.config.Settings;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the configuration comes from; it can be read again.
 *
 * @param folder where the relay's files lie
 * @param isFileRead whether {@code relay.json} counts
 * @param environment the process's
 * @param flags those that were given
 */
record ConfigSource(Path folder, boolean isFileRead, Map<String, String> environment, Map<Key, String> flags) {
    /** Default, file, environment, flag: the last one that says something wins. */
    Settings settings() throws ConfigException {
        Settings settings = Settings.defaults();
        if (isFileRead) {
            settings = settings.with(
                    Origin.FILE, RelayFile.read(folder.resolve(RelayFile.NAME)).orElse(Map.of()));
        }
        return settings.withEnvironment(environment).with(Origin.FLAG, flags);
    }

    RelayConfig config() throws ConfigException {
        return RelayConfig.of(folder, settings());
    }
}
