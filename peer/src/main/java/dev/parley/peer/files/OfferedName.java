package dev.parley.peer.files;

import dev.parley.peer.chat.Unseen;
import dev.parley.peer.chat.Untrusted;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name that the other side chose, made into one component that every file system takes and that no program treats as special. What
 * leaves nothing behind is refused. Taking a taken name again changes nothing.
 *
 * @param stored one component of at most {@link #MAX_BYTES} bytes of UTF-8 in NFC, safe as a name of a file; not yet safe to show
 * @param changed whether it is not what the other side wrote
 */
public record OfferedName(String stored, boolean changed) {
    /** What every common file system takes, in bytes of UTF-8. */
    public static final int MAX_BYTES = 255;

    private static final int MAX_EXTENSION_BYTES = 32;
    private static final int MAX_MARKS = 4;

    /** Longer than any path; more is not even looked at. */
    private static final int MAX_RAW_CHARS = 32_768;

    private static final String NOT_ON_WINDOWS = "<>:\"|?*";

    /** The names of devices, whatever stands behind a dot; with the digits that Windows takes for digits. */
    private static final Pattern DEVICE = Pattern.compile(
            "(con|prn|aux|nul|clock\\$|conin\\$|conout\\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])[ ._]*",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Set<String> PROGRAMS = Set.of(
            ("exe com bat cmd scr pif msi msp msix appx cpl dll sys ps1 psm1 vb vbs vbe js jse mjs ws wsf wsh hta reg lnk url inf gadget jar"
                            + " sh bash zsh csh ksh fish command tool workflow app dmg pkg run bin out elf so dylib appimage deb rpm"
                            + " snap flatpak flatpakref desktop service py pyc pyw pyz pl rb php lua tcl awk apk xpi crx docm dotm"
                            + " xlsm xltm xlam pptm potm ppam sldm chm scf ade adp iso img vhd vhdx library-ms search-ms settingcontent-ms")
                    .split(" "));

    /** The component that {@code name} becomes, of whose path only the end counts; empty if nothing is left of it. */
    public static Optional<OfferedName> of(Untrusted name) {
        String raw = name.raw();
        if (raw.length() > MAX_RAW_CHARS) {
            return Optional.empty();
        }
        String base = baseName(raw);
        if (base.equals("..") || base.equals(".")) {
            return Optional.empty();
        }
        String visible = trimmed(visible(Normalizer.normalize(base, Normalizer.Form.NFC)));
        if (saysNothing(visible)) {
            return Optional.empty();
        }
        String stored = shortened(unspecial(visible), "");
        // What it said may have stood behind what a name can hold.
        return saysNothing(stored)
                ? Optional.empty()
                : Optional.of(new OfferedName(stored, !stored.equals(Normalizer.normalize(raw, Normalizer.Form.NFC))));
    }

    private static boolean saysNothing(String name) {
        return name.chars().allMatch(c -> c == '_' || c == '.' || c == ' ');
    }

    /** The same name with a number before its extension, for a folder that holds it already. */
    String numbered(int number) {
        return shortened(stored, " (" + number + ")");
    }

    /** Names with the same key are one name to some file systems. */
    String key() {
        return Normalizer.normalize(
                Normalizer.normalize(stored, Normalizer.Form.NFKC)
                        .toUpperCase(Locale.ROOT)
                        .toLowerCase(Locale.ROOT),
                Normalizer.Form.NFKC);
    }

    /** Whether {@code name} would be that of a hidden file, had it not been changed. */
    public static boolean isHidden(Untrusted name) {
        return name.raw().length() <= MAX_RAW_CHARS && baseName(name.raw()).startsWith(".");
    }

    /** Whether some system would run such a file when it is opened. */
    public boolean looksLikeProgram() {
        String lower = stored.toLowerCase(Locale.ROOT);
        return PROGRAMS.contains(lower.substring(lower.lastIndexOf('.') + 1));
    }

    private static String baseName(String raw) {
        int end = raw.length();
        while (end > 0 && isSeparator(raw.charAt(end - 1))) {
            end--;
        }
        int from = end;
        while (from > 0 && !isSeparator(raw.charAt(from - 1))) {
            from--;
        }
        String base = raw.substring(from, end);
        // C:x is a file of drive C, not a name with a colon.
        return base.length() >= 2 && base.charAt(1) == ':' && isDrive(base.charAt(0)) ? base.substring(2) : base;
    }

    private static boolean isSeparator(char c) {
        return c == '/' || c == '\\';
    }

    private static boolean isDrive(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /** Every run of characters that are not what they look like becomes one underscore, every kind of blank a blank. */
    private static String visible(String name) {
        StringBuilder out = new StringBuilder(name.length());
        int marks = 0;
        boolean replaced = false;
        boolean begun = false;
        for (int at = 0; at < name.length(); ) {
            int point = name.codePointAt(at);
            at += Character.charCount(point);
            boolean bad = Unseen.is(point) || NOT_ON_WINDOWS.indexOf(point) >= 0 || isSeparatorPoint(point);
            int type = Character.getType(point);
            boolean mark = type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
            marks = mark ? marks + 1 : 0;
            if (bad) {
                if (!replaced) {
                    out.append('_');
                }
            } else if (!mark || begun && marks <= MAX_MARKS) {
                out.appendCodePoint(type == Character.SPACE_SEPARATOR ? ' ' : point);
            }
            replaced = bad;
            // A mark needs something to stand on, and blanks in front are trimmed.
            begun |= bad || !mark && type != Character.SPACE_SEPARATOR;
        }
        return out.toString();
    }

    /** What some systems or fonts take for a separator of a path. */
    private static boolean isSeparatorPoint(int point) {
        return point == '/'
                || point == '\\'
                || point == 0x2044
                || point == 0x2215
                || point == 0x29F8
                || point == 0xFF0F
                || point == 0xFF3C;
    }

    private static String trimmed(String name) {
        int from = 0;
        int end = name.length();
        while (from < end && name.charAt(from) == ' ') {
            from++;
        }
        while (end > from && (name.charAt(end - 1) == ' ' || name.charAt(end - 1) == '.')) {
            end--;
        }
        return name.substring(from, end);
    }

    /** Names that a system, a shell or a program takes for something else get an underscore in front. */
    private static String unspecial(String name) {
        int dot = name.indexOf('.');
        Matcher device = DEVICE.matcher(dot < 0 ? name : name.substring(0, dot));
        char first = name.charAt(0);
        return device.matches() || first == '.' || first == '-' || first == '~' ? "_" + name : name;
    }

    /** Within the bytes of a name, with its extension where that is short. */
    private static String shortened(String name, String suffix) {
        int dot = name.lastIndexOf('.');
        String extension = dot > 0 && bytes(name.substring(dot)) <= MAX_EXTENSION_BYTES ? name.substring(dot) : "";
        String stem = name.substring(0, name.length() - extension.length());
        int room = MAX_BYTES - bytes(extension) - bytes(suffix);
        if (bytes(stem) > room) {
            stem = trimmed(cut(stem, room));
        }
        return stem + suffix + extension;
    }

    private static String cut(String stem, int room) {
        int end = 0;
        int used = 0;
        while (end < stem.length()) {
            int point = stem.codePointAt(end);
            used += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (used > room) {
                break;
            }
            end += Character.charCount(point);
        }
        return stem.substring(0, end);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
