package dev.parley.peer.chat;

/** Characters that show nothing or act on what is around them, so that text which holds them is not what it looks like. */
public final class Unseen {
    private Unseen() {}

    /** Whether {@code point} is a control, format, private or unassigned character, or one of those that count as letters and show nothing. */
    public static boolean is(int point) {
        return isBlank(point)
                || switch (Character.getType(point)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> true;
                    // Emoji newer than this Java's tables are symbols all the same.
                    case Character.UNASSIGNED -> point < 0x1F000 || point > 0x1FAFF;
                    default -> false;
                };
    }

    /** Whether {@code point} counts as a letter or mark and shows nothing. */
    public static boolean isBlank(int point) {
        return point == 0x034F
                || point == 0x115F
                || point == 0x1160
                || point == 0x17B4
                || point == 0x17B5
                || point >= 0x180B && point <= 0x180F
                || point == 0x2800
                || point == 0x3164
                || point >= 0xFE00 && point <= 0xFE0F
                || point == 0xFFA0
                || point >= 0xE0100 && point <= 0xE01EF;
    }
}
