package dev.parley.peer.cli;

import dev.parley.crypto.Secret;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.room.JournalEntry;
import dev.parley.peer.store.Damage;
import dev.parley.peer.store.RelayAccess;
import dev.parley.peer.store.RoomFolder;
import dev.parley.peer.store.StateFolder;
import dev.parley.peer.store.StoreException;
import dev.parley.peer.store.Tries;
import dev.parley.wire.RoomId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The rooms on disk, as a person knows them: by the name they were saved under, or by the id of one that was left without a goodbye. */
final class SavedRooms implements AutoCloseable {
    static final int MAX_NAME_LENGTH = 64;

    private static final String UNKNOWN_FORM = "written by another version of Parley";

    private final StateFolder folder;

    /**
     * A line of the list.
     *
     * @param room what is known of it; empty if it is behind a passphrase or damaged
     */
    record Entry(RoomFolder.Listing listing, Optional<StoredRoom> room, int undelivered, Optional<String> problem) {
        String name() {
            return room.flatMap(StoredRoom::savedAs).orElse(listing.id());
        }

        /** Whether it was left without a goodbye, never saved, and is not open now. */
        boolean isLeft() {
            return !listing.isInUse()
                    && room.filter(known -> known.savedAs().isEmpty()).isPresent();
        }

        /** Whether a meeting at this place led to it. */
        boolean isFrom(String place) {
            return room.filter(
                            known -> known.record().isPrivate() && known.label().equals(place))
                    .isPresent();
        }
    }

    /** A room taken from disk, ours until its folder is closed. */
    record Opened(RoomFolder folder, StoredRoom room, List<JournalEntry> journal, Damage damage) {}

    private SavedRooms(StateFolder folder) {
        this.folder = folder;
    }

    static SavedRooms open(Map<String, String> environment, Randomness randomness) throws StateException {
        return open(StateFolder.defaultPath(environment), randomness);
    }

    static SavedRooms open(Path path, Randomness randomness) throws StateException {
        try {
            return new SavedRooms(StateFolder.open(path, randomness));
        } catch (StoreException e) {
            throw new StateException(e);
        }
    }

    /** Makes the folder of a new room. */
    RoomFolder create() throws StoreException {
        return folder.create();
    }

    RelayAccess relayAccess() {
        return folder.relayAccess();
    }

    Tries tries() {
        return folder.tries();
    }

    /** Every room, in no order. What a crash left before a room had a record is removed. */
    List<Entry> list() throws StateException {
        List<Entry> entries = new ArrayList<>();
        for (RoomFolder.Listing listing : listings()) {
            if (listing.isInUse() || listing.isProtected()) {
                entries.add(new Entry(listing, peek(listing), 0, Optional.empty()));
                continue;
            }
            try {
                Optional<Opened> opened = take(listing.id(), Optional.empty());
                if (opened.isPresent()) {
                    entries.add(new Entry(
                            listing,
                            Optional.of(opened.get().room()),
                            JournalEntry.undelivered(opened.get().journal()),
                            Optional.empty()));
                    opened.get().folder().close();
                }
            } catch (StoreException e) {
                entries.add(new Entry(listing, Optional.empty(), 0, Optional.of(StateException.what(e))));
            } catch (StateException e) {
                entries.add(new Entry(listing, Optional.empty(), 0, Optional.of(UNKNOWN_FORM)));
            }
        }
        return entries;
    }

    /** What is known of a room that some window has open. */
    private Optional<StoredRoom> peek(RoomFolder.Listing listing) {
        if (listing.isProtected()) {
            return Optional.empty();
        }
        try {
            return folder.peek(listing.id()).flatMap(StoredRoom::decode);
        } catch (StoreException e) {
            // It may have ended in between; whoever opens it is told what is wrong.
            return Optional.empty();
        }
    }

    private List<RoomFolder.Listing> listings() throws StateException {
        try {
            return folder.rooms();
        } catch (StoreException e) {
            throw new StateException(e);
        }
    }

    /** The id of the room of that name or id. Names count without regard to case. */
    Optional<String> find(String nameOrId) throws StateException {
        String wanted = nameOrId.strip().toLowerCase(Locale.ROOT);
        return list().stream()
                .filter(entry -> entry.name().toLowerCase(Locale.ROOT).equals(wanted)
                        || entry.listing().id().equals(wanted))
                .map(entry -> entry.listing().id())
                .findFirst();
    }

    /** The id of the room of that name or id, which must be there. */
    String require(String nameOrId) throws StateException {
        return find(nameOrId)
                .orElseThrow(
                        () -> new StateException(
                                "there is no room of that name",
                                "no such name or id among those that can be read",
                                "parley rooms lists what there is; rooms open elsewhere or behind a passphrase go by their id"));
    }

    /** Whether the room of that id must be opened by a passphrase. */
    boolean isProtected(String id) throws StateException {
        return listings().stream().anyMatch(listing -> listing.id().equals(id) && listing.isProtected());
    }

    /**
     * The id of the stored room that goes by this name on the relay.
     *
     * @throws StateException if it is there and cannot be opened just so: beginning anew beside it would take anybody for the one met there
     */
    Optional<String> of(RoomId room) throws StateException {
        try {
            Optional<RoomFolder.Listing> found = folder.findMarked(room.toByteArray());
            if (found.filter(RoomFolder.Listing::isInUse).isPresent()) {
                throw new StateException(
                        "that room is open in another window", found.get().id(), "go on there");
            }
            if (found.filter(RoomFolder.Listing::isProtected).isPresent()) {
                throw new StateException(
                        "that room is saved behind a passphrase",
                        found.get().id(),
                        "parley reopen " + found.get().id());
            }
            return found.map(RoomFolder.Listing::id);
        } catch (StoreException e) {
            throw new StateException(e);
        }
    }

    /** Takes the room for ourselves. */
    Opened take(String id, Secret passphrase) throws StateException {
        return required(id, Optional.of(passphrase));
    }

    /** Takes a room without a passphrase of its own for ourselves. */
    Opened take(String id) throws StateException {
        return required(id, Optional.empty());
    }

    private Opened required(String id, Optional<Secret> passphrase) throws StateException {
        try {
            return take(id, passphrase)
                    .orElseThrow(() -> new StateException(
                            "there is nothing in that room any more", id, "parley rooms lists what there is"));
        } catch (StoreException e) {
            throw new StateException(e);
        }
    }

    private Optional<Opened> take(String id, Optional<Secret> passphrase) throws StoreException, StateException {
        RoomFolder taken = folder.open(id, passphrase);
        try {
            Optional<byte[]> record = taken.readRecord();
            if (record.isEmpty()) {
                taken.delete();
                return Optional.empty();
            }
            Optional<StoredRoom> room = StoredRoom.decode(record.get());
            Arrays.fill(record.get(), (byte) 0);
            if (room.isEmpty()) {
                throw new StateException(UNKNOWN_FORM, id, "the newest version of Parley");
            }
            List<JournalEntry> journal = new ArrayList<>();
            int strange = 0;
            for (byte[] entry : taken.journal().takeEntries()) {
                Optional<JournalEntry> known = JournalEntry.decode(entry);
                known.ifPresent(journal::add);
                strange += known.isPresent() ? 0 : 1;
            }
            Damage damage = taken.journal().damage();
            return Optional.of(
                    new Opened(taken, room.get(), journal, new Damage(damage.tail(), damage.unreadable() + strange)));
        } catch (StoreException | StateException | RuntimeException e) {
            taken.close();
            throw e;
        }
    }

    /** Removes a room from disk. */
    void remove(String nameOrId) throws StateException {
        String id = require(nameOrId);
        try {
            folder.remove(id);
        } catch (StoreException e) {
            throw new StateException(e);
        }
    }

    /** Why a room cannot be kept under that name; {@code own} is the id of the room itself. */
    Optional<String> nameProblem(String name, String own) {
        if (name.isBlank()
                || name.length() > MAX_NAME_LENGTH
                || !name.matches("[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]*")
                || name.matches("[0-9a-f]{8}")) {
            return Optional.of(
                    "a name has up to " + MAX_NAME_LENGTH + " letters, digits, blanks, dots, hyphens or underscores");
        }
        try {
            return find(name).filter(id -> !id.equals(own)).map(id -> "another room is saved under that name");
        } catch (StateException e) {
            return Optional.of(e.getMessage().lines().findFirst().orElse(""));
        }
    }

    @Override
    public void close() {
        folder.close();
    }
}
