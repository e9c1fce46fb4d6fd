package dev.parley.peer.ui;

import java.nio.charset.StandardCharsets;

/** Which pastes are asked about before they are sent. */
final class PasteRule {
    static final int MAX_LINES = 3;
    static final int MAX_BYTES = 2 << 10;
    private static final char ESCAPE = 0x1B;

    private PasteRule() {}

    /** More than three lines or 2 KiB, or with a control character that no text has. */
    static boolean isBig(String text) {
        return lines(text) > MAX_LINES
                || text.length() > MAX_BYTES
                || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES
                || text.indexOf(ESCAPE) >= 0;
    }

    static long lines(String text) {
        return text.lines().count();
    }
}
