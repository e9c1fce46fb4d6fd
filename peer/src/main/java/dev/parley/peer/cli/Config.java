package dev.parley.peer.cli;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.parley.peer.ui.Texts;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is remembered between runs, such as the relay and the name, in {@code config.json} under {@code $XDG_CONFIG_HOME/parley}. No secret is
 * ever in it.
 */
final class Config {
    /** Names that are neither shown nor taken, with commas between them. */
    static final String BLOCKED_NAMES = "blocked-names";

    private static final Set<String> KEYS = Set.of(
            BLOCKED_NAMES, "bell", "downloads", "lang", "light", "name", "proxy", "qr", "relay", "taught", "title");
    private static final Set<String> SWITCHES = Set.of("bell", "light", "qr", "title");
    private static final long MAX_BYTES = 64 << 10;

    private final Path file;
    private final Map<String, String> values;

    private Config(Path file, Map<String, String> values) {
        this.file = file;
        this.values = values;
    }

    /** Where the configuration lies. */
    static Path defaultFile(Map<String, String> environment) {
        String base = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path home = base.isEmpty() ? Path.of(System.getProperty("user.home"), ".config") : Path.of(base);
        return home.resolve("parley").resolve("config.json");
    }

    /** @throws ConfigException if the file is there and is not what it should be */
    static Config read(Path file) throws ConfigException {
        if (!Files.exists(file)) {
            return new Config(file, new LinkedHashMap<>());
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ConfigException(file, "it is larger than 64 KiB");
            }
            return new Config(file, parse(file, Files.readString(file)));
        } catch (IOException e) {
            throw new ConfigException(file, "it cannot be read: " + e.getMessage());
        }
    }

    private static Map<String, String> parse(Path file, String text) throws ConfigException {
        Map<String, String> values = new LinkedHashMap<>();
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        try {
            reader.beginObject();
            while (reader.hasNext()) {
                String key = reader.nextName();
                if (!KEYS.contains(key)) {
                    throw new ConfigException(
                            file,
                            "it has an unknown key \"" + key.replaceAll("\\P{Print}", "?") + "\"; known are "
                                    + String.join(", ", new TreeSet<>(KEYS)));
                }
                if (reader.peek() != JsonToken.STRING || values.put(key, reader.nextString()) != null) {
                    throw new ConfigException(file, "\"" + key + "\" takes one text");
                }
                if (SWITCHES.contains(key) && !values.get(key).matches("on|off")) {
                    throw new ConfigException(file, "\"" + key + "\" takes on or off");
                }
                if (key.equals("lang") && Texts.named(values.get(key)).isEmpty()) {
                    throw new ConfigException(file, "\"lang\" takes one of " + String.join(", ", Texts.LANGUAGES));
                }
            }
            reader.endObject();
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new ConfigException(file, "something stands behind its end");
            }
            return values;
        } catch (IOException | IllegalStateException | JsonParseException e) {
            throw new ConfigException(file, "it is not JSON");
        }
    }

    Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Remembers a value; a configuration that cannot be written is not worth an error. */
    void remember(String key, String value) {
        values.put(key, value);
        StringWriter out = new StringWriter();
        try (JsonWriter writer = new JsonWriter(out)) {
            writer.setIndent("  ");
            writer.beginObject();
            for (Map.Entry<String, String> entry : values.entrySet()) {
                writer.name(entry.getKey()).value(entry.getValue());
            }
            writer.endObject();
            writer.flush();
            Path parent = file.toAbsolutePath().getParent();
            // Rooms may come to lie beside it.
            Files.createDirectories(
                    parent, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path fresh = Files.createTempFile(parent, "config", ".json");
            Files.writeString(fresh, out + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            values.put(key, value);
        }
    }
}
