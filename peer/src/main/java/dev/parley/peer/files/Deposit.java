package dev.parley.peer.files;

import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.files.FileException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

    private static final int MAX_NUMBER = 9_999;
    private static final int MAX_PARTS = 16;
    private static final String PART = ".parley-";
    private static final String ENTRY_PART = PART + "entry.part";
    private static final String LOCK = PART + "lock";

    private final Folder target;
    private final Terms terms;
    private final OfferedName name;
    private Optional<Folder> home = Optional.empty();
    private final Hashing hashing = new Hashing();
    private final Map<String, String> folders = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
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

    /** Where the receiver stands: {@code from} bytes of {@code entry} are there, with that SHA-256 in hex. */
    public record Prefix(int entry, long from, String hash) {}

    private Deposit(Folder target, Terms terms, OfferedName name) {
        this.target = target;
        this.terms = terms;
        this.name = name;
        this.bytesLeft = terms.bytes();
    }

    /**
     * Takes an offer into {@code folder}; nothing is there under a final name before {@link #finish}.
     *
     * @throws FileException if the name, the folder or the room on the disk do not do
     */
    public static Deposit open(Path folder, Terms terms) throws FileException {
        OfferedName name = OfferedName.of(terms.name()).orElseThrow(() -> new FileException(Reason.BAD_NAME));
        Folder target;
        try {
            target = Folder.open(folder);
        } catch (IOException e) {
            throw new FileException(Reason.NO_FOLDER, e);
        }
        Deposit deposit = new Deposit(target, terms, name);
        try {
            deposit.findPart();
        } catch (IOException e) {
            deposit.abandon(true);
            throw new FileException(Reason.NO_FOLDER, e);
        }
        deposit.requireRoom(terms.bytes() - deposit.written);
        return deposit;
    }

    /** Whether bytes of this offer are there already, from an earlier run too. */
    public Prefix prefix() {
        return new Prefix(entry, written, hashing.soFar());
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
     * @param from 0, or what {@link #prefix} said
     */
    public void begin(int number, Untrusted theirPath, long fileBytes, long from) throws FileException {
        if (number >= terms.files() || fileBytes < 0 || fileBytes > bytesLeft) {
            throw fail(Reason.TOO_MUCH);
        }
        if (number != entry || terms.files() == 1 && fileBytes != terms.bytes()) {
            throw fail(Reason.TOO_LITTLE);
        }
        try {
            path = ListedPath.of(terms.folder() || terms.files() > 1 ? theirPath : Untrusted.of(name.stored()))
                    .filter(listed -> terms.folder() || listed.depth() == 1)
                    .orElseThrow(() -> fail(Reason.BAD_NAME));
            if (channel == null) {
                part = terms.folder() ? ENTRY_PART : partName(entry);
                place().remove(part);
                channel = place().create(part);
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
            requireRoom(size - written);
            channel.position(written);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** More bytes of the file that has begun. */
    public void write(byte[] bytes, int from, int length) throws FileException {
        if (size < 0 || length > size - written) {
            throw fail(Reason.TOO_MUCH);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, from, length);
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw failed(e);
        }
        hashing.add(bytes, from, length);
        written += length;
    }

    /** The file is whole: if it is the one whose SHA-256 is {@code hash}, it gets its name. */
    public void finish(String hash) throws FileException {
        if (written != size) {
            throw fail(Reason.TOO_LITTLE);
        }
        if (!MessageDigest.isEqual(
                hash.getBytes(StandardCharsets.US_ASCII), hashing.soFar().getBytes(StandardCharsets.US_ASCII))) {
            throw fail(Reason.WRONG_HASH);
        }
        try {
            channel.force(true);
            if (terms.folder()) {
                placeInFolder();
            } else {
                stored = place(terms.files() == 1 ? name : path.component(0), target, "");
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
        if (entry < terms.files() || bytesLeft > 0) {
            throw fail(Reason.TOO_LITTLE);
        }
        try {
            if (home.isPresent()) {
                lock.close();
                home.get().remove(LOCK);
                home.get().close();
                stored = placeFolder();
                target.sync();
            }
        } catch (IOException e) {
            throw failed(e);
        }
        target.close();
        return stored;
    }

    private Folder place() {
        return home.orElse(target);
    }

    /** Goes on with what an earlier run left, or begins anew. */
    private void findPart() throws IOException, FileException {
        for (int i = 0; i < MAX_PARTS; i++) {
            if (terms.folder() ? takeFolder(partName(i) + "s") : terms.files() > 1 || takeFile(partName(i))) {
                return;
            }
        }
        throw fail(Reason.NO_FOLDER);
    }

    private boolean takeFile(String name) throws IOException {
        Optional<FileChannel> found = target.reopen(name);
        if (found.isEmpty() && target.attributes(name).isEmpty()) {
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
        if (channel.size() > terms.bytes()) {
            channel.truncate(0);
        }
        byte[] piece = new byte[1 << 16];
        ByteBuffer buffer = ByteBuffer.wrap(piece);
        for (int read = channel.read(buffer); read > 0; read = channel.read(buffer.clear())) {
            hashing.add(piece, 0, read);
            written += read;
        }
    }

    private String partName(int number) {
        MessageDigest digest = Hashing.fresh();
        digest.update((terms.theirKey() + "\n" + terms.bytes() + "\n" + terms.files() + "\n" + number + "\n")
                .getBytes(StandardCharsets.UTF_8));
        digest.update(terms.name().raw().getBytes(StandardCharsets.UTF_8));
        return PART + HexFormat.of().formatHex(digest.digest(), 0, 12) + ".part";
    }

    private void placeInFolder() throws IOException, FileException {
        Folder inside = place();
        try {
            for (int depth = 1; depth < path.depth(); depth++) {
                Folder next = inside.enter(folderName(depth));
                if (depth > 1) {
                    inside.close();
                }
                inside = next;
            }
            String last = place(path.component(path.depth() - 1), inside, path.folder(path.depth() - 1));
            stored = path.depth() > 1 ? path.folder(path.depth() - 1) + "/" + last : last;
        } finally {
            if (path.depth() > 1) {
                inside.close();
            }
        }
    }

    /** What we call a folder of theirs: two of theirs whose names differ only for some file systems are two here as well. */
    private String folderName(int depth) throws FileException {
        String theirs = path.folder(depth);
        String known = folders.get(theirs);
        if (known != null) {
            return known;
        }
        OfferedName wanted = storable(path.component(depth - 1));
        for (int number = 1; number <= MAX_NUMBER; number++) {
            String candidate = number == 1 ? wanted.stored() : wanted.numbered(number);
            if (taken.add(key(path.folder(depth - 1), candidate))) {
                folders.put(theirs, candidate);
                return candidate;
            }
        }
        throw fail(Reason.BAD_NAME);
    }

    private static String key(String folder, String name) {
        return folder + "/" + new OfferedName(name, false).key();
    }

    /** Gives the part file the first free of its names in {@code folder}. */
    private String place(OfferedName wanted, Folder folder, String theirFolder) throws IOException, FileException {
        OfferedName name = storable(wanted);
        for (int number = 1; number <= MAX_NUMBER; number++) {
            String candidate = number == 1 ? name.stored() : name.numbered(number);
            if (taken.add(key(theirFolder, candidate)) && place().place(part, folder, candidate)) {
                return candidate;
            }
        }
        throw fail(Reason.BAD_NAME);
    }

    private String placeFolder() throws IOException, FileException {
        OfferedName wanted = storable(name);
        for (int number = 1; number <= MAX_NUMBER; number++) {
            String candidate = number == 1 ? wanted.stored() : wanted.numbered(number);
            if (target.placeFolder(homeName, candidate)) {
                return candidate;
            }
        }
        throw fail(Reason.BAD_NAME);
    }

    /** In a locale without such letters Java cannot say the name to the system. */
    private static OfferedName storable(OfferedName name) {
        try {
            if (Path.of(name.stored()).getNameCount() == 1) {
                return name;
            }
            throw new IllegalStateException("A stored name is one component.");
        } catch (InvalidPathException e) {
            return new OfferedName(name.stored().replaceAll("[^ -~]", "_"), true);
        }
    }

    private void requireRoom(long bytes) throws FileException {
        try {
            if (target.usableBytes() - RESERVE_BYTES < bytes) {
                throw fail(Reason.NO_SPACE);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private FileException failed(IOException cause) {
        boolean full;
        try {
            full = !(cause instanceof FileAlreadyExistsException) && target.usableBytes() < RESERVE_BYTES;
        } catch (IOException e) {
            full = false;
        }
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
