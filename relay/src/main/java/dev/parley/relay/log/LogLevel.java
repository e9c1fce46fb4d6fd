package dev.parley.relay.log;

import java.util.Locale;

/** How much is logged; each level includes those before it. */
public enum LogLevel {
    OFF,
    ERROR,
    WARN,
    INFO;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
