package dev.parley.peer.store;

import dev.parley.crypto.StoreKey;
import dev.parley.crypto.StoreKey.Purpose;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.store.StoreException.Reason;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Failed tries, counted across runs and processes: per 32-byte hash of a room how many, and when the last one was. At most {@link
 * #MAX_ROOMS} rooms; the one whose failure is oldest makes place. A damaged file is refused, not forgotten.
 */
public final class Tries {
    public static final int MAX_ROOMS = 256;
    public static final int HASH_BYTES = 32;

    private static final int ROW_BYTES = HASH_BYTES + Integer.BYTES + Long.BYTES;

    private record Count(int failures, long lastMillis) {}

    private final FolderLock lock;
    private final Path file;
    private final SealedFile sealed;
    private final StoreKey folderKey;
    private final Randomness randomness;

    Tries(Path folder, FolderLock lock, StoreKey folderKey, Randomness randomness) {
        this.lock = lock;
        this.file = folder.resolve("tries");
        this.sealed = new SealedFile(file, FileHeader.Kind.TRIES, Purpose.TRIES, MAX_ROOMS * ROW_BYTES);
        this.folderKey = folderKey;
        this.randomness = randomness;
    }

    /** Failures since the last {@link #clear}; 0 if there were none. */
    public int failures(byte[] roomHash) throws StoreException {
        Count count = lock.hold(this::read).get(key(roomHash));
        return count == null ? 0 : count.failures();
    }

    /** When the last failure was, in milliseconds since 1970; empty if there was none. */
    public OptionalLong lastFailure(byte[] roomHash) throws StoreException {
        Count count = lock.hold(this::read).get(key(roomHash));
        return count == null ? OptionalLong.empty() : OptionalLong.of(count.lastMillis());
    }

    /** Counts one more failure, on disk when this returns. */
    public void record(byte[] roomHash, long nowMillis) throws StoreException {
        ByteBuffer key = key(roomHash);
        lock.hold(() -> {
            Map<ByteBuffer, Count> counts = read();
            Count before = counts.getOrDefault(key, new Count(0, nowMillis));
            counts.put(key, new Count(Math.min(before.failures(), Integer.MAX_VALUE - 1) + 1, nowMillis));
            if (counts.size() > MAX_ROOMS) {
                counts.entrySet().stream()
                        .filter(row -> !row.getKey().equals(key))
                        .min(Comparator.comparingLong(row -> row.getValue().lastMillis()))
                        .ifPresent(oldest -> counts.remove(oldest.getKey()));
            }
            write(counts);
            return counts;
        });
    }

    /** Forgets the failures of a room: a try succeeded. */
    public void clear(byte[] roomHash) throws StoreException {
        ByteBuffer key = key(roomHash);
        lock.hold(() -> {
            Map<ByteBuffer, Count> counts = read();
            if (counts.remove(key) != null) {
                write(counts);
            }
            return counts;
        });
    }

    private static ByteBuffer key(byte[] roomHash) {
        if (roomHash.length != HASH_BYTES) {
            throw new IllegalArgumentException("A room's hash has " + HASH_BYTES + " bytes.");
        }
        return ByteBuffer.wrap(roomHash.clone());
    }

    private Map<ByteBuffer, Count> read() throws StoreException {
        byte[] rows = sealed.read(folderKey).orElse(new byte[0]);
        if (rows.length % ROW_BYTES != 0) {
            throw new StoreException(Reason.DAMAGED, file);
        }
        Map<ByteBuffer, Count> counts = new LinkedHashMap<>();
        ByteBuffer in = ByteBuffer.wrap(rows);
        while (in.hasRemaining()) {
            byte[] hash = new byte[HASH_BYTES];
            in.get(hash);
            Count count = new Count(in.getInt(), in.getLong());
            if (count.failures() < 1) {
                throw new StoreException(Reason.DAMAGED, file);
            }
            counts.put(key(hash), count);
        }
        return counts;
    }

    private void write(Map<ByteBuffer, Count> counts) throws StoreException {
        ByteBuffer out = ByteBuffer.allocate(counts.size() * ROW_BYTES);
        counts.forEach((hash, count) ->
                out.put(hash.duplicate()).putInt(count.failures()).putLong(count.lastMillis()));
        sealed.write(out.array(), folderKey, randomness);
    }
}
