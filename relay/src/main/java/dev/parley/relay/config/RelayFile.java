package dev.parley.relay.config;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code relay.json}: one JSON object of known keys, at most 64 KiB of UTF-8, without anything else in it. */
public final class RelayFile {
    /** Its name in the relay's folder. */
    public static final String NAME = "relay.json";

    private static final int MAX_BYTES = 64 << 10;
    private static final int MAX_SHOWN = 40;
    private static final Pattern PLACE = Pattern.compile("at (line \\d+ column \\d+)");

    private RelayFile() {}

    /** What the file says; empty if there is none. */
    public static Optional<Map<Key, String>> read(Path file) throws ConfigException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw bad(file + " cannot be read", "it must be readable for the relay's user");
        }
        return Optional.of(parse(bytes));
    }

    static Map<Key, String> parse(byte[] bytes) throws ConfigException {
        if (bytes.length > MAX_BYTES) {
            throw bad("it is larger than 64 KiB", "is it the right file? parley-relay init writes a fresh one");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw bad("it is not UTF-8", "save it as UTF-8");
        }
        if (text.startsWith("\uFEFF")) {
            throw bad("it begins with a byte order mark", "save it as UTF-8 without BOM");
        }
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        try {
            return parse(reader);
        } catch (MalformedJsonException e) {
            throw notJson(e.getMessage());
        } catch (IOException | IllegalStateException e) {
            throw notJson("");
        }
    }

    private static Map<Key, String> parse(JsonReader reader) throws IOException, ConfigException {
        Map<Key, String> values = new EnumMap<>(Key.class);
        reader.beginObject();
        while (reader.hasNext()) {
            String name = reader.nextName();
            Optional<Key> key = Key.named(name);
            if (key.isEmpty()) {
                throw bad(
                        "there is no key \"" + shown(name) + "\"",
                        "\"" + Key.nearest(shown(name)).json() + "\"? parley-relay check --explain lists them all");
            }
            if (values.put(key.get(), value(reader, key.get())) != null) {
                throw bad("\"" + name + "\" is there twice", "keep one of them");
            }
        }
        reader.endObject();
        if (reader.peek() != JsonToken.END_DOCUMENT) {
            throw bad("something stands behind its end", "remove what comes after the last }");
        }
        return values;
    }

    private static String value(JsonReader reader, Key key) throws IOException, ConfigException {
        JsonToken token = reader.peek();
        if (token != key.form().token()) {
            throw wrong(key, Origin.FILE, token == JsonToken.STRING ? "\"" + reader.nextString() + "\"" : word(token));
        }
        String text = switch (token) {
            case BOOLEAN -> Boolean.toString(reader.nextBoolean());
            case BEGIN_ARRAY -> list(reader, key);
            default -> reader.nextString();
        };
        check(key, Origin.FILE, text);
        return text;
    }

    private static String list(JsonReader reader, Key key) throws IOException, ConfigException {
        List<String> items = new ArrayList<>();
        reader.beginArray();
        while (reader.hasNext()) {
            if (reader.peek() != JsonToken.STRING) {
                throw wrong(key, Origin.FILE, "a list with " + word(reader.peek()));
            }
            items.add(reader.nextString());
        }
        reader.endArray();
        return String.join(",", items);
    }

    private static String word(JsonToken token) {
        return switch (token) {
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case NULL -> "null";
            case BEGIN_ARRAY -> "a list";
            case BEGIN_OBJECT -> "an object";
            default -> "a text";
        };
    }

    /** Refuses a value that the key does not take. */
    static void check(Key key, Origin origin, String text) throws ConfigException {
        if (!key.form().holds(text)) {
            throw wrong(key, origin, "'" + text + "'");
        }
    }

    private static ConfigException wrong(Key key, Origin origin, String got) {
        String sentence = key.nameIn(origin) + " takes " + key.range() + ", not " + shown(got) + ".";
        return new ConfigException(
                origin,
                origin == Origin.FILE ? NAME + ": " + sentence : sentence,
                "parley-relay check --explain says what each key takes");
    }

    private static ConfigException notJson(String reason) {
        Matcher place = PLACE.matcher(reason);
        return bad(
                "it is not a JSON object" + (place.find() ? ", " + place.group(1) : ""),
                "strict JSON: double quotes, no comments, no comma after the last value");
    }

    private static ConfigException bad(String sentence, String advice) {
        return new ConfigException(Origin.FILE, NAME + ": " + sentence, advice);
    }

    /** Foreign text for a message: short, and nothing in it that a terminal obeys. */
    private static String shown(String text) {
        String printable = text.replaceAll("[^ -~]", "?");
        return printable.length() > MAX_SHOWN ? printable.substring(0, MAX_SHOWN) + "..." : printable;
    }

    /** The text of a file that says these settings, every key of them. */
    public static String format(Settings settings) {
        StringWriter text = new StringWriter();
        try (JsonWriter writer = new JsonWriter(text)) {
            writer.setIndent("  ");
            writer.setHtmlSafe(false);
            writer.beginObject();
            for (Key key : Key.values()) {
                write(writer.name(key.json()), key, settings.text(key));
            }
            writer.endObject();
        } catch (IOException e) {
            throw new AssertionError("A string takes everything.", e);
        }
        return text + "\n";
    }

    private static void write(JsonWriter writer, Key key, String text) throws IOException {
        switch (key.form().token()) {
            case BOOLEAN -> writer.value(Boolean.parseBoolean(text));
            case NUMBER -> writer.value(Long.parseLong(text));
            case BEGIN_ARRAY -> {
                writer.beginArray();
                for (String item : text.split(",", -1)) {
                    writer.value(item);
                }
                writer.endArray();
            }
            default -> writer.value(text);
        }
    }
}
