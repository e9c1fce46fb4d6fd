package dev.parley.peer.store;

import dev.parley.crypto.Secret;
import dev.parley.crypto.StoreKey;
import dev.parley.crypto.StoreKey.Purpose;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.store.FileHeader.Kind;
import dev.parley.peer.store.StoreException.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** A room's key on disk, sealed under the state folder's key for this room alone and, if there is one, a passphrase. */
final class RoomKeyFile implements AutoCloseable {
    private static final int FILE_BYTES = FileHeader.BYTES + StoreKey.BYTES + StoreKey.OVERHEAD_BYTES;

    private final Path file;
    private final StoreKey above;

    RoomKeyFile(Path room, String id, StoreKey folderKey) {
        this.file = room.resolve("roomkey");
        // By its id, so that no room's key file opens in another room.
        this.above = folderKey.derive(Purpose.ROOM_KEY, id.getBytes(StandardCharsets.US_ASCII));
    }

    /** Whether a passphrase is needed; also false where there is no such file, or a damaged one. */
    boolean isProtected() throws StoreException {
        return WholeFile.read(file, FILE_BYTES)
                .flatMap(bytes -> FileHeader.read(bytes, Kind.PROTECTED_ROOM_KEY))
                .isPresent();
    }

    /** The room's key. A passphrase that the room does not have is not looked at. */
    StoreKey open(Optional<Secret> passphrase) throws StoreException {
        byte[] bytes = WholeFile.read(file, FILE_BYTES).orElseThrow(() -> new StoreException(Reason.NOT_THERE, file));
        Optional<FileHeader> plain = FileHeader.read(bytes, Kind.ROOM_KEY);
        if (plain.isPresent()) {
            return unwrap(bytes, plain.get(), Optional.empty())
                    .orElseThrow(() -> new StoreException(Reason.DAMAGED, file));
        }
        FileHeader header = FileHeader.read(bytes, Kind.PROTECTED_ROOM_KEY)
                .orElseThrow(() -> new StoreException(Reason.DAMAGED, file));
        if (passphrase.isEmpty()) {
            throw new StoreException(Reason.WRONG_PASSPHRASE, file);
        }
        return unwrap(bytes, header, passphrase).orElseThrow(() -> new StoreException(Reason.WRONG_PASSPHRASE, file));
    }

    private Optional<StoreKey> unwrap(byte[] bytes, FileHeader header, Optional<Secret> passphrase) {
        try (StoreKey key = key(header, passphrase)) {
            return key.unwrap(Arrays.copyOfRange(bytes, FileHeader.BYTES, bytes.length), header.toByteArray());
        }
    }

    /** Replaces the file: the same room key, under another passphrase. */
    void write(StoreKey room, Optional<Secret> passphrase, Randomness randomness) throws StoreException {
        FileHeader header =
                FileHeader.fresh(passphrase.isPresent() ? Kind.PROTECTED_ROOM_KEY : Kind.ROOM_KEY, randomness);
        try (StoreKey key = key(header, passphrase)) {
            WholeFile.replace(file, header.before(key.wrap(room, header.toByteArray())));
        }
    }

    private StoreKey key(FileHeader header, Optional<Secret> passphrase) {
        return passphrase
                .map(secret -> above.derive(secret, header.salt()))
                .orElseGet(() -> above.derive(Purpose.ROOM_KEY, header.salt()));
    }

    @Override
    public void close() {
        above.close();
    }
}
