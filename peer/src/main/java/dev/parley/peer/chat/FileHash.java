package dev.parley.peer.chat;

import java.util.HexFormat;

/**
 * SHA-256 of a file, or of its first bytes.
 *
 * @param hex 32 bytes as 64 lower-case hexadecimal digits
 */
public record FileHash(String hex) {
    public static final int BYTES = 32;

    /** The hash of no byte at all. */
    public static final FileHash EMPTY =
            new FileHash("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

    public FileHash {
        if (!TransferId.isHex(hex, BYTES)) {
            throw new IllegalArgumentException("A hash is " + 2 * BYTES + " hexadecimal digits.");
        }
    }

    /** @param bytes 32 */
    public static FileHash of(byte[] bytes) {
        return new FileHash(HexFormat.of().formatHex(bytes));
    }

    byte[] toByteArray() {
        return HexFormat.of().parseHex(hex);
    }
}
