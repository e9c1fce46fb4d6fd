package dev.parley.peer.files;

import dev.parley.peer.chat.FileHash;
import dev.parley.peer.chat.Offer;
import dev.parley.peer.chat.Standing;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.files.FileException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What one accepted offer stores: the receiver's rules, all of them here. Files go under a part name into a folder that was opened once,
 * are never followed, never larger than offered, never executable, and get a final name that was free only after their hash was seen to
 * be right and they are on the disk. An offered folder is put together under a part name, too, and appears as a whole.
 *
 * <p>A part file of one file is found again after a crash by whose it is, its name and its size. One thread at a time.
 */
public final class Deposit implements AutoCloseable {
    /** What is left free on the disk, in bytes. */
    static final long RESERVE_BYTES = 1 << 20;

    private static final int MAX_PARTS = 16;
    private static final String PART = ".parley-";
    private static final String ENTRY_PART = PART + "entry.part";
    private static final String LOCK = PART + "lock";

    private final Folder target;
    private final String theirKey;
    private final Offer offer;
    private final OfferedName name;
    private Optional<Folder> home = Optional.empty();
    private final Hashing hashing = new Hashing();
    private final Naming naming = new Naming();
    private String part = "";
    private String homeName = "";
    private FileChannel lock;
    private FileChannel channel;
    private ListedPath path;
    private int entry;
    private long bytesLeft;
    private long size = -1;
    private long written;
    private String stored = "";

    private Deposit(Folder target, String theirKey, Offer offer, OfferedName name) {
        this.target = target;
        this.theirKey = theirKey;
        this.offer = offer;
        this.name = name;
        this.bytesLeft = offer.bytes();
    }

    /**
     * Takes an offer into {@code folder}; nothing is there under a final name before {@link #finish}.
     *
     * @param theirKey whose offer it is: part files are found again under it
     * @throws FileException if the name, the folder or the room on the disk do not do
     */
    public static Deposit open(Path folder, String theirKey, Offer offer) throws FileException {
        OfferedName name = OfferedName.of(offer.name()).orElseThrow(() -> new FileException(Reason.BAD_NAME));
        Folder target;
        try {
            target = Folder.open(folder);
        } catch (IOException e) {
            throw new FileException(Reason.NO_FOLDER, e);
        }
        Deposit deposit = new Deposit(target, theirKey, offer, name);
        try {
            deposit.findPart();
        } catch (IOException e) {
            deposit.abandon(true);
            throw new FileException(Reason.NO_FOLDER, e);
        }
        if (!deposit.hasRoom(offer.bytes() - deposit.written)) {
            deposit.abandon(true);
            throw new FileException(Reason.NO_SPACE);
        }
        return deposit;
    }

    /** Where we stand, after an earlier run or in the middle of this one. */
    public Standing standing() {
        return new Standing(entry, written, hashing.soFar());
    }

    /** Bytes of the files before that. */
    public long before() {
        return offer.bytes() - bytesLeft;
    }

    /** Whether every file is there, so that {@link #complete} can be called. */
    public boolean isComplete() {
        return entry == offer.files();
    }

    /** What it is to be called, unless that is taken. */
    public String name() {
        return name.stored();
    }

    /** Where it is all going: to be shown, not to be used. */
    public Path folder() {
        return target.real();
    }

    /**
     * The next file begins.
     *
     * @param theirPath where it stands in the offered folder; of no meaning for an offer of one file
     * @param fileBytes its size
     * @param from 0, or what {@link #standing} said
     */
    public void begin(int number, Untrusted theirPath, long fileBytes, long from) throws FileException {
        if (number >= offer.files() || fileBytes < 0 || fileBytes > bytesLeft) {
            throw fail(Reason.TOO_MUCH);
        }
        if (number != entry || !offer.folder() && fileBytes != offer.bytes()) {
            throw fail(Reason.TOO_LITTLE);
        }
        try {
            path = ListedPath.of(offer.folder() ? theirPath : Untrusted.of(name.stored()))
                    .orElseThrow(() -> fail(Reason.BAD_NAME));
            if (channel == null) {
                part = ENTRY_PART;
                home.orElseThrow().remove(part);
                channel = home.orElseThrow().create(part);
            }
            if (from != written || from > fileBytes) {
                if (from != 0) {
                    throw fail(Reason.TOO_MUCH);
                }
                channel.truncate(0);
                hashing.reset();
                written = 0;
            }
            size = fileBytes;
            if (!hasRoom(size - written)) {
                throw fail(Reason.NO_SPACE);
            }
            channel.position(written);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** More bytes of the file that has begun, from the buffer's position to its limit. */
    public void write(ByteBuffer bytes) throws FileException {
        int length = bytes.remaining();
        if (size < 0 || length > size - written) {
            throw fail(Reason.TOO_MUCH);
        }
        hashing.add(bytes.duplicate());
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw failed(e);
        }
        written += length;
    }

    /** The file is whole: if it is the one whose SHA-256 is {@code hash}, it gets its name. */
    public void finish(FileHash hash) throws FileException {
        if (written != size) {
            throw fail(Reason.TOO_LITTLE);
        }
        if (!hash.equals(hashing.soFar())) {
            throw fail(Reason.WRONG_HASH);
        }
        try {
            channel.force(true);
            if (offer.folder()) {
                stored = naming.placeInside(path, home.orElseThrow(), part).orElseThrow(() -> fail(Reason.BAD_NAME));
            } else {
                stored = naming.place(name, target, part).orElseThrow(() -> fail(Reason.BAD_NAME));
                target.sync();
            }
            channel.close();
        } catch (IOException e) {
            throw failed(e);
        }
        channel = null;
        entry++;
        bytesLeft -= size;
        size = -1;
        written = 0;
        hashing.reset();
    }

    /** Every file is there: says under which name, of the last file or of the folder. */
    public String complete() throws FileException {
        if (entry < offer.files() || bytesLeft > 0) {
            throw fail(Reason.TOO_LITTLE);
        }
        try {
            if (home.isPresent()) {
                lock.close();
                home.get().remove(LOCK);
                home.get().close();
                stored = Naming.placeFolder(name, target, homeName).orElseThrow(() -> fail(Reason.BAD_NAME));
                target.sync();
            }
        } catch (IOException e) {
            throw failed(e);
        }
        target.close();
        return stored;
    }

    /** Goes on with what an earlier run left, or begins anew. */
    private void findPart() throws IOException, FileException {
        for (int i = 0; i < MAX_PARTS; i++) {
            if (offer.folder() ? takeFolder(partName(i) + "s") : takeFile(partName(i))) {
                return;
            }
        }
        throw fail(Reason.NO_FOLDER);
    }

    private boolean takeFile(String name) throws IOException {
        Optional<FileChannel> found = target.reopen(name);
        if (found.isEmpty()) {
            if (!target.unlink(name)) {
                return false;
            }
            found = Optional.of(target.create(name));
        }
        if (found.isEmpty() || !isOurs(found.get())) {
            return false;
        }
        part = name;
        channel = found.get();
        readPrefix();
        return true;
    }

    /** What a killed run left of a folder is not gone on with: which file was which is known to that run only. */
    private boolean takeFolder(String name) throws IOException {
        if (target.attributes(name).map(BasicFileAttributes::isDirectory).orElse(false)) {
            try (Folder left = target.enter(name)) {
                Optional<FileChannel> found = left.reopen(LOCK);
                if (found.isPresent() && !isOurs(found.get())) {
                    return false;
                }
                if (found.isPresent()) {
                    found.get().close();
                }
            }
        }
        target.remove(name);
        homeName = name;
        home = Optional.of(target.enter(name));
        lock = home.get().create(LOCK);
        return isOurs(lock);
    }

    /** Whether nobody else, in this process or another, is filling it right now. */
    private static boolean isOurs(FileChannel found) throws IOException {
        try {
            FileLock lock = found.tryLock();
            if (lock != null) {
                return true;
            }
        } catch (OverlappingFileLockException e) {
            // Another room of ours has it.
        }
        found.close();
        return false;
    }

    private void readPrefix() throws IOException {
        if (channel.size() > offer.bytes()) {
            channel.truncate(0);
        }
        byte[] piece = new byte[1 << 16];
        ByteBuffer buffer = ByteBuffer.wrap(piece);
        for (int read = channel.read(buffer); read > 0; read = channel.read(buffer.clear())) {
            hashing.add(buffer.flip());
            written += read;
        }
    }

    private String partName(int number) {
        MessageDigest digest = Hashing.fresh();
        digest.update((theirKey + "\n" + offer.bytes() + "\n" + offer.files() + "\n" + number + "\n")
                .getBytes(StandardCharsets.UTF_8));
        digest.update(offer.name().raw().getBytes(StandardCharsets.UTF_8));
        return PART + HexFormat.of().formatHex(digest.digest(), 0, 12) + ".part";
    }

    private boolean hasRoom(long bytes) {
        try {
            return target.usableBytes() - RESERVE_BYTES >= bytes;
        } catch (IOException e) {
            // Where nothing is known of the room, the first write that fails tells.
            return true;
        }
    }

    private FileException failed(IOException cause) {
        boolean full = !hasRoom(0);
        abandon(false);
        return new FileException(full ? Reason.NO_SPACE : Reason.DISK, cause);
    }

    private FileException fail(Reason reason) {
        abandon(false);
        return new FileException(reason);
    }

    /** Ends it. What is there of one file stays to be gone on with if {@code keep}; everything else leaves the disk. */
    public void abandon(boolean keep) {
        try {
            if (channel != null) {
                channel.close();
            }
            if (home.isPresent()) {
                lock.close();
                home.get().close();
                target.remove(homeName);
            } else if (!part.isEmpty() && (!keep || written == 0)) {
                target.remove(part);
            }
        } catch (IOException e) {
            // A part file that cannot be removed is found again, or removed by its owner.
        }
        target.close();
    }

    /** Keeps what can be gone on with. */
    @Override
    public void close() {
        abandon(true);
    }
}
