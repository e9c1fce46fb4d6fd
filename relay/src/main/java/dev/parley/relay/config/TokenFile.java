package dev.parley.relay.config;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.parley.relay.admission.Admission;
import dev.parley.relay.admission.ListedToken;
import dev.parley.wire.AccessToken;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * {@code tokens.json}: {@code {"version": 1, "tokens": [{"label", "sha256", "expires"}]}}. Read strictly: no unknown or double name, no
 * other type, nothing behind the end. It holds hashes, never a token.
 */
public final class TokenFile {
    private static final int MAX_BYTES = 512 << 10;
    private static final int MAX_DEPTH = 4;
    private static final int VERSION = 1;
    private static final int MAX_PLACE = 80;

    private final Path file;

    TokenFile(Path file) {
        this.file = file;
    }

    /** The tokens; empty if there is no such file. */
    public Optional<List<ListedToken>> read() throws ListException {
        Optional<String> text = WholeFile.read(file, MAX_BYTES);
        return text.isEmpty() ? Optional.empty() : Optional.of(parse(text.get()));
    }

    private List<ListedToken> parse(String text) throws ListException {
        if (text.startsWith("\uFEFF")) {
            // The reader would pass over it.
            throw new ListException(file, "line 1: it begins with a byte order mark");
        }
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        reader.setNestingLimit(MAX_DEPTH);
        try {
            return document(reader);
        } catch (JsonParseException | NumberFormatException | IllegalStateException | IOException e) {
            throw wrong(reader, "this is not what may stand here");
        }
    }

    private List<ListedToken> document(JsonReader reader) throws IOException, ListException {
        Set<String> seen = new HashSet<>();
        List<ListedToken> tokens = new ArrayList<>();
        reader.beginObject();
        while (reader.hasNext()) {
            String name = once(reader, seen);
            seen.add(name);
            switch (name) {
                case "version" -> {
                    if (reader.peek() != JsonToken.NUMBER
                            || !reader.nextString().equals(Integer.toString(VERSION))) {
                        throw wrong(reader, "the version is not " + VERSION);
                    }
                }
                case "tokens" -> {
                    reader.beginArray();
                    Set<String> labels = new HashSet<>();
                    while (reader.hasNext()) {
                        if (tokens.size() == Admission.MAX_TOKENS) {
                            throw wrong(reader, "there are more than " + Admission.MAX_TOKENS + " tokens");
                        }
                        tokens.add(token(reader, labels));
                    }
                    reader.endArray();
                }
                default -> throw wrong(reader, "there is no such name here; known are version, tokens");
            }
        }
        reader.endObject();
        if (reader.peek() != JsonToken.END_DOCUMENT) {
            throw wrong(reader, "something stands behind the end");
        }
        if (!seen.equals(Set.of("version", "tokens"))) {
            throw wrong(reader, "version or tokens is missing");
        }
        return tokens;
    }

    private ListedToken token(JsonReader reader, Set<String> labels) throws IOException, ListException {
        Map<String, String> fields = new HashMap<>();
        OptionalLong expires = OptionalLong.empty();
        reader.beginObject();
        while (reader.hasNext()) {
            String name = once(reader, fields.keySet());
            if (reader.peek() != JsonToken.STRING) {
                throw wrong(reader, "a text must stand here, and only as label, sha256 or expires");
            }
            String value = reader.nextString();
            fields.put(name, value);
            switch (name) {
                case "label" -> {
                    if (!Labels.isGood(value) || !labels.add(value)) {
                        throw wrong(reader, "a label of its own, with " + Labels.RULE + ", must stand here");
                    }
                }
                case "sha256" -> {
                    if (!value.matches("[0-9a-f]{" + 2 * AccessToken.BYTES + "}")) {
                        throw wrong(reader, "64 digits of 0-9 and a-f must stand here");
                    }
                }
                case "expires" -> expires = OptionalLong.of(expiry(reader, value));
                default -> throw wrong(reader, "there is no such name here; known are label, sha256, expires");
            }
        }
        if (!fields.containsKey("label") || !fields.containsKey("sha256")) {
            throw wrong(reader, "label or sha256 is missing");
        }
        reader.endObject();
        return new ListedToken(fields.get("label"), HexFormat.of().parseHex(fields.get("sha256")), expires);
    }

    private long expiry(JsonReader reader, String text) throws ListException {
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw wrong(reader, "a time such as 2027-01-31T00:00:00Z must stand here");
        }
    }

    /** The next name, which must not have come before. */
    private String once(JsonReader reader, Set<String> seen) throws IOException, ListException {
        String name = reader.nextName();
        if (seen.contains(name)) {
            throw wrong(reader, "this name comes twice");
        }
        return name;
    }

    private ListException wrong(JsonReader reader, String what) {
        // As the reader words it: " at line 3 column 7 path $.tokens[0].label".
        String at = reader.toString().replaceAll("(?s)^.* at (line \\d+) column \\d+ path \\$\\.?(.*)$", "$1 $2");
        String place = at.substring(0, Math.min(at.length(), MAX_PLACE)).replaceAll("[^\\w .\\[\\]]", "?");
        return new ListException(file, place.strip() + ": " + what);
    }

    /** Replaces the file. */
    public void write(List<ListedToken> tokens) throws ListException {
        StringWriter out = new StringWriter();
        try (JsonWriter writer = new JsonWriter(out)) {
            writer.setIndent("  ");
            writer.beginObject();
            writer.name("version").value(VERSION);
            writer.name("tokens").beginArray();
            for (ListedToken token : tokens) {
                writer.beginObject();
                writer.name("label").value(token.label());
                writer.name("sha256").value(HexFormat.of().formatHex(token.hash()));
                if (token.expiresMillis().isPresent()) {
                    writer.name("expires")
                            .value(Instant.ofEpochMilli(token.expiresMillis().getAsLong())
                                    .toString());
                }
                writer.endObject();
            }
            writer.endArray();
            writer.endObject();
            writer.flush();
        } catch (IOException e) {
            throw new AssertionError("A StringWriter does not fail.", e);
        }
        WholeFile.replace(file, out + "\n");
    }

    public Path path() {
        return file;
    }
}
