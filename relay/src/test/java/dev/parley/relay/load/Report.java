package dev.parley.relay.load;

import java.io.PrintStream;
import java.util.Locale;

/** Figures for a person, and which goals were missed. */
final class Report {
    private static final double MEBIBYTE = 1 << 20;

    private final PrintStream out;
    private int missed;

    Report(PrintStream out) {
        this.out = out;
    }

    void say(String what, Object... values) {
        out.println(String.format(Locale.ROOT, what, values));
        out.flush();
    }

    /** @param id of a case in the threat list */
    void goal(String id, boolean held, String what, Object... values) {
        missed += held ? 0 : 1;
        say((held ? "held    " : "MISSED  ") + id + " " + what, values);
    }

    int missed() {
        return missed;
    }

    static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.2f MiB", bytes / MEBIBYTE);
    }
}
