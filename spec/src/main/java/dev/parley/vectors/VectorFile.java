package dev.parley.vectors;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * One vector: {@code key: value} lines in order, {@code #} for comments; a key may come again (spec/vectors/README.md). Every file has
 * {@code expect} and {@code comment}.
 */
public final class VectorFile {
    /** One line. */
    public record Entry(String key, String value) {}

    private final String name;
    private final List<Entry> entries;

    private VectorFile(String name, List<Entry> entries) {
        this.name = name;
        this.entries = entries;
    }

    /** All vectors in {@code folder}, by name. */
    public static List<VectorFile> readAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<VectorFile> vectors = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith(".txt"))
                    .sorted()
                    .toList()) {
                vectors.add(read(file));
            }
            return vectors;
        }
    }

    public static VectorFile read(Path file) throws IOException {
        String name = file.getFileName().toString().replaceAll("\\.txt$", "");
        return parse(name, Files.readAllLines(file, StandardCharsets.UTF_8));
    }

    /** The vector {@code name} from its lines. */
    static VectorFile parse(String name, List<String> lines) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException(name + " has a line without a key: " + line);
            }
            entries.add(new Entry(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip()));
        }
        return new VectorFile(name, List.copyOf(entries));
    }

    /** The file's name without its ending: the name of the case. */
    public String name() {
        return name;
    }

    public List<Entry> entries() {
        return entries;
    }

    /** The first value of {@code key}. */
    public String text(String key) {
        return entries.stream()
                .filter(entry -> entry.key().equals(key))
                .map(Entry::value)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " has no line '" + key + "'."));
    }

    /** The first value of {@code key}, as hex. */
    public byte[] hex(String key) {
        return HexFormat.of().parseHex(text(key).replace(" ", ""));
    }

    @Override
    public String toString() {
        return name;
    }
}
