package dev.parley.crypto;

import dev.parley.wire.RoomId;
import java.text.Normalizer;

/** Rooms that two people know by a name, and the passphrase they may have agreed on (PROTOCOL.md section 4.3). */
public final class RoomName {
    /** Characters in a name. */
    public static final int MAX_LENGTH = 64;

    private RoomName() {}

    public static RoomId roomId(String name) {
        return KeySchedule.namedRoom(name);
    }

    /** What the PAKE checks: NFKC, trimmed, case kept. */
    public static Secret passphrase(String typed) {
        return Secret.ofText(normalized(typed));
    }

    /** Whether a typed passphrase is none. */
    public static boolean isEmptyPassphrase(String typed) {
        return normalized(typed).isEmpty();
    }

    static String normalized(String typed) {
        return Normalizer.normalize(typed, Normalizer.Form.NFKC).strip();
    }

    /** A cautious estimate of a passphrase's bits: a warning is due below 40. */
    public static int estimatedBits(String typed) {
        String text = normalized(typed);
        // Words and repetitions hold less than random letters: two bits a character at most, and nothing for repeats.
        return (int) (2 * Math.min(text.length(), 3 * text.chars().distinct().count()));
    }
}
