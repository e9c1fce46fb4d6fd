package dev.parley.peer.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A folder that was opened once: whatever is done in it is done in that folder, even if a path that led there leads elsewhere by now.
 *
 * <p>Java has no linkat and no mkdirat, so on Linux names are looked up behind the folder's open descriptor, {@code /proc/self/fd/N/}.
 * Where there is no such thing the folder's real path stands for it, and only the last component is kept from being followed. Names are
 * single components, and no link behind one is ever followed.
 */
final class Folder implements AutoCloseable {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int MAX_TRIES = 16;

    private final DirectoryStream<Path> open;
    private final Path anchor;
    private final Path real;

    private Folder(DirectoryStream<Path> open, Path anchor, Path real) {
        this.open = open;
        this.anchor = anchor;
        this.real = real;
    }

    /** The folder that {@code path} leads to now, over links too: it is our own person's choice. */
    @SuppressWarnings("StreamResourceLeak") // The stream is what keeps the folder open.
    static Folder open(Path path) throws IOException {
        Path real = path.toRealPath();
        if (!Files.isDirectory(real)) {
            throw new NotDirectoryException(path.toString());
        }
        return anchored(() -> Files.newDirectoryStream(real), real);
    }

    /** The folder {@code name} in this one, made 0700 if it is not there. */
    Folder enter(String name) throws IOException {
        try {
            Files.createDirectory(at(name), mode("rwx------"));
        } catch (FileAlreadyExistsException e) {
            // Whatever is there is only entered if it is a folder.
        }
        if (!attributes(name).map(BasicFileAttributes::isDirectory).orElse(false)) {
            throw new NotDirectoryException(name);
        }
        return anchored(() -> descend(name), real.resolve(name));
    }

    @SuppressWarnings("StreamResourceLeak") // As above.
    private DirectoryStream<Path> descend(String name) throws IOException {
        return open instanceof SecureDirectoryStream<Path> secure
                ? secure.newDirectoryStream(at(name).getFileName(), LinkOption.NOFOLLOW_LINKS)
                : Files.newDirectoryStream(at(name));
    }

    private interface Opening {
        DirectoryStream<Path> open() throws IOException;
    }

    /** Opens, and finds the descriptor that is new since then. */
    private static Folder anchored(Opening opening, Path real) throws IOException {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return new Folder(opening.open(), real, real);
        }
        for (int i = 0; i < MAX_TRIES; i++) {
            synchronized (Folder.class) {
                Map<Path, Object> before = descriptors();
                DirectoryStream<Path> stream = opening.open();
                Object key = keyOf(stream, real);
                Map<Path, Object> fresh = descriptors();
                fresh.entrySet()
                        .removeIf(entry -> !entry.getValue().equals(key) || key.equals(before.get(entry.getKey())));
                // A stream has a second descriptor of its own folder.
                if (fresh.size() == 1 || fresh.size() == 2) {
                    return new Folder(stream, fresh.keySet().iterator().next(), real);
                }
                // Another thread opened or closed something in between.
                stream.close();
            }
        }
        throw new IOException("too much is opened and closed at once");
    }

    /** What every descriptor of ours leads to. */
    private static Map<Path, Object> descriptors() throws IOException {
        Map<Path, Object> found = new HashMap<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path path : all) {
                try {
                    found.put(
                            path,
                            Files.readAttributes(path, BasicFileAttributes.class)
                                    .fileKey());
                } catch (IOException e) {
                    // Closed since it was listed.
                }
            }
        }
        return found;
    }

    private static Object keyOf(DirectoryStream<Path> stream, Path real) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure.getFileAttributeView(BasicFileAttributeView.class)
                    .readAttributes()
                    .fileKey();
        }
        return Files.readAttributes(real, BasicFileAttributes.class).fileKey();
    }

    /** Where the folder was when it was opened: to be shown, not to be used. */
    Path real() {
        return real;
    }

    /** {@code name} in this folder. */
    Path at(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
            throw new IllegalArgumentException("A name in a folder is one component.");
        }
        return anchor.resolve(name);
    }

    Optional<BasicFileAttributes> attributes(String name) throws IOException {
        try {
            return Optional.of(Files.readAttributes(at(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** A file that was not there before, for nobody but us, never to be executed. */
    FileChannel create(String name) throws IOException {
        return FileChannel.open(
                at(name),
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                mode("rw-------"));
    }

    /** A file that is there and ours alone; empty for everything else that has the name. */
    Optional<FileChannel> reopen(String name) throws IOException {
        Optional<BasicFileAttributes> found = attributes(name);
        if (found.isEmpty() || !found.get().isRegularFile() || !isOursAlone(name)) {
            return Optional.empty();
        }
        return Optional.of(FileChannel.open(
                at(name), Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)));
    }

    /** A planted file, or a second name of a file that is somewhere else, is not one that we made. */
    private boolean isOursAlone(String name) throws IOException {
        if (!hasPermissions()) {
            return true;
        }
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(at(name), LinkOption.NOFOLLOW_LINKS))
                        .equals("rw-------")
                && Integer.valueOf(1).equals(Files.getAttribute(at(name), "unix:nlink", LinkOption.NOFOLLOW_LINKS));
    }

    /** Gives a file its second and final name; false if that is taken. Both are names of one folder or of two. */
    boolean place(String part, Folder target, String name) throws IOException {
        try {
            Files.createLink(target.at(name), at(part));
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException | UnsupportedOperationException e) {
            // A file system without second names: the name is taken first, then given to the file.
            return reserveAndMove(part, target, name);
        }
        Files.delete(at(part));
        return true;
    }

    boolean reserveAndMove(String part, Folder target, String name) throws IOException {
        try {
            target.create(name).close();
        } catch (FileAlreadyExistsException e) {
            return false;
        }
        move(at(part), target.at(name));
        return true;
    }

    /** Gives the folder {@code part} its final name; false if that is taken. */
    boolean placeFolder(String part, String name) throws IOException {
        try {
            Files.createDirectory(at(name), mode("rwx------"));
        } catch (FileAlreadyExistsException e) {
            return false;
        }
        // Over the empty folder made just now; over one that is not empty any more it fails.
        move(at(part), at(name));
        return true;
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("The folder changed its file system.", e);
        }
    }

    /**
     * Takes the name from whatever has it, which keeps its other names: a link that was planted, or a file that a killed run had just given
     * its final name. False if it is still taken.
     */
    boolean unlink(String name) {
        try {
            if (attributes(name).map(BasicFileAttributes::isDirectory).orElse(false)) {
                return false;
            }
            Files.deleteIfExists(at(name));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Removes a file, or a link but never what it leads to, or a folder with all that is in it. */
    void remove(String name) throws IOException {
        Optional<BasicFileAttributes> found = attributes(name);
        if (found.isPresent() && found.get().isDirectory()) {
            try (Folder inside = enter(name);
                    DirectoryStream<Path> all = Files.newDirectoryStream(inside.anchor)) {
                for (Path path : all) {
                    inside.remove(path.getFileName().toString());
                }
            }
        }
        Files.deleteIfExists(at(name));
    }

    /** Makes the names in this folder durable, where a platform lets folders be opened. */
    void sync() throws IOException {
        if (hasPermissions()) {
            try (FileChannel channel = FileChannel.open(anchor, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Bytes that we may still write here. */
    long usableBytes() throws IOException {
        return Files.getFileStore(real).getUsableSpace();
    }

    private boolean hasPermissions() {
        return anchor.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private FileAttribute<?>[] mode(String permissions) {
        return hasPermissions()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    @Override
    public void close() {
        try {
            open.close();
        } catch (IOException e) {
            // Nothing was written through it.
        }
    }
}
