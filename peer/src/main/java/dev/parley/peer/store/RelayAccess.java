package dev.parley.peer.store;

import dev.parley.crypto.StoreKey;
import dev.parley.crypto.StoreKey.Purpose;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.store.StoreException.Reason;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * For each relay that asks who we are: its token, our access key. At most {@link #MAX_RELAYS}. A damaged file is refused, not forgotten:
 * a key in it may be listed somewhere.
 */
public final class RelayAccess {
    public static final int MAX_RELAYS = 256;

    static final String FILE = "access";

    private static final int MAX_ITEM_BYTES = 4_096;
    private static final int MAX_BYTES = MAX_RELAYS * 3 * 2_048;

    /** What one relay is shown; no bytes where there is none. */
    private record Row(ByteBuffer token, ByteBuffer key) {
        static final Row NOTHING = new Row(ByteBuffer.allocate(0), ByteBuffer.allocate(0));
    }

    private final FolderLock lock;
    private final Path file;
    private final SealedFile sealed;
    private final StoreKey folderKey;
    private final Randomness randomness;

    RelayAccess(Path folder, FolderLock lock, StoreKey folderKey, Randomness randomness) {
        this.lock = lock;
        this.file = folder.resolve(FILE);
        this.sealed = new SealedFile(file, FileHeader.Kind.RELAY_ACCESS, Purpose.RELAY_ACCESS, MAX_BYTES);
        this.folderKey = folderKey;
        this.randomness = randomness;
    }

    /** The token for {@code relay}, if one was kept. */
    public Optional<byte[]> token(String relay) throws StoreException {
        return bytes(row(relay).token());
    }

    /** Our access key for {@code relay} in its encoding, if one was made. */
    public Optional<byte[]> key(String relay) throws StoreException {
        return bytes(row(relay).key());
    }

    /** Keeps a token instead of the one of before, on disk when this returns. */
    public void keepToken(String relay, byte[] token) throws StoreException {
        change(relay, row -> new Row(ByteBuffer.wrap(token.clone()), row.key()));
    }

    /** Keeps an access key unless there is one, on disk when this returns; gives the one that is kept. */
    public byte[] keepKey(String relay, byte[] key) throws StoreException {
        Row row = change(
                relay,
                before -> before.key().hasRemaining() ? before : new Row(before.token(), ByteBuffer.wrap(key.clone())));
        return bytes(row.key()).orElseThrow();
    }

    private interface Change {
        Row of(Row before);
    }

    private Row row(String relay) throws StoreException {
        return lock.hold(this::read).getOrDefault(relay, Row.NOTHING);
    }

    private Row change(String relay, Change change) throws StoreException {
        return lock.hold(() -> {
            Map<String, Row> rows = read();
            Row before = rows.getOrDefault(relay, Row.NOTHING);
            Row after = change.of(before);
            if (!after.equals(before)) {
                rows.put(relay, after);
                if (rows.size() > MAX_RELAYS) {
                    throw new StoreException(Reason.TOO_LARGE, file);
                }
                write(rows);
            }
            return after;
        });
    }

    private static Optional<byte[]> bytes(ByteBuffer item) {
        if (!item.hasRemaining()) {
            return Optional.empty();
        }
        byte[] bytes = new byte[item.remaining()];
        item.duplicate().get(bytes);
        return Optional.of(bytes);
    }

    private Map<String, Row> read() throws StoreException {
        ByteBuffer in = ByteBuffer.wrap(sealed.read(folderKey).orElse(new byte[0]));
        Map<String, Row> rows = new LinkedHashMap<>();
        try {
            while (in.hasRemaining()) {
                String relay = StandardCharsets.UTF_8.decode(item(in)).toString();
                rows.put(relay, new Row(item(in), item(in)));
            }
        } catch (BufferUnderflowException e) {
            throw new StoreException(Reason.DAMAGED, file);
        }
        return rows;
    }

    /** u16 length and that many bytes. */
    private static ByteBuffer item(ByteBuffer in) {
        int length = in.getShort() & 0xFFFF;
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer item = in.slice(in.position(), length);
        in.position(in.position() + length);
        return item;
    }

    private void write(Map<String, Row> rows) throws StoreException {
        ByteBuffer out = ByteBuffer.allocate(MAX_BYTES);
        for (Map.Entry<String, Row> row : rows.entrySet()) {
            put(out, StandardCharsets.UTF_8.encode(row.getKey()));
            put(out, row.getValue().token().duplicate());
            put(out, row.getValue().key().duplicate());
        }
        byte[] plain = new byte[out.position()];
        out.flip().get(plain);
        sealed.write(plain, folderKey, randomness);
    }

    private void put(ByteBuffer out, ByteBuffer item) throws StoreException {
        if (item.remaining() > MAX_ITEM_BYTES || Short.BYTES + item.remaining() > out.remaining()) {
            throw new StoreException(Reason.TOO_LARGE, file);
        }
        out.putShort((short) item.remaining()).put(item);
    }
}
