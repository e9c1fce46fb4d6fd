package dev.parley.peer;

import java.util.List;

/** Text out of bytes, most of it what texts are attacked with: one byte is a character, a piece that is known to hurt, or "again". */
public final class HostileText {
    private static final int AGAIN = 0xFF;

    private static final List<String> PIECES = List.of(
            "\u001b[2J",
            "\u001b]52;c;aGk=\u0007",
            "\u001b]0;t\u001b\\",
            "\u001bP$q\"p\u001b\\",
            "\u009b2J",
            "\u0085",
            "\r\n",
            "\n[alice] yes",
            "\u2028",
            "\u2029",
            "\u202e",
            "\u202d",
            "\u2066",
            "\u2069",
            "\u200e",
            "\u200f",
            "\u061c",
            "\ufeff",
            "\u200b",
            "\u2060",
            "\u200d",
            "\ufe0f",
            "\ufe0e",
            "\u0301",
            "\u20dd",
            "\u0e31",
            "\u034f",
            "\u3164",
            "\u115f",
            "\u2800",
            "\u00ad",
            "\u180e",
            "\ud83d\udc69",
            "\ud83d\udc69\u200d\ud83d\udcbb",
            "\u2764",
            "\u3030",
            "\u3297",
            "\u3299",
            "\u00a9",
            "\u00ae",
            "1\ufe0f\u20e3",
            "#\ufe0f",
            "\udb40\udc41",
            "\udb40\udd00",
            "\ud800",
            "\udc00",
            "\ufffe",
            "\udbff\udfff",
            "\ue000",
            "\u0378",
            "\u0430",
            "\u0391",
            "\u0531",
            "\u13a0",
            "\u2c80",
            "\ua4d0",
            "\ud835\udc00",
            "\uff21",
            "\u00e9",
            "\u6f22",
            "\u3000",
            "\u00a0",
            "system",
            "relay",
            "peer",
            "you",
            "../",
            "..\\",
            "/etc/",
            "C:",
            "\\\\s\\",
            "con",
            "aux.txt",
            "COM\u00b9",
            "lpt9",
            "clock$",
            "-",
            "~",
            ".",
            "..",
            " ",
            "a:b",
            "a|b?",
            "\u2215",
            "\uff0f",
            "\u2044",
            "\u29f8",
            ".exe",
            ".tar.gz",
            ".ssh",
            "\u0000",
            "desktop.ini",
            "\u202egpj.exe",
            "x".repeat(255),
            "\u6f22".repeat(90),
            "\u0301".repeat(9),
            "\n".repeat(1_001),
            "y".repeat(100_001));

    private HostileText() {}

    /** @param maxChars where it stops growing, but for one piece */
    public static String of(byte[] bytes, int maxChars) {
        StringBuilder text = new StringBuilder();
        String last = "";
        for (int i = 0; i < bytes.length && text.length() < maxChars; i++) {
            int value = bytes[i] & 0xFF;
            if (value < 0x80) {
                last = String.valueOf((char) value);
            } else if (value < AGAIN) {
                last = PIECES.get((value - 0x80) % PIECES.size());
            } else if (last.length() < 16) {
                last = last.repeat(16);
            }
            text.append(last);
        }
        return text.toString();
    }
}
