package dev.parley.peer.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Paths as a person types them, and the folder for what is received. */
public final class Reach {
    /** How many names Tab offers at most. */
    static final int MAX_OFFERED = 500;

    private final Path home;
    private final Path here;

    /** @param here what a path without a beginning begins from */
    public Reach(Path home, Path here) {
        this.home = home;
        this.here = here;
    }

    /** The path that was typed, with {@code ~} for the home folder; empty if no system has such a path. */
    public Optional<Path> path(String typed) {
        try {
            if (typed.equals("~") || typed.startsWith("~/")) {
                return Optional.of(home.resolve(typed.substring(Math.min(2, typed.length()))));
            }
            return Optional.of(here.resolve(typed));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** What {@code typed} may go on to, folders with a slash behind; hidden ones only behind a dot. */
    public List<String> complete(String typed) {
        int slash = typed.lastIndexOf('/');
        String before = typed.equals("~") ? "~/" : typed.substring(0, slash + 1);
        String begun = typed.equals("~") ? "" : typed.substring(slash + 1);
        List<String> offered = new ArrayList<>();
        Optional<Path> folder = path(before);
        if (folder.isEmpty() || !Files.isDirectory(folder.get())) {
            return offered;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder.get())) {
            for (Path path : all) {
                String name = path.getFileName().toString();
                if (name.startsWith(begun) && (begun.startsWith(".") || !name.startsWith("."))) {
                    offered.add(before + name + (Files.isDirectory(path) ? "/" : ""));
                }
                if (offered.size() == MAX_OFFERED) {
                    break;
                }
            }
        } catch (IOException e) {
            return offered;
        }
        Collections.sort(offered);
        return offered;
    }

    /**
     * Where received files go: the desktop's folder for downloads, {@code ~/Downloads}, else where we are. Nothing is made.
     *
     * @param environment of the process
     */
    public Path downloads(Map<String, String> environment) {
        String named = environment.getOrDefault("XDG_DOWNLOAD_DIR", "");
        if (!named.isEmpty()) {
            Optional<Path> path = path(named);
            if (path.isPresent() && Files.isDirectory(path.get())) {
                return path.get();
            }
        }
        Optional<Path> configured = userDirs(environment);
        if (configured.isPresent() && Files.isDirectory(configured.get())) {
            return configured.get();
        }
        Path usual = home.resolve("Downloads");
        return Files.isDirectory(usual) ? usual : here;
    }

    /** The line of user-dirs.dirs: {@code XDG_DOWNLOAD_DIR="$HOME/..."}. */
    private Optional<Path> userDirs(Map<String, String> environment) {
        String base = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path file = (base.isEmpty() ? home.resolve(".config") : Path.of(base)).resolve("user-dirs.dirs");
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith("XDG_DOWNLOAD_DIR=\"") && line.endsWith("\"")) {
                    String value = line.substring("XDG_DOWNLOAD_DIR=\"".length(), line.length() - 1);
                    return path(value.startsWith("$HOME/") ? "~" + value.substring("$HOME".length()) : value);
                }
            }
        } catch (IOException e) {
            // Most machines have none.
        }
        return Optional.empty();
    }
}
