package dev.parley.peer.cli;

import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.net.Keeper;
import dev.parley.peer.room.JournalEntry;
import dev.parley.peer.room.RoomRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A room on disk as the shipped program keeps it, for tests of other packages. */
public final class DiskRoom {
    private final DiskKeeper keeper;
    private final Optional<SavedRooms.Opened> opened;

    private DiskRoom(DiskKeeper keeper, Optional<SavedRooms.Opened> opened) {
        this.keeper = keeper;
        this.opened = opened;
    }

    /** A room that gets its files with its first record. */
    public static DiskRoom fresh(Path folder) {
        SavedRooms rooms = open(folder);
        DiskKeeper.Template template = new DiskKeeper.Template(Optional.empty(), "test", "relay", "name", false);
        return new DiskRoom(new DiskKeeper(rooms::create, template, wanted -> Optional.empty()), Optional.empty());
    }

    private static SavedRooms open(Path folder) {
        try {
            return SavedRooms.open(folder, Randomness.system());
        } catch (StateException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The only room in that folder; empty if there is none. */
    public static Optional<DiskRoom> reopen(Path folder) {
        SavedRooms rooms = open(folder);
        try {
            List<SavedRooms.Entry> entries = rooms.list();
            if (entries.isEmpty()) {
                return Optional.empty();
            }
            SavedRooms.Opened opened = rooms.take(entries.get(0).listing().id());
            if (opened.damage().isLoss()) {
                throw new IllegalStateException("The journal lost entries: " + opened.damage());
            }
            DiskKeeper keeper = new DiskKeeper(opened.folder(), opened.room(), wanted -> Optional.empty());
            return Optional.of(new DiskRoom(keeper, Optional.of(opened)));
        } catch (StateException e) {
            throw new IllegalStateException(e);
        }
    }

    public Keeper keeper() {
        return keeper;
    }

    public RoomRecord record() {
        return opened.orElseThrow().room().record();
    }

    public List<JournalEntry> journal() {
        return opened.map(SavedRooms.Opened::journal).orElse(List.of());
    }

    /** Lets others open it. */
    public void close() {
        opened.ifPresent(room -> room.folder().close());
    }
}
