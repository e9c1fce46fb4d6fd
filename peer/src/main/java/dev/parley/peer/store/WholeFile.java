package dev.parley.peer.store;

import dev.parley.peer.store.StoreException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;

/** Files that are read within a bound and replaced as a whole: after a crash there is the old one or the new one, never a mixture. */
final class WholeFile {
    private WholeFile() {}

    /** What is in {@code file}; empty if there is none. Links and other kinds of file are refused, as is more than {@code maxBytes}. */
    static Optional<byte[]> read(Path file, int maxBytes) throws StoreException {
        try {
            if (!isThere(file, maxBytes)) {
                return Optional.empty();
            }
            try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                byte[] bytes = in.readNBytes(maxBytes + 1);
                if (bytes.length > maxBytes) {
                    throw new StoreException(Reason.TOO_LARGE, file);
                }
                return Optional.of(bytes);
            }
        } catch (IOException e) {
            throw StoreException.disk(file, e);
        }
    }

    /** Whether there is a regular file of at most {@code maxBytes}; whatever else is there is refused. */
    static boolean isThere(Path file, long maxBytes) throws StoreException {
        BasicFileAttributes found;
        try {
            found = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw StoreException.disk(file, e);
        }
        if (found.isSymbolicLink()) {
            throw new StoreException(Reason.SYMLINK, file);
        }
        if (!found.isRegularFile()) {
            throw new StoreException(Reason.DAMAGED, file);
        }
        if (found.size() > maxBytes) {
            throw new StoreException(Reason.TOO_LARGE, file);
        }
        return true;
    }

    /** Replaces {@code file}, durably when this returns. */
    static void replace(Path file, byte[] bytes) throws StoreException {
        stage(file, bytes);
        publish(file);
        syncFolder(file);
    }

    /** Writes {@code bytes} durably beside {@code file}; only one writer at a time. */
    static void stage(Path file, byte[] bytes) throws StoreException {
        Path staged = staged(file);
        try {
            Files.deleteIfExists(staged);
            try (FileChannel out = FileChannel.open(
                    staged,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    Access.privateFile(staged))) {
                writeFully(out, ByteBuffer.wrap(bytes));
                out.force(true);
            }
        } catch (IOException e) {
            throw StoreException.disk(file, e);
        }
    }

    /** Puts what was staged in the place of {@code file}; it survives a crash only after {@link #syncFolder}. */
    static void publish(Path file) throws StoreException {
        try {
            Files.move(staged(file), file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw StoreException.disk(file, e);
        }
    }

    /** Makes the names in the folder of {@code file} durable, where a platform lets folders be opened. */
    static void syncFolder(Path file) throws StoreException {
        Path folder = file.toAbsolutePath().getParent();
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw StoreException.disk(file, e);
        }
    }

    static void writeFully(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    private static Path staged(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }
}
