package dev.parley.peer.chat;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.parley.wire.Utf8;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One flat JSON object, read the strict way: RFC 8259 syntax only, no duplicate names, bounded depth, nothing behind the end. Unknown
 * fields, of whatever type, are passed over.
 */
public final class StrictJson {
    private static final int MAX_DEPTH = 16;
    private static final Pattern WHOLE_NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

    /** No frame is longer. */
    static final int MAX_BYTES = 64 << 10;

    private final Map<String, Object> fields;

    private StrictJson(Map<String, Object> fields) {
        this.fields = fields;
    }

    /** Reads one object from UTF-8; strings, booleans and whole numbers of its top level are kept. */
    static StrictJson parse(byte[] utf8) throws MessageException {
        return parse(utf8, MAX_BYTES);
    }

    /** The same up to {@code maxBytes}. */
    public static StrictJson parse(byte[] utf8, int maxBytes) throws MessageException {
        if (utf8.length > maxBytes) {
            throw new MessageException("too long");
        }
        String text = Utf8.decode(utf8).orElseThrow(() -> new MessageException("not UTF-8"));
        if (text.startsWith("\uFEFF")) {
            throw new MessageException("byte order mark");
        }
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        reader.setNestingLimit(MAX_DEPTH);
        try {
            Map<String, Object> fields = new LinkedHashMap<>();
            reader.beginObject();
            while (reader.hasNext()) {
                String name = reader.nextName();
                if (fields.containsKey(name)) {
                    throw new MessageException("duplicate name");
                }
                fields.put(name, value(reader));
            }
            reader.endObject();
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new MessageException("trailing bytes");
            }
            return new StrictJson(fields);
        } catch (IOException | IllegalStateException | NumberFormatException | JsonParseException e) {
            throw new MessageException("not strict JSON");
        }
    }

    private static Object value(JsonReader reader) throws IOException {
        return switch (reader.peek()) {
            case STRING -> reader.nextString();
            case BOOLEAN -> reader.nextBoolean();
            case NUMBER -> number(reader.nextString());
            default -> {
                reader.skipValue();
                yield Void.TYPE;
            }
        };
    }

    /** A whole number in its one spelling; any other number is kept as something that is no number. */
    private static Object number(String digits) {
        return WHOLE_NUMBER.matcher(digits).matches() ? Long.valueOf(digits) : Void.TYPE;
    }

    public boolean has(String name) {
        return fields.containsKey(name);
    }

    public String text(String name) throws MessageException {
        if (fields.get(name) instanceof String text) {
            return text;
        }
        throw new MessageException("no text " + name);
    }

    /** A whole number from 0 to 10^18 - 1. */
    public long number(String name, long absent) throws MessageException {
        Object value = fields.get(name);
        if (value == null) {
            return absent;
        }
        if (value instanceof Long number) {
            return number;
        }
        throw new MessageException("no number " + name);
    }

    public boolean flag(String name) throws MessageException {
        Object value = fields.get(name);
        if (value == null) {
            return false;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw new MessageException("no flag " + name);
    }

    /** Writes one object with the given fields in their order: strings, booleans and numbers. */
    public static byte[] write(Map<String, Object> fields) {
        StringWriter out = new StringWriter();
        try (JsonWriter writer = new JsonWriter(out)) {
            writer.beginObject();
            for (Map.Entry<String, Object> field : fields.entrySet()) {
                writer.name(field.getKey());
                if (field.getValue() instanceof Boolean flag) {
                    writer.value(flag);
                } else if (field.getValue() instanceof Long number) {
                    writer.value(number);
                } else {
                    writer.value(field.getValue().toString());
                }
            }
            writer.endObject();
        } catch (IOException e) {
            throw new AssertionError("A StringWriter does not fail.", e);
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }
}
