package dev.parley.peer.cli;

import dev.parley.crypto.Secret;
import dev.parley.peer.net.Keeper;
import dev.parley.peer.room.JournalEntry;
import dev.parley.peer.room.RoomRecord;
import dev.parley.peer.store.RoomFolder;
import dev.parley.peer.store.StoreException;
import dev.parley.peer.ui.Shelf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One room's record and journal in the state folder. A room gets its folder with its first record: what was said before anybody was met
 * is worth nothing after a crash. One thread at a time.
 */
final class DiskKeeper implements Keeper, Shelf {
    /** A journal that has grown by this much since it was last short is shortened. */
    private static final long LONG_BYTES = 256 << 10;

    /** Makes the folder of a new room. */
    interface Maker {
        RoomFolder make() throws StoreException;
    }

    private final Maker maker;
    private final Function<String, Optional<String>> nameProblem;
    private final Template template;
    private final List<JournalEntry> early = new ArrayList<>();
    private Optional<RoomFolder> folder = Optional.empty();
    private Optional<StoredRoom> room = Optional.empty();
    private Optional<String> savedAs;
    private String relay;
    private String theirName = "";
    private long shortBytes;
    private boolean recordChanged;
    private boolean forgotten;

    /** What the first record does not know. */
    record Template(Optional<String> savedAs, String label, String relay, String ourName, boolean needsPassphrase) {}

    /** For a room that is not there yet. {@code nameProblem} says why a name cannot be taken. */
    DiskKeeper(Maker maker, Template template, Function<String, Optional<String>> nameProblem) {
        this.maker = maker;
        this.template = template;
        this.nameProblem = nameProblem;
        this.savedAs = template.savedAs();
        this.relay = template.relay();
    }

    /** For a room that is there. */
    DiskKeeper(RoomFolder folder, StoredRoom room, Function<String, Optional<String>> nameProblem) {
        this(
                () -> folder,
                new Template(room.savedAs(), room.label(), room.relay(), room.ourName(), room.needsPassphrase()),
                nameProblem);
        this.folder = Optional.of(folder);
        this.room = Optional.of(room);
        this.recordChanged = true;
        this.theirName = room.theirName();
    }

    @Override
    public void append(JournalEntry entry) {
        early.add(entry);
    }

    @Override
    public void save(RoomRecord record) {
        room = Optional.of(room.map(known -> known.with(record))
                .orElseGet(() -> new StoredRoom(
                        savedAs,
                        template.label(),
                        relay,
                        template.ourName(),
                        theirName,
                        template.needsPassphrase(),
                        record)));
        recordChanged = true;
    }

    @Override
    public Optional<String> commit() {
        if (room.isEmpty() || forgotten) {
            return Optional.empty();
        }
        try {
            if (folder.isEmpty()) {
                folder = Optional.of(maker.make());
                if (!room.get().record().isPrivate()) {
                    folder.get().mark(room.get().record().room().toByteArray());
                }
            }
            while (!early.isEmpty()) {
                folder.get().journal().append(early.get(0).encode());
                early.remove(0);
            }
            folder.get().journal().commit();
            // The journal first: a new peer's record over the old one's numbers would look like a rollback.
            if (recordChanged) {
                folder.get().writeRecord(room.get().encode());
                recordChanged = false;
            }
            return Optional.empty();
        } catch (StoreException e) {
            return Optional.of(StateException.what(e) + " (" + e.path() + ")");
        }
    }

    @Override
    public boolean isWorthShortening(boolean idle) {
        try {
            long grown = folder.isPresent() ? folder.get().journal().size() - shortBytes : 0;
            return early.isEmpty() && (idle ? grown > 0 : grown > LONG_BYTES + shortBytes);
        } catch (StoreException e) {
            return false;
        }
    }

    @Override
    public void shorten(List<JournalEntry> journal) {
        try {
            folder.orElseThrow()
                    .journal()
                    .rewrite(journal.stream().map(JournalEntry::encode).toList());
            shortBytes = folder.get().journal().size();
        } catch (StoreException e) {
            // The long journal says the same; the next commit tries again, or says what is wrong.
        }
    }

    @Override
    public Optional<String> save(String name, Optional<Secret> passphrase) {
        // A room does not stand in its own way.
        Optional<String> problem =
                savedAs.filter(name::equalsIgnoreCase).isPresent() ? Optional.empty() : nameProblem.apply(name);
        if (problem.isPresent()) {
            return problem;
        }
        if (room.isEmpty() && passphrase.isPresent()) {
            return Optional.of("nobody was met yet, so there is nothing to put behind a passphrase; try again then");
        }
        Optional<String> before = savedAs;
        rename(Optional.of(name));
        Optional<String> unwritten = commit().or(() -> protect(passphrase));
        if (unwritten.isPresent()) {
            rename(before);
        }
        return unwritten;
    }

    private Optional<String> protect(Optional<Secret> passphrase) {
        try {
            if (passphrase.isPresent()) {
                folder.orElseThrow().protect(passphrase.get());
            }
            return Optional.empty();
        } catch (StoreException e) {
            return Optional.of(StateException.what(e) + " (" + e.path() + ")");
        }
    }

    private void rename(Optional<String> name) {
        savedAs = name;
        room = room.map(known -> known.named(name));
        recordChanged = room.isPresent();
    }

    @Override
    public boolean forget() {
        boolean was = savedAs.isPresent();
        rename(Optional.empty());
        return was;
    }

    @Override
    public boolean isSaved() {
        return savedAs.isPresent();
    }

    @Override
    public boolean isOnDisk() {
        return folder.isPresent();
    }

    @Override
    public void met(String name) {
        theirName = name;
        room = room.map(known -> known.meeting(name));
        recordChanged = room.isPresent();
    }

    /** The room is on this relay, by all that is known of it. */
    void isAt(String address) {
        recordChanged |= room.isPresent() && !relay.equals(address);
        relay = address;
        room = room.map(known -> known.at(address));
    }

    /** Who was met, as it was shown; empty if nobody was. */
    String theirName() {
        return theirName;
    }

    /** Whether its name can only be read behind a passphrase. */
    private static boolean isLocked(RoomFolder folder) {
        try {
            return folder.isProtected();
        } catch (StoreException e) {
            return false;
        }
    }

    /**
     * The room is over; {@code farewell} if somebody said goodbye. Gives the name to reopen it by, if it is still there. After the loop's
     * thread has ended.
     */
    Optional<String> end(boolean farewell) {
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        commit();
        RoomFolder mine = folder.get();
        folder = Optional.empty();
        forgotten = true;
        if (farewell && savedAs.isEmpty()) {
            try {
                mine.delete();
            } catch (StoreException e) {
                mine.close();
            }
            return Optional.empty();
        }
        String name = isLocked(mine) ? mine.id() : savedAs.orElse(mine.id());
        mine.close();
        return Optional.of(name.contains(" ") ? '"' + name + '"' : name);
    }
}
