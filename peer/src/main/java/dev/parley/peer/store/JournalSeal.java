package dev.parley.peer.store;

import dev.parley.crypto.StoreKey;
import dev.parley.crypto.StoreKey.Purpose;
import dev.parley.crypto.primitive.Randomness;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * How the entries of one journal file are sealed. A file is a {@link FileHeader} and then, per entry,
 *
 * <pre>
 * u32 length | u32 check | sealed(length)
 * </pre>
 *
 * Header and index are bound to each entry, so entries that were left out, moved or taken from elsewhere do not open. The check is the
 * CRC-32 of index and length: it tells an entry that a crash cut short from a length that went bad. Against intent the seal stands.
 */
final class JournalSeal implements AutoCloseable {
    static final int FRAME_BYTES = 8;
    static final int MAX_SEALED_BYTES = JournalFile.MAX_ENTRY_BYTES + StoreKey.OVERHEAD_BYTES;
    static final int MIN_SEALED_BYTES = 1 + StoreKey.OVERHEAD_BYTES;

    private final FileHeader header;
    private final StoreKey key;

    JournalSeal(FileHeader header, StoreKey room) {
        this.header = header;
        this.key = room.derive(Purpose.JOURNAL, header.salt());
    }

    static JournalSeal fresh(StoreKey room, Randomness randomness) {
        return new JournalSeal(FileHeader.fresh(FileHeader.Kind.JOURNAL, randomness), room);
    }

    byte[] header() {
        return header.toByteArray();
    }

    /** The entry as it stands in the file. */
    byte[] seal(long index, byte[] entry) {
        byte[] sealed = key.seal(entry, associated(index));
        return ByteBuffer.allocate(FRAME_BYTES + sealed.length)
                .putInt(sealed.length)
                .putInt(check(index, sealed.length))
                .put(sealed)
                .array();
    }

    Optional<byte[]> open(long index, byte[] sealed) {
        return key.open(sealed, associated(index));
    }

    static int check(long index, int length) {
        CRC32 crc = new CRC32();
        crc.update(ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                .putLong(index)
                .putInt(length)
                .flip());
        return (int) crc.getValue();
    }

    private byte[] associated(long index) {
        return ByteBuffer.allocate(FileHeader.BYTES + Long.BYTES)
                .put(header.toByteArray())
                .putLong(index)
                .array();
    }

    @Override
    public void close() {
        key.close();
    }
}
