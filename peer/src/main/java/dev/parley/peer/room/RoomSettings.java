package dev.parley.peer.room;

import dev.parley.crypto.Identity;
import dev.parley.crypto.IdentityKey;
import dev.parley.crypto.Mode;
import dev.parley.crypto.Secret;
import dev.parley.crypto.Side;
import dev.parley.peer.chat.Untrusted;
import dev.parley.wire.Intent;
import dev.parley.wire.RoomId;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a person brings to a room. The side says how it came about: an opener makes the place of a code, a joiner expects it; a named
 * room and a private one are symmetric.
 *
 * @param name our own display name, at most 128 bytes of UTF-8
 * @param known what is remembered of this room, if anything
 * @param journal what its journal holds
 * @param kept whether the room outlives a goodbye
 * @param patienceMillis how long to go on without the other end once it was there
 * @param pauseMillis how long to wait before the first connection
 * @param blocked with whose key no handshake ends well; asked at each
 */
public record RoomSettings(
        RoomId room,
        Side side,
        Identity identity,
        Optional<Secret> code,
        Untrusted name,
        Optional<RoomRecord> known,
        List<JournalEntry> journal,
        boolean kept,
        long patienceMillis,
        long pauseMillis,
        Predicate<IdentityKey> blocked) {
    /** For a person, who leaves when it is enough. */
    public static final long FOR_EVER = Long.MAX_VALUE / 4;

    /** A room that nothing is remembered of. */
    public RoomSettings(RoomId room, Side side, Identity identity, Optional<Secret> code, Untrusted name) {
        this(room, side, identity, code, name, Optional.empty(), List.of(), false, FOR_EVER, 0, key -> false);
    }

    /** A room that was left without a goodbye, or that is kept. */
    public static RoomSettings reopening(
            RoomRecord record, List<JournalEntry> journal, boolean kept, Optional<Secret> passphrase, Untrusted name) {
        return new RoomSettings(
                record.room(),
                Side.SYMMETRIC,
                record.identity(),
                passphrase,
                name,
                Optional.of(record),
                journal,
                kept,
                FOR_EVER,
                0,
                key -> false);
    }

    public RoomSettings withPatience(long millis) {
        return new RoomSettings(room, side, identity, code, name, known, journal, kept, millis, pauseMillis, blocked);
    }

    public RoomSettings withPause(long millis) {
        return new RoomSettings(
                room, side, identity, code, name, known, journal, kept, patienceMillis, millis, blocked);
    }

    public RoomSettings withBlocked(Predicate<IdentityKey> keys) {
        return new RoomSettings(
                room, side, identity, code, name, known, journal, kept, patienceMillis, pauseMillis, keys);
    }

    public Mode mode() {
        return code.isPresent() ? Mode.CODE : Mode.OPEN;
    }

    Where where() {
        return side == Side.SYMMETRIC ? Where.ROOM : Where.PLACE;
    }

    Intent intent() {
        return switch (side) {
            case SYMMETRIC -> Intent.EITHER;
            case OPENER -> Intent.OPEN;
            case JOINER -> Intent.JOIN;
        };
    }
}
