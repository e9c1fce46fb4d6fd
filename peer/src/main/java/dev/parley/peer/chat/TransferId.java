package dev.parley.peer.chat;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Names one offer of files, at both ends and over all sessions (PROTOCOL.md section 9.1).
 *
 * @param hex sixteen random bytes as 32 lower-case hexadecimal digits
 */
public record TransferId(String hex) {
    public static final int BYTES = 16;

    public TransferId {
        if (!isHex(hex, BYTES)) {
            throw new IllegalArgumentException("A transfer is named by " + 2 * BYTES + " hexadecimal digits.");
        }
    }

    /** @param bytes sixteen, random if the offer is new */
    public static TransferId of(byte[] bytes) {
        return new TransferId(HexFormat.of().formatHex(bytes));
    }

    /** Reads sixteen bytes at the position of {@code in}. */
    static TransferId read(ByteBuffer in) {
        byte[] bytes = new byte[BYTES];
        in.get(bytes);
        return of(bytes);
    }

    byte[] toByteArray() {
        return HexFormat.of().parseHex(hex);
    }

    static boolean isHex(String text, int bytes) {
        return text.length() == 2 * bytes && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
    }
}
