package dev.parley.peer.store;

import dev.parley.crypto.Secret;
import dev.parley.crypto.StoreKey;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.store.RoomFolder.Listing;
import dev.parley.peer.store.StoreException.Reason;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The folder that holds what outlives the program; several processes may use it at once. Rooms that were opened outlive its {@link
 * #close}.
 */
public final class StateFolder implements AutoCloseable {
    public static final int MAX_ROOMS = 1_024;

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}");
    private static final int ID_BYTES = 4;

    private final Path folder;
    private final FolderLock lock;
    private final StoreKey key;
    private final Randomness randomness;

    private StateFolder(Path folder, FolderLock lock, StoreKey key, Randomness randomness) {
        this.folder = folder;
        this.lock = lock;
        this.key = key;
        this.randomness = randomness;
    }

    /** {@code $XDG_STATE_HOME/parley}, or {@code ~/.local/state/parley} if that is not set or not absolute. */
    public static Path defaultPath(Map<String, String> environment) {
        Path base = Path.of(environment.getOrDefault("XDG_STATE_HOME", ""));
        Path state = base.isAbsolute() ? base : Path.of(System.getProperty("user.home"), ".local", "state");
        return state.resolve("parley");
    }

    /**
     * Opens the folder; makes it and its key if they are not there.
     *
     * @throws StoreException READABLE_BY_OTHERS, SYMLINK, OTHER_OWNER, BAD_KEY_FILE or DISK; nothing found is changed then
     */
    public static StateFolder open(Path path, Randomness randomness) throws StoreException {
        Path folder = path.toAbsolutePath().normalize();
        Access.privateFolder(folder);
        Access.privateFolder(rooms(folder));
        FolderLock lock = new FolderLock(folder.resolve("lock"));
        StoreKey key = lock.hold(() -> key(folder, randomness));
        return new StateFolder(folder, lock, key, randomness);
    }

    private static StoreKey key(Path folder, Randomness randomness) throws IOException, StoreException {
        Path file = folder.resolve("key");
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            if (hasRooms(folder) || Files.exists(folder.resolve(RelayAccess.FILE), LinkOption.NOFOLLOW_LINKS)) {
                // A new key would never open them; the old one may be in a copy somewhere.
                throw new StoreException(Reason.BAD_KEY_FILE, file);
            }
            byte[] fresh = randomness.bytes(StoreKey.BYTES);
            WholeFile.replace(file, fresh);
            Arrays.fill(fresh, (byte) 0);
        }
        Access.requirePrivateKey(file, folder, StoreKey.BYTES);
        byte[] bytes = WholeFile.read(file, StoreKey.BYTES)
                .filter(read -> read.length == StoreKey.BYTES)
                .orElseThrow(() -> new StoreException(Reason.BAD_KEY_FILE, file));
        StoreKey key = StoreKey.of(bytes);
        Arrays.fill(bytes, (byte) 0);
        return key;
    }

    private static boolean hasRooms(Path folder) throws IOException {
        // Another process that opens the folder may have a file of its own there for a moment.
        DirectoryStream.Filter<Path> isRoom =
                file -> ID.matcher(file.getFileName().toString()).matches();
        try (DirectoryStream<Path> rooms = Files.newDirectoryStream(rooms(folder), isRoom)) {
            return rooms.iterator().hasNext();
        }
    }

    /** All rooms, by id. A room that cannot be opened is listed too: opening it says why. */
    public List<Listing> rooms() throws StoreException {
        return lock.hold(() -> {
            List<Listing> rooms = new ArrayList<>();
            for (String id : ids()) {
                if (hasKey(room(id))) {
                    rooms.add(new Listing(id, isInUse(id), isProtected(id)));
                }
            }
            return List.copyOf(rooms);
        });
    }

    /** The room that was marked with {@code value}. */
    public Optional<Listing> findMarked(byte[] value) throws StoreException {
        byte[] mark = key.mark(value);
        for (Listing listing : rooms()) {
            if (WholeFile.read(room(listing.id()).resolve(RoomFolder.MARK), mark.length)
                    .filter(found -> Arrays.equals(found, mark))
                    .isPresent()) {
                return Optional.of(listing);
            }
        }
        return Optional.empty();
    }

    /**
     * A new room, without a passphrase.
     *
     * @throws StoreException TOO_LARGE if there are {@link #MAX_ROOMS} already, or DISK
     */
    public RoomFolder create() throws StoreException {
        return lock.hold(() -> {
            removeRemains();
            List<String> ids = ids();
            if (ids.size() >= MAX_ROOMS) {
                throw new StoreException(Reason.TOO_LARGE, rooms(folder));
            }
            String id = freshId();
            while (ids.contains(id)) {
                id = freshId();
            }
            return create(id);
        });
    }

    private String freshId() {
        return HexFormat.of().formatHex(randomness.bytes(ID_BYTES));
    }

    private RoomFolder create(String id) throws IOException, StoreException {
        Access.privateFolder(room(id));
        RoomLock taken = RoomLock.tryTake(room(id)).orElseThrow(() -> new StoreException(Reason.IN_USE, room(id)));
        return finish(id, taken, keyFile -> {
            StoreKey fresh = StoreKey.generate(randomness);
            keyFile.write(fresh, Optional.empty(), randomness);
            WholeFile.syncFolder(room(id));
            return fresh;
        });
    }

    /**
     * The room {@code id}, for this process alone. With a passphrase this takes some tenths of a second.
     *
     * @throws StoreException NOT_THERE also for anything that is no id, IN_USE, WRONG_PASSPHRASE, DAMAGED, SYMLINK or DISK
     */
    public RoomFolder open(String id, Optional<Secret> passphrase) throws StoreException {
        RoomLock taken = take(id);
        return finish(id, taken, keyFile -> keyFile.open(passphrase));
    }

    /**
     * The record of a room as it was written last, also while some process has the room: it is replaced as a whole. Empty if there is none
     * yet.
     *
     * @throws StoreException NOT_THERE also for anything that is no id, WRONG_PASSPHRASE if it needs one, DAMAGED, SYMLINK or DISK
     */
    public Optional<byte[]> peek(String id) throws StoreException {
        if (!ID.matcher(id).matches() || !hasKey(room(id))) {
            throw new StoreException(Reason.NOT_THERE, rooms(folder));
        }
        try (RoomKeyFile keyFile = new RoomKeyFile(room(id), id, key);
                StoreKey roomKey = keyFile.open(Optional.empty())) {
            return RoomFolder.record(room(id)).read(roomKey);
        }
    }

    private RoomLock take(String id) throws StoreException {
        if (!ID.matcher(id).matches()) {
            throw new StoreException(Reason.NOT_THERE, rooms(folder));
        }
        return lock.hold(() -> {
            Path room = room(id);
            if (Files.isSymbolicLink(room)) {
                throw new StoreException(Reason.SYMLINK, room);
            }
            if (!hasKey(room)) {
                throw new StoreException(Reason.NOT_THERE, room);
            }
            return RoomLock.tryTake(room).orElseThrow(() -> new StoreException(Reason.IN_USE, room));
        });
    }

    /**
     * Removes a room, whatever is in it; no passphrase is needed for that.
     *
     * @throws StoreException NOT_THERE also for anything that is no id, IN_USE, SYMLINK or DISK
     */
    public void remove(String id) throws StoreException {
        RoomLock taken = take(id);
        try {
            lock.hold(() -> {
                taken.close();
                RoomFolder.remove(room(id));
                return id;
            });
        } finally {
            taken.close();
        }
    }

    /** Where a room's key comes from. */
    private interface KeySource {
        StoreKey from(RoomKeyFile keyFile) throws StoreException;
    }

    private RoomFolder finish(String id, RoomLock taken, KeySource source) throws StoreException {
        RoomKeyFile keyFile = new RoomKeyFile(room(id), id, key);
        boolean done = false;
        try {
            RoomFolder opened = new RoomFolder(room(id), lock, taken, keyFile, source.from(keyFile), key, randomness);
            done = true;
            return opened;
        } finally {
            if (!done) {
                keyFile.close();
                taken.close();
            }
        }
    }

    /** Failed passphrases of named rooms. Usable until this folder is closed. */
    public Tries tries() {
        return new Tries(folder, lock, key, randomness);
    }

    /** What closed relays want to see. Usable until this folder is closed. */
    public RelayAccess relayAccess() {
        return new RelayAccess(folder, lock, key, randomness);
    }

    /** What a crash left of a room before it had a key, or after its key was removed. */
    private void removeRemains() throws IOException {
        for (String id : ids()) {
            try {
                if (!hasKey(room(id)) && !isInUse(id)) {
                    RoomFolder.remove(room(id));
                }
            } catch (IOException | StoreException e) {
                // No room, and no reason not to make another.
            }
        }
    }

    private List<String> ids() throws IOException {
        List<String> ids = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(rooms(folder))) {
            for (Path room : found) {
                String name = room.getFileName().toString();
                if (ID.matcher(name).matches() && Files.isDirectory(room, LinkOption.NOFOLLOW_LINKS)) {
                    ids.add(name);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(ids);
        return ids;
    }

    private static boolean hasKey(Path room) {
        return Files.exists(room.resolve("roomkey"), LinkOption.NOFOLLOW_LINKS);
    }

    private boolean isInUse(String id) {
        try {
            Optional<RoomLock> free = RoomLock.tryTake(room(id));
            free.ifPresent(RoomLock::close);
            return free.isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isProtected(String id) {
        try (RoomKeyFile keyFile = new RoomKeyFile(room(id), id, key)) {
            return keyFile.isProtected();
        } catch (StoreException e) {
            return false;
        }
    }

    private static Path rooms(Path folder) {
        return folder.resolve("rooms");
    }

    private Path room(String id) {
        return rooms(folder).resolve(id);
    }

    @Override
    public void close() {
        key.close();
    }
}
