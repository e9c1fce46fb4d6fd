package dev.parley.peer.store;

import dev.parley.crypto.Secret;
import dev.parley.crypto.StoreKey;
import dev.parley.crypto.StoreKey.Purpose;
import dev.parley.crypto.primitive.Randomness;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One room on disk, ours alone until it is closed or the process ends: one record and one journal. One thread at a time. After {@link
 * #close} or {@link #delete} every use is an {@link IllegalStateException}.
 */
public final class RoomFolder implements AutoCloseable {
    public static final int MAX_RECORD_BYTES = 256 << 10;

    /**
     * A room that is there.
     *
     * @param isInUse whether some process has it open
     * @param isProtected whether a passphrase is needed to open it
     */
    public record Listing(String id, boolean isInUse, boolean isProtected) {}

    private final Path folder;
    private final FolderLock folderLock;
    static final String MARK = "mark";

    private final RoomLock lock;
    private final RoomKeyFile keyFile;
    private final StoreKey key;
    private final SealedFile record;
    private final StoreKey folderKey;
    private final Randomness randomness;
    private Optional<JournalFile> journal = Optional.empty();
    private boolean closed;

    /** Takes over {@code lock}, {@code keyFile} and {@code key}. */
    RoomFolder(
            Path folder,
            FolderLock folderLock,
            RoomLock lock,
            RoomKeyFile keyFile,
            StoreKey key,
            StoreKey folderKey,
            Randomness randomness) {
        this.folder = folder;
        this.folderLock = folderLock;
        this.lock = lock;
        this.keyFile = keyFile;
        this.key = key;
        this.folderKey = folderKey;
        this.randomness = randomness;
        this.record = record(folder);
    }

    static SealedFile record(Path room) {
        return new SealedFile(room.resolve("record"), FileHeader.Kind.RECORD, Purpose.RECORD, MAX_RECORD_BYTES);
    }

    /** Eight hexadecimal digits. */
    public String id() {
        return folder.getFileName().toString();
    }

    /** Lets {@link StateFolder#findMarked} find this room by {@code value}, also while it is in use or behind a passphrase. */
    public void mark(byte[] value) throws StoreException {
        requireOpen();
        WholeFile.replace(folder.resolve(MARK), folderKey.mark(value));
    }

    /**
     * The record; empty if none was written yet.
     *
     * @throws StoreException DAMAGED if it is not what was written, TOO_LARGE, SYMLINK or DISK
     */
    public Optional<byte[]> readRecord() throws StoreException {
        requireOpen();
        return record.read(key);
    }

    /**
     * Replaces the record, at once and durably: when this returns it survives a crash, and if it throws the old one or the new one is
     * there.
     *
     * @throws StoreException TOO_LARGE above {@link #MAX_RECORD_BYTES}, or DISK
     */
    public void writeRecord(byte[] content) throws StoreException {
        requireOpen();
        record.write(content, key, randomness);
    }

    /**
     * The journal, read when first asked for; always the same one.
     *
     * @throws StoreException TOO_LARGE, SYMLINK, DAMAGED if it is no file, or DISK. Bad content is no exception: see {@link
     *     JournalFile#damage}
     */
    public JournalFile journal() throws StoreException {
        requireOpen();
        if (journal.isEmpty()) {
            journal =
                    Optional.of(new JournalFile(folder.resolve("journal"), key, randomness, JournalFile::openChannel));
        }
        return journal.get();
    }

    /**
     * From now on the room opens only with {@code passphrase}. Takes some tenths of a second. Whether it is
     * good enough, or empty, is for the caller to see. A copy made of the folder before opens without it.
     */
    public void protect(Secret passphrase) throws StoreException {
        requireOpen();
        keyFile.write(key, Optional.of(passphrase), randomness);
    }

    public boolean isProtected() throws StoreException {
        requireOpen();
        return keyFile.isProtected();
    }

    /** Removes all files of the room, its key first, and closes it. The disk may keep what was on it, sealed. */
    public void delete() throws StoreException {
        requireOpen();
        forget();
        try {
            folderLock.hold(() -> {
                // Nobody can take the room meanwhile, and some platforms do not remove a file that is open.
                lock.close();
                remove(folder);
                return folder;
            });
        } finally {
            lock.close();
        }
    }

    /** For holders of the folder's lock. */
    static void remove(Path room) throws IOException, StoreException {
        Files.deleteIfExists(room.resolve("roomkey"));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(room)) {
            for (Path file : files) {
                Files.delete(file);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Files.delete(room);
        WholeFile.syncFolder(room);
    }

    /** Drops what the journal has not committed. */
    @Override
    public void close() {
        forget();
        lock.close();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("This room was closed.");
        }
    }

    private void forget() {
        closed = true;
        journal.ifPresent(JournalFile::close);
        keyFile.close();
        key.close();
    }
}
