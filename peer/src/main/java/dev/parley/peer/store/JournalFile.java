package dev.parley.peer.store;

import dev.parley.crypto.StoreKey;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.store.StoreException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Entries on disk, in order, each of them there for good once {@link #commit} returned. A commit that fails has committed nothing and
 * loses nothing: the entries wait, and the next commit first removes whatever the failed one left behind. One thread at a time.
 */
public final class JournalFile {
    public static final int MAX_ENTRY_BYTES = 128 << 10;
    public static final long MAX_FILE_BYTES = 64 << 20;

    /** Beyond this many waiting bytes an append commits by itself. */
    static final int MAX_WAITING_BYTES = 1 << 20;

    /** How a file is opened for writing: there for tests, which have no broken disk. */
    interface Opening {
        FileChannel open(Path file) throws IOException;
    }

    private final Path file;
    private final StoreKey room;
    private final Randomness randomness;
    private final Opening opening;
    private final Damage damage;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();

    private List<byte[]> entries;
    private JournalSeal seal;
    private long nextIndex;
    /** Bytes of the file that count; 0 as long as no file of this seal is in place. */
    private long committed;
    /** Whether there may be bytes in the file behind those that count. */
    private boolean hasLeftovers = true;
    /** Whether the file's name may not survive a crash. */
    private boolean isNameUnsafe;

    private FileChannel channel;
    private boolean closed;

    /** Reads the whole file. {@code room} stays the caller's. */
    JournalFile(Path file, StoreKey room, Randomness randomness, Opening opening) throws StoreException {
        this.file = file;
        this.room = room;
        this.randomness = randomness;
        this.opening = opening;
        JournalScan scan = JournalScan.of(file, room);
        this.entries = scan.entries();
        this.damage = scan.damage();
        this.seal = scan.seal().orElseGet(() -> JournalSeal.fresh(room, randomness));
        this.nextIndex = scan.nextIndex();
        this.committed = scan.goodBytes();
    }

    static FileChannel openChannel(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    /** The entries that were read when the journal was opened, oldest first. They are handed over: a second call gives none. */
    public List<byte[]> takeEntries() {
        List<byte[]> taken = entries;
        entries = List.of();
        return taken;
    }

    /**
     * What was wrong with the file when it was opened. Opening changes nothing; the first commit removes what stands behind the last
     * entry that counts, and {@link #rewrite} what stands between.
     */
    public Damage damage() {
        return damage;
    }

    /** Bytes of the file, with what waits; of {@link #MAX_FILE_BYTES}. */
    public long size() {
        return committed + waiting.size();
    }

    /**
     * Adds an entry of 1 to {@link #MAX_ENTRY_BYTES} bytes, which is on disk after the next {@link #commit}.
     *
     * @throws StoreException TOO_LARGE if the file would be; DISK if too much waits and cannot be committed; the entry is then not taken
     */
    public void append(byte[] entry) throws StoreException {
        requireOpen();
        requireSize(entry);
        if (waiting.size() > MAX_WAITING_BYTES) {
            commit();
        }
        if (FileHeader.BYTES + size() + framed(entry) > MAX_FILE_BYTES) {
            throw new StoreException(Reason.TOO_LARGE, file);
        }
        waiting.writeBytes(seal.seal(nextIndex, entry));
        nextIndex++;
    }

    /**
     * Puts all that waits on disk, in one write and one flush.
     *
     * @throws StoreException DISK; nothing of it counts as written then, and the next commit tries it all again
     */
    public void commit() throws StoreException {
        requireOpen();
        if (isNameUnsafe) {
            WholeFile.syncFolder(file);
            isNameUnsafe = false;
        }
        if (waiting.size() == 0) {
            return;
        }
        if (committed == 0) {
            put(seal, nextIndex, waiting.toByteArray());
        } else {
            write(waiting.toByteArray());
        }
    }

    /**
     * Replaces the whole content, at once: after a crash there are the old entries or these. What waited is dropped.
     *
     * @throws StoreException TOO_LARGE or DISK. Then either nothing has changed, or these entries are in place but may not survive a
     *     crash before the next successful {@link #commit} or rewrite
     */
    public void rewrite(List<byte[]> content) throws StoreException {
        requireOpen();
        long bytes = FileHeader.BYTES;
        for (byte[] entry : content) {
            requireSize(entry);
            bytes += framed(entry);
        }
        if (bytes > MAX_FILE_BYTES) {
            throw new StoreException(Reason.TOO_LARGE, file);
        }
        JournalSeal fresh = JournalSeal.fresh(room, randomness);
        ByteArrayOutputStream sealed = new ByteArrayOutputStream((int) bytes);
        for (int i = 0; i < content.size(); i++) {
            sealed.writeBytes(fresh.seal(i, content.get(i)));
        }
        put(fresh, content.size(), sealed.toByteArray());
    }

    /** Puts a file of {@code fresh} in place, with all of {@code sealed} and nothing that waited. */
    private void put(JournalSeal fresh, long entries, byte[] sealed) throws StoreException {
        byte[] bytes = ByteBuffer.allocate(FileHeader.BYTES + sealed.length)
                .put(fresh.header())
                .put(sealed)
                .array();
        WholeFile.stage(file, bytes);
        // First: some platforms do not replace a file that is open.
        closeChannel();
        WholeFile.publish(file);
        if (seal != fresh) {
            seal.close();
        }
        seal = fresh;
        nextIndex = entries;
        committed = bytes.length;
        hasLeftovers = false;
        waiting.reset();
        isNameUnsafe = true;
        WholeFile.syncFolder(file);
        isNameUnsafe = false;
    }

    private void write(byte[] bytes) throws StoreException {
        try {
            if (channel == null) {
                channel = opening.open(file);
            }
            if (hasLeftovers) {
                channel.truncate(committed);
            }
            hasLeftovers = true;
            channel.position(committed);
            WholeFile.writeFully(channel, ByteBuffer.wrap(bytes));
            channel.force(false);
        } catch (IOException e) {
            removeLeftovers();
            throw StoreException.disk(file, e);
        }
        hasLeftovers = false;
        committed += bytes.length;
        waiting.reset();
    }

    /** Tries to; the next write makes sure. A channel that failed, or that an interrupt closed, is not used again. */
    private void removeLeftovers() {
        try {
            if (channel != null) {
                channel.truncate(committed);
            }
        } catch (IOException e) {
            // As said: the next write makes sure.
        }
        closeChannel();
    }

    private void closeChannel() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // What counts was flushed before.
        }
        channel = null;
    }

    private static int framed(byte[] entry) {
        return JournalSeal.FRAME_BYTES + StoreKey.OVERHEAD_BYTES + entry.length;
    }

    private static void requireSize(byte[] entry) {
        if (entry.length < 1 || entry.length > MAX_ENTRY_BYTES) {
            throw new IllegalArgumentException(
                    "A journal entry has 1.." + MAX_ENTRY_BYTES + " bytes, not " + entry.length + ".");
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("This journal was closed.");
        }
    }

    /** Drops what waits. */
    void close() {
        closed = true;
        waiting.reset();
        closeChannel();
        seal.close();
    }
}
