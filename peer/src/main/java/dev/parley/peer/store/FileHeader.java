package dev.parley.peer.store;

import dev.parley.crypto.StoreKey;
import dev.parley.crypto.primitive.Randomness;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The first 40 bytes of every sealed file, bound to all that is sealed behind them:
 *
 * <pre>
 * "parley" | u8 version = 1 | u8 kind | salt(32)
 * </pre>
 */
final class FileHeader {
    static final int BYTES = 8 + StoreKey.SALT_BYTES;

    private static final byte[] MAGIC = "parley".getBytes(StandardCharsets.US_ASCII);
    private static final byte VERSION = 1;

    /** What a file is. */
    enum Kind {
        ROOM_KEY(1),
        PROTECTED_ROOM_KEY(2),
        RECORD(3),
        JOURNAL(4),
        TRIES(5),
        RELAY_ACCESS(6);

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }
    }

    private final byte[] bytes;

    private FileHeader(byte[] bytes) {
        this.bytes = bytes;
    }

    static FileHeader fresh(Kind kind, Randomness randomness) {
        return new FileHeader(ByteBuffer.allocate(BYTES)
                .put(MAGIC)
                .put(VERSION)
                .put(kind.code)
                .put(randomness.bytes(StoreKey.SALT_BYTES))
                .array());
    }

    /** The header at the front of {@code file}, if it is one of {@code kind}. */
    static Optional<FileHeader> read(byte[] file, Kind kind) {
        byte[] expected = {MAGIC[0], MAGIC[1], MAGIC[2], MAGIC[3], MAGIC[4], MAGIC[5], VERSION, kind.code};
        return file.length >= BYTES && Arrays.equals(file, 0, expected.length, expected, 0, expected.length)
                ? Optional.of(new FileHeader(Arrays.copyOf(file, BYTES)))
                : Optional.empty();
    }

    byte[] salt() {
        return Arrays.copyOfRange(bytes, BYTES - StoreKey.SALT_BYTES, BYTES);
    }

    byte[] toByteArray() {
        return bytes.clone();
    }

    /** This header and then {@code body}. */
    byte[] before(byte[] body) {
        return ByteBuffer.allocate(BYTES + body.length).put(bytes).put(body).array();
    }
}
