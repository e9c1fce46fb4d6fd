package dev.parley.peer.files;

import dev.parley.peer.chat.FileHash;
import dev.parley.peer.chat.Offer;
import dev.parley.peer.files.FileException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * What we offer: one regular file, or a folder as a listing. In a folder, links and special files are left out and counted. What is read
 * must be what was listed: a file whose size or time stamp has changed is not sent. One thread at a time.
 */
public final class Source implements AutoCloseable {
    /** How many files one folder may hold. */
    public static final int MAX_FILES = Offer.MAX_FILES;

    private static final int PIECE_BYTES = 1 << 16;

    private final String name;
    private final boolean folder;
    private final List<Entry> entries = new ArrayList<>();
    private final Hashing hashing = new Hashing();
    private long bytes;
    private int leftOut;
    private Entry reading;
    private SeekableByteChannel channel;

    /** One file as it was when it was listed; {@code path} is how the other side is told of it. */
    private record Entry(Path file, String path, long size, FileTime modified, Object key) {
        static Entry of(Path file, String path, BasicFileAttributes found) {
            return new Entry(file, path, found.size(), found.lastModifiedTime(), found.fileKey());
        }

        boolean is(BasicFileAttributes found) {
            return found.isRegularFile()
                    && found.size() == size
                    && found.lastModifiedTime().equals(modified)
                    && (key == null || key.equals(found.fileKey()));
        }
    }

    private Source(String name, boolean folder) {
        this.name = name;
        this.folder = folder;
    }

    /** Lists what {@code path} leads to, over links too: it is our own person's choice. */
    public static Source of(Path path) throws FileException {
        try {
            Path real = path.toRealPath();
            BasicFileAttributes found = Files.readAttributes(real, BasicFileAttributes.class);
            Path last = path.toAbsolutePath().normalize().getFileName();
            String name = last == null ? "files" : last.toString();
            Source source = new Source(name, found.isDirectory());
            if (found.isRegularFile()) {
                source.add(real, name, found);
            } else if (found.isDirectory()) {
                source.list(real, "", 1);
            } else {
                throw new FileException(Reason.NOT_A_FILE);
            }
            if (source.entries.isEmpty()) {
                throw new FileException(Reason.EMPTY_FOLDER);
            }
            return source;
        } catch (IOException e) {
            throw new FileException(Reason.UNREADABLE, e);
        }
    }

    private void list(Path directory, String prefix, int depth) throws IOException, FileException {
        if (depth > ListedPath.MAX_DEPTH) {
            throw new FileException(Reason.TOO_MANY);
        }
        List<Path> inside = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            all.forEach(inside::add);
        }
        Collections.sort(inside);
        for (Path path : inside) {
            String listed = prefix + path.getFileName();
            BasicFileAttributes found =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (found.isDirectory()) {
                list(path, listed + "/", depth + 1);
            } else if (found.isRegularFile()) {
                add(path, listed, found);
            } else {
                leftOut++;
            }
        }
    }

    private void add(Path file, String listed, BasicFileAttributes found) throws FileException {
        if (entries.size() == MAX_FILES || listed.getBytes(StandardCharsets.UTF_8).length > ListedPath.MAX_BYTES) {
            throw new FileException(Reason.TOO_MANY);
        }
        if (!Files.isReadable(file)) {
            throw new FileException(Reason.UNREADABLE);
        }
        entries.add(Entry.of(file, listed, found));
        bytes += found.size();
    }

    /** The last component of what was asked for. */
    public String name() {
        return name;
    }

    public boolean isFolder() {
        return folder;
    }

    public int files() {
        return entries.size();
    }

    /** Of all files together. */
    public long bytes() {
        return bytes;
    }

    /** How many links and special files of the folder are not sent. */
    public int leftOut() {
        return leftOut;
    }

    /** How the other side is told of that file. */
    public String path(int entry) {
        return entries.get(entry).path();
    }

    /** Bytes of all files before that one. */
    public long before(int entry) {
        long before = 0;
        for (int i = 0; i < entry; i++) {
            before += entries.get(i).size();
        }
        return before;
    }

    public long size(int entry) {
        return entries.get(entry).size();
    }

    /**
     * Begins to read that file behind its first {@code from} bytes.
     *
     * @return the SHA-256 of these bytes
     */
    public FileHash open(int entry, long from) throws FileException {
        close();
        reading = entries.get(entry);
        hashing.reset();
        if (from > reading.size()) {
            throw new FileException(Reason.CHANGED);
        }
        try {
            requireUnchanged();
            // It was listed as a regular file: something that waits for a writer has no place here.
            Set<OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            channel = FileChannel.open(reading.file(), options);
            ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, from));
            for (long left = from; left > 0; ) {
                left -= read(piece, left).remaining();
            }
            return hashing.soFar();
        } catch (IOException e) {
            throw new FileException(Reason.UNREADABLE, e);
        }
    }

    /** The next bytes of the file, at most all that {@code into} can hold; none at its end. Gives {@code into}. */
    public ByteBuffer read(ByteBuffer into) throws FileException {
        return read(into, Long.MAX_VALUE);
    }

    private ByteBuffer read(ByteBuffer piece, long most) throws FileException {
        try {
            long left = reading.size() - channel.position();
            piece.clear().limit((int) Math.min(piece.capacity(), Math.min(most, left)));
            while (piece.hasRemaining()) {
                if (channel.read(piece) < 0) {
                    throw new FileException(Reason.CHANGED);
                }
            }
            hashing.add(piece.flip().duplicate());
            if (piece.remaining() == left) {
                requireUnchanged();
            }
            return piece;
        } catch (IOException e) {
            throw new FileException(Reason.UNREADABLE, e);
        }
    }

    /** Of all that was read of this file and what went before it. */
    public FileHash hash() {
        return hashing.soFar();
    }

    private void requireUnchanged() throws IOException, FileException {
        BasicFileAttributes found =
                Files.readAttributes(reading.file(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!reading.is(found)) {
            throw new FileException(Reason.CHANGED);
        }
    }

    @Override
    public void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // It was only read.
            }
            channel = null;
        }
    }
}
