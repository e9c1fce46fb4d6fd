package dev.parley.peer.cli;

import dev.parley.peer.files.Reach;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where received files go: the flag, config.json, the desktop's folder for downloads, the folder we are in. It is never made. */
final class InboxOption {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Where received files go. Default: \"downloads\" of config.json, then your folder for downloads.")
    private String out;

    static Reach reach() {
        return new Reach(Path.of(System.getProperty("user.home")), Path.of("").toAbsolutePath());
    }

    Path folder(Config config, Wiring wiring) throws UsageException {
        Optional<String> chosen = Optional.ofNullable(out).or(() -> config.get("downloads"));
        if (chosen.isEmpty()) {
            return reach().downloads(wiring.environment());
        }
        Optional<Path> path = reach().path(chosen.get());
        if (path.isEmpty() || !Files.isDirectory(path.get()) || !Files.isWritable(path.get())) {
            throw new UsageException((out == null ? "\"downloads\" of config.json" : "--out")
                    + " takes a folder that is there and can be written; make it first");
        }
        return path.get();
    }
}
