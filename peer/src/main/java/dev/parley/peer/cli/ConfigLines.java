package dev.parley.peer.cli;

import dev.parley.peer.store.LockedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A file of lines beside {@code config.json}, its owner's alone, replaced as a whole. No secret is in it, but nobody else may change it. */
final class ConfigLines {
    private static final int MAX_BYTES = 256 << 10;

    private final Path file;

    ConfigLines(Map<String, String> environment, String name) {
        this.file = Config.defaultFile(environment).resolveSibling(name);
    }

    /** All lines; none if there is no file. */
    List<String> read() throws ConfigException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try {
            checkAccess();
            return Files.readString(file).lines().toList();
        } catch (IOException e) {
            throw new ConfigException(file, "it cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private void checkAccess() throws IOException, ConfigException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new ConfigException(file, "it is no plain file");
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new ConfigException(file, "it is larger than 256 KiB");
        }
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Set<PosixFilePermission> all = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
            if (all.contains(PosixFilePermission.GROUP_WRITE) || all.contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new ConfigException(file, "other users can change it");
            }
        }
    }

    /** What is read and written without anybody in between. */
    interface Change<T> {
        T run() throws ConfigException, IOException;
    }

    /**
     * Keeps other windows and other programs of ours from changing any such file meanwhile. Not re-entrant.
     *
     * @throws IOException if nobody can be kept out, since the folder cannot be written to
     */
    <T> T alone(Change<T> change) throws ConfigException, IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        // A lock belongs to the whole process, so its threads need one of their own.
        synchronized (ConfigLines.class) {
            LockedFile lock = LockedFile.take(folder.resolve(".lock"));
            try (lock) {
                return change.run();
            }
        }
    }

    /** What to throw if line {@code number}, counted from 1, is not as it should be. */
    ConfigException bad(int number, String what) {
        return new ConfigException(file, "line " + number + " " + what);
    }

    void write(List<String> lines) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        // A temporary file is its owner's alone from the start.
        Path fresh = Files.createTempFile(folder, file.getFileName().toString(), ".new");
        try {
            Files.writeString(
                    fresh,
                    String.join("", lines.stream().map(line -> line + "\n").toList()));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
