package dev.parley.relay.config;

import dev.parley.wire.Utf8;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** Text files that are read within a bound and replaced as a whole, for their owner only. */
final class WholeFile {
    private WholeFile() {}

    /** The text of {@code file}; empty if there is none. */
    static Optional<String> read(Path file, int maxBytes) throws ListException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new ListException(file, "it is larger than " + maxBytes + " bytes");
            }
            return Optional.of(Utf8.decode(bytes)
                    .orElseThrow(() -> new ListException(file, "it is not UTF-8, or holds a zero byte")));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new ListException(file, "it cannot be read: " + said(e));
        }
    }

    /** Replaces {@code file}, durably when this returns; it belongs to whom its folder belongs to. */
    static void replace(Path file, String text) throws ListException {
        Path fresh = null;
        try {
            Path folder = file.toAbsolutePath().getParent();
            boolean posix = makeFolder(folder);
            fresh = Files.createTempFile(folder, "." + file.getFileName(), ".new", mode(posix, "rw-------"));
            try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
                out.getFD().sync();
            }
            if (posix && !Files.getOwner(fresh).equals(Files.getOwner(folder))) {
                // An administrator adds a token; the relay, which runs as somebody else, must be able to read it.
                Files.setOwner(fresh, Files.getOwner(folder));
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            discard(fresh);
            throw new ListException(file, "it cannot be written: " + said(e));
        }
    }

    /** Makes a folder for its owner only, unless it is there; whether it has permissions. */
    static boolean makeFolder(Path folder) throws IOException {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        Files.createDirectories(folder, mode(posix, "rwx------"));
        return posix;
    }

    private static void discard(Path fresh) {
        try {
            if (fresh != null) {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            // The first problem is the one to tell.
        }
    }

    private static FileAttribute<?>[] mode(boolean posix, String permissions) {
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    static String said(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage();
    }
}
