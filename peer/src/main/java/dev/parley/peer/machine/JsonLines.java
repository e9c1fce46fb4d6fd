package dev.parley.peer.machine;

import dev.parley.peer.chat.StrictJson;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Events as JSON, one object a line, ASCII only: whatever a remote end wrote is escaped, so that not even a terminal that shows the lines
 * can be bitten by them. Safe from any thread; a line is never torn.
 */
public final class JsonLines {
    /** The version of the schema; fields and types may be added within one, and nothing else. */
    public static final long SCHEMA = 1;

    private final PrintStream out;
    private final LongSupplier wallMillis;

    /** @param wallMillis milliseconds since 1970, for {@code ts} */
    public JsonLines(PrintStream out, LongSupplier wallMillis) {
        this.out = out;
        this.wallMillis = wallMillis;
    }

    /** Writes an event; {@code namesAndValues} are names and then texts, booleans and whole numbers in turn. */
    public synchronized void event(String type, Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("v", SCHEMA);
        fields.put("ts", Instant.ofEpochMilli(wallMillis.getAsLong()).toString());
        fields.put("type", type);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            fields.put((String) namesAndValues[i], value instanceof Integer number ? Long.valueOf(number) : value);
        }
        out.println(ascii(new String(StrictJson.write(fields), StandardCharsets.UTF_8)));
        out.flush();
    }

    /** An error with its stable code; no secret is ever in its text. */
    public void error(String code, String text) {
        event("error", "code", code, "text", text);
    }

    private static String ascii(String json) {
        StringBuilder ascii = new StringBuilder(json.length());
        json.chars().forEach(unit -> {
            if (unit < 0x7F) {
                ascii.append((char) unit);
            } else {
                // Outside of texts JSON is ASCII already.
                ascii.append(String.format("\\u%04x", unit));
            }
        });
        return ascii.toString();
    }
}
