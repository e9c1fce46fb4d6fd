package dev.parley.peer.ui;

import dev.parley.peer.chat.Unseen;
import dev.parley.peer.chat.Untrusted;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The one gate between text from outside and a screen (PROTOCOL.md section 8.4). What comes out holds no control, format, private or
 * invisible character, no line break and no flood of combining marks: whatever could act on a terminal is shown as a visible escape.
 */
public final class SafeText {
    /** Longer text is cut with a note, in UTF-16 units. */
    static final int MAX_CHARS = 100_000;

    static final int MAX_LINES = 1_000;
    static final int MAX_NAME_CHARS = 32;
    private static final int MAX_MARKS = 4;
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int TEXT_SELECTOR = 0xFE0E;
    private static final int EMOJI_SELECTOR = 0xFE0F;
    private static final Set<Character.UnicodeScript> CONFUSABLE = EnumSet.of(
            Character.UnicodeScript.CYRILLIC,
            Character.UnicodeScript.GREEK,
            Character.UnicodeScript.ARMENIAN,
            Character.UnicodeScript.CHEROKEE,
            Character.UnicodeScript.COPTIC,
            Character.UnicodeScript.LISU);
    private static final Set<String> RESERVED = Stream.of(
                    "system", "relay", "parley", "you", "me", "peer", "admin", "root", "server", "host")
            .map(Skeleton::of)
            .collect(Collectors.toUnmodifiableSet());

    private SafeText() {}

    /** How a text begins: its first line, of which at most {@code chars} are shown. No more of a long text is looked at. */
    static String beginning(Untrusted text, int chars) {
        String raw = text.raw();
        int end = raw.indexOf('\n') < 0 ? raw.length() : raw.indexOf('\n');
        String first = line(Untrusted.of(raw.substring(0, Math.min(end, 2 * chars))));
        if (first.length() <= chars) {
            return first;
        }
        return first.substring(0, Character.isHighSurrogate(first.charAt(chars - 1)) ? chars - 1 : chars) + "...";
    }

    /** One line: line breaks are shown as escapes. */
    public static String line(Untrusted text) {
        String raw = text.raw();
        boolean cut = raw.length() > MAX_CHARS;
        String safe = clean(cut ? raw.substring(0, MAX_CHARS) : raw);
        return cut ? safe + " [cut: " + (raw.length() - MAX_CHARS) + " more characters]" : safe;
    }

    /** The lines of a text; LF and CR LF separate them, nothing else does. */
    public static List<String> lines(Untrusted text) {
        List<String> lines = new ArrayList<>();
        String[] parts = text.raw().split("\r?\n", -1);
        for (int i = 0; i < parts.length && i < MAX_LINES; i++) {
            lines.add(line(Untrusted.of(parts[i])));
        }
        if (parts.length > MAX_LINES) {
            lines.add("[cut: " + (parts.length - MAX_LINES) + " more lines]");
        }
        return lines;
    }

    /** A display name: trimmed, short, one alphabet or visibly mixed, never one that we speak under ourselves. */
    public static String name(Untrusted name) {
        String raw = name.raw().strip();
        String cut = raw.codePointCount(0, raw.length()) > MAX_NAME_CHARS
                ? raw.substring(0, raw.offsetByCodePoints(0, MAX_NAME_CHARS))
                : raw;
        String safe = clean(escapeMixedLetters(cut)).strip();
        return safe.isEmpty() || isReserved(safe) ? "peer:" + safe : safe;
    }

    /** Whether a name is one that the program itself speaks under. */
    public static boolean isReserved(String name) {
        return RESERVED.contains(Skeleton.of(name));
    }

    /** A name that mixes Latin with letters that look like Latin shows those as escapes. */
    private static String escapeMixedLetters(String name) {
        boolean latin =
                name.codePoints().anyMatch(point -> Character.UnicodeScript.of(point) == Character.UnicodeScript.LATIN);
        if (!latin) {
            return name;
        }
        StringBuilder out = new StringBuilder();
        name.codePoints().forEach(point -> {
            if (CONFUSABLE.contains(Character.UnicodeScript.of(point)) || point >= 0x1D400 && point <= 0x1D7FF) {
                escape(out, point);
            } else {
                out.appendCodePoint(point);
            }
        });
        return out.toString();
    }

    private static String clean(String raw) {
        StringBuilder out = new StringBuilder(raw.length() + 16);
        int marks = 0;
        int before = -1;
        for (int at = 0; at < raw.length(); ) {
            int point = raw.codePointAt(at);
            at += Character.charCount(point);
            if (isMark(point)) {
                if (marks < MAX_MARKS && before >= 0) {
                    out.appendCodePoint(point);
                }
                marks++;
                continue;
            }
            noteDroppedMarks(out, before < 0 ? marks : marks - MAX_MARKS);
            marks = 0;
            int after = at < raw.length() ? raw.codePointAt(at) : -1;
            append(out, before, point, after);
            before = point;
        }
        noteDroppedMarks(out, before < 0 ? marks : marks - MAX_MARKS);
        return out.toString();
    }

    private static void append(StringBuilder out, int before, int point, int after) {
        if (point == '\t') {
            out.append("    ");
        } else if (isEmojiGlue(before, point, after)) {
            out.appendCodePoint(point);
        } else if (Character.getType(point) == Character.SPACE_SEPARATOR) {
            out.append(' ');
        } else if (!Unseen.is(point)) {
            out.appendCodePoint(point);
        } else {
            escape(out, point);
        }
    }

    private static void noteDroppedMarks(StringBuilder out, int dropped) {
        if (dropped > 0) {
            out.append("[+").append(dropped).append(" marks]");
        }
    }

    private static boolean isMark(int point) {
        if (point == EMOJI_SELECTOR || point == TEXT_SELECTOR || Unseen.isBlank(point)) {
            return false;
        }
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    /** The joiner inside an emoji of several, and the selector behind a symbol. */
    private static boolean isEmojiGlue(int before, int point, int after) {
        if (point == ZERO_WIDTH_JOINER) {
            return isEmojiPart(before) && isEmojiPart(after);
        }
        return (point == EMOJI_SELECTOR || point == TEXT_SELECTOR)
                && (isEmojiPart(before) || before >= '0' && before <= '9' || before == '#' || before == '*');
    }

    private static boolean isEmojiPart(int point) {
        return point == EMOJI_SELECTOR
                || point >= 0x1F000 && point <= 0x1FAFF
                || point >= 0x2190 && point <= 0x2BFF
                || point >= 0x3030 && point <= 0x303D
                || point == 0x3297
                || point == 0x3299
                || point == 0xA9
                || point == 0xAE;
    }

    private static void escape(StringBuilder out, int point) {
        out.append(point <= 0xFF ? String.format("\\x%02x", point) : String.format("\\u{%x}", point));
    }
}
