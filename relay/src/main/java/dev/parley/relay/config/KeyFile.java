package dev.parley.relay.config;

import dev.parley.relay.admission.Admission;
import dev.parley.relay.admission.ListedKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code authorized_keys}: one {@code parley-rsa BASE64 label} a line; empty lines and lines that begin with # do not count. */
public final class KeyFile {
    private static final int MAX_BYTES = 8 << 20;

    private final Path file;

    KeyFile(Path file) {
        this.file = file;
    }

    /** The keys; empty if there is no such file. */
    public Optional<List<ListedKey>> read() throws ListException {
        Optional<String> text = WholeFile.read(file, MAX_BYTES);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        List<ListedKey> keys = new ArrayList<>();
        int number = 0;
        for (String line : text.get().split("\r?\n", -1)) {
            number++;
            if (line.isBlank() || line.strip().startsWith("#")) {
                continue;
            }
            ListedKey key = ListedKey.parse(line).orElse(null);
            if (key == null) {
                throw ListException.atLine(file, number, "it is not a line that `parley access-key` prints");
            }
            if (!key.label().isEmpty() && !Labels.isGood(key.label())) {
                throw ListException.atLine(file, number, "the label must have " + Labels.RULE);
            }
            if (keys.size() == Admission.MAX_KEYS) {
                throw ListException.atLine(file, number, "there are more than " + Admission.MAX_KEYS + " keys");
            }
            keys.add(key);
        }
        return Optional.of(keys);
    }

    /** Replaces the file; comments in it are lost. */
    public void write(List<ListedKey> keys) throws ListException {
        WholeFile.replace(file, keys.stream().map(key -> key.format() + "\n").collect(Collectors.joining()));
    }

    public Path path() {
        return file;
    }
}
