package dev.parley.peer.machine;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A table of docs/json.md: each type with its fields and their kinds. */
final class JsonTable {
    private static final Pattern ROW = Pattern.compile("\\| `([a-z_]+)` \\| ([^|]*) ?\\| [^|]+ \\|");
    private static final Pattern FIELD = Pattern.compile("([a-z_]+): (text|number|flag)(\\?)?");
    private static final Map<String, String> COMMON = Map.of("v", "number", "ts", "text", "type", "text");

    private final Map<String, Map<String, String>> types;

    private JsonTable(Map<String, Map<String, String>> types) {
        this.types = types;
    }

    static JsonTable read(Path document, String heading) throws IOException {
        String text = Files.readString(document)
                .replaceAll("(?s).*\n## " + heading + "\n", "")
                .replaceAll("(?s)\n## .*", "");
        Map<String, Map<String, String>> types = new LinkedHashMap<>();
        text.lines().map(ROW::matcher).filter(Matcher::matches).forEach(row -> {
            Map<String, String> fields = new LinkedHashMap<>();
            Matcher field = FIELD.matcher(row.group(2));
            while (field.find()) {
                fields.put(field.group(1), field.group(2) + (field.group(3) == null ? "" : "?"));
            }
            types.put(row.group(1), fields);
        });
        return new JsonTable(types);
    }

    Map<String, Map<String, String>> types() {
        return types;
    }

    /** What is wrong with {@code event}; empty if it is as the table says. */
    String problem(JsonObject event) {
        Map<String, String> fields = types.get(event.get("type").getAsString());
        if (fields == null) {
            return "no such type: " + event;
        }
        for (Map.Entry<String, JsonElement> field : event.entrySet()) {
            String kind = COMMON.getOrDefault(field.getKey(), fields.getOrDefault(field.getKey(), "none"));
            JsonPrimitive value = field.getValue().getAsJsonPrimitive();
            boolean right = switch (kind.replace("?", "")) {
                case "text" -> value.isString();
                case "number" -> value.isNumber() && value.getAsString().matches("0|[1-9][0-9]{0,17}");
                case "flag" -> value.isBoolean();
                default -> false;
            };
            if (!right) {
                return field.getKey() + " is not as documented: " + event;
            }
        }
        for (Map.Entry<String, String> field : fields.entrySet()) {
            if (!field.getValue().endsWith("?") && !event.has(field.getKey())) {
                return field.getKey() + " is missing: " + event;
            }
        }
        return event.keySet().containsAll(COMMON.keySet()) ? "" : "v, ts or type is missing: " + event;
    }

    /** The same as JSON Schema. */
    String schema() {
        JsonArray any = new JsonArray();
        types.forEach((type, fields) -> {
            JsonObject properties = new JsonObject();
            JsonArray required = new JsonArray();
            properties.add("v", constant(new JsonPrimitive(1)));
            properties.add("ts", kind("text"));
            properties.add("type", constant(new JsonPrimitive(type)));
            COMMON.keySet().stream().sorted().forEach(required::add);
            fields.forEach((name, kind) -> {
                properties.add(name, kind(kind.replace("?", "")));
                if (!kind.endsWith("?")) {
                    required.add(name);
                }
            });
            JsonObject event = new JsonObject();
            event.addProperty("type", "object");
            event.add("properties", properties);
            event.add("required", required);
            any.add(event);
        });
        JsonObject schema = new JsonObject();
        schema.addProperty("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.addProperty("title", "An event of parley --json, schema version 1");
        schema.add("oneOf", any);
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(schema) + "\n";
    }

    private static JsonObject constant(JsonPrimitive value) {
        JsonObject object = new JsonObject();
        object.add("const", value);
        return object;
    }

    private static JsonObject kind(String kind) {
        JsonObject object = new JsonObject();
        object.addProperty(
                "type",
                switch (kind) {
                    case "text" -> "string";
                    case "number" -> "integer";
                    default -> "boolean";
                });
        return object;
    }
}
