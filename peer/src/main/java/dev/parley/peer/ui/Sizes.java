package dev.parley.peer.ui;

import java.util.Locale;

/** Sizes, rates and times in units that a person reads. */
final class Sizes {
    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB"};

    private Sizes() {}

    static String of(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double scaled = bytes;
        int unit = -1;
        while (scaled >= 1023.95 && unit < UNITS.length - 1) {
            scaled /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", scaled, UNITS[unit]);
    }

    /** Minutes and seconds, with hours where there are some. */
    static String time(long millis) {
        long seconds = Math.max(0, (millis + 999) / 1_000);
        return seconds < 3_600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3_600, seconds / 60 % 60, seconds % 60);
    }
}
