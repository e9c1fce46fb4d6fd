package dev.parley.peer.cli;

import dev.parley.peer.room.RoomRecord;
import dev.parley.wire.LengthPrefixed;
import dev.parley.wire.Utf8;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What lies on disk of a room, besides its journal.
 *
 * @param savedAs the name it is kept under; empty for a room that is forgotten at its goodbye
 * @param label what its state line says: a place or a name
 * @param relay its address, with its pin if it has one
 * @param theirName as it was shown
 * @param needsPassphrase whether the people meet by a passphrase, which is never stored
 */
record StoredRoom(
        Optional<String> savedAs,
        String label,
        String relay,
        String ourName,
        String theirName,
        boolean needsPassphrase,
        RoomRecord record) {
    private static final int VERSION = 1;
    private static final int ITEMS = 8;
    private static final int MAX_ITEM_BYTES = 16_384;

    StoredRoom with(RoomRecord fresh) {
        return new StoredRoom(savedAs, label, relay, ourName, theirName, needsPassphrase, fresh);
    }

    StoredRoom named(Optional<String> name) {
        return new StoredRoom(name, label, relay, ourName, theirName, needsPassphrase, record);
    }

    StoredRoom at(String where) {
        return new StoredRoom(savedAs, label, where, ourName, theirName, needsPassphrase, record);
    }

    StoredRoom meeting(String theirs) {
        return new StoredRoom(savedAs, label, relay, ourName, theirs, needsPassphrase, record);
    }

    byte[] encode() {
        return new LengthPrefixed()
                .u8(VERSION)
                .text(savedAs.orElse(""))
                .text(label)
                .text(relay)
                .text(ourName)
                .text(theirName)
                .u8(needsPassphrase ? 1 : 0)
                .bytes(record.encode())
                .toByteArray();
    }

    /** The room that {@link #encode} wrote; empty for anything else, also for one of a later version. */
    static Optional<StoredRoom> decode(byte[] encoded) {
        ByteBuffer in = ByteBuffer.wrap(encoded);
        List<byte[]> items = LengthPrefixed.split(in, ITEMS, MAX_ITEM_BYTES).orElse(List.of());
        if (items.isEmpty()
                || in.hasRemaining()
                || !Arrays.equals(items.get(0), new byte[] {VERSION})
                || items.get(6).length != 1
                || items.subList(1, 6).stream()
                        .anyMatch(text -> Utf8.decode(text).isEmpty())) {
            return Optional.empty();
        }
        String savedAs = text(items.get(1));
        return RoomRecord.decode(items.get(7))
                .map(record -> new StoredRoom(
                        savedAs.isEmpty() ? Optional.empty() : Optional.of(savedAs),
                        text(items.get(2)),
                        text(items.get(3)),
                        text(items.get(4)),
                        text(items.get(5)),
                        items.get(6)[0] == 1,
                        record));
    }

    private static String text(byte[] item) {
        return new String(item, StandardCharsets.UTF_8);
    }
}
