package dev.parley.relay.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The relay folder whose lists a command changes. */
final class ListFolder {
    @Option(
            names = "--dir",
            paramLabel = "FOLDER",
            description = "The relay's folder. Default: $PARLEY_RELAY_DIR, /etc/parley-relay if it is there, "
                    + "else parley-relay in the user's configuration folder.")
    private Path dir;

    /** It need not be there. */
    Path resolve() {
        return RelayFolder.choose(Optional.ofNullable(dir), System.getenv());
    }
}
