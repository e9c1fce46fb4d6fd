package dev.parley.peer.cli;

import dev.parley.crypto.Pin;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.ui.Texts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The keys of the relays that were met: {@code known_relays} beside {@code config.json}, a line {@code HOST:PORT PIN} for each. No secret
 * is in it, but whoever can change it can put another relay in the place of a known one.
 */
final class RelayPins {
    private static final int MAX_BYTES = 256 << 10;

    private final Path file;
    private final Map<String, Pin> pins;

    private RelayPins(Path file, Map<String, Pin> pins) {
        this.file = file;
        this.pins = pins;
    }

    /** @throws ConfigException if the file is there and is not exactly what it should be */
    static RelayPins read(Map<String, String> environment) throws ConfigException {
        Path file = Config.defaultFile(environment).resolveSibling("known_relays");
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return new RelayPins(file, new TreeMap<>());
        }
        try {
            checkAccess(file);
            return new RelayPins(file, parse(file, Files.readString(file, StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new ConfigException(file, "it cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static void checkAccess(Path file) throws IOException, ConfigException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new ConfigException(file, "it is no plain file");
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new ConfigException(file, "it is larger than 256 KiB");
        }
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Set<PosixFilePermission> all = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
            if (all.contains(PosixFilePermission.GROUP_WRITE) || all.contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new ConfigException(file, "other users can change it");
            }
        }
    }

    private static Map<String, Pin> parse(Path file, String text) throws ConfigException {
        Map<String, Pin> pins = new TreeMap<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String[] parts = line.split(" ", -1);
            Optional<Pin> pin = parts.length == 2 ? Pin.parse(parts[1]) : Optional.empty();
            if (pin.isEmpty()
                    || RelayAddress.parse(parts[0])
                            .filter(address -> address.place().equals(parts[0]))
                            .isEmpty()) {
                throw new ConfigException(file, "line " + number + " is not HOST:PORT PIN");
            }
            if (pins.put(parts[0], pin.get()) != null) {
                throw new ConfigException(file, "line " + number + " names a relay a second time");
            }
        }
        return pins;
    }

    /** By {@code HOST:PORT}. */
    Map<String, Pin> all() {
        return Collections.unmodifiableMap(pins);
    }

    /**
     * The address with the key that is known, if one is.
     *
     * @throws RelayChangedException if the address says another key
     */
    RelayAddress known(RelayAddress given, Texts texts) throws RelayChangedException {
        Optional<Pin> known = Optional.ofNullable(pins.get(given.place()));
        if (known.isPresent() && given.pin().isPresent() && !known.equals(given.pin())) {
            throw new RelayChangedException(texts.get(
                    "relay.differs",
                    given.place(),
                    given.pin().get().format(),
                    known.get().format()));
        }
        return known.map(given::pinned).orElse(given);
    }

    /** Adds a relay with its pin, unless it is there. Gives what is in the way, if something is. */
    static Optional<String> remember(Map<String, String> environment, RelayAddress relay) {
        try {
            // Read again: another window may have met another relay meanwhile.
            RelayPins now = read(environment);
            if (now.pins.putIfAbsent(relay.place(), relay.pin().orElseThrow()) == null) {
                now.write();
            }
            return Optional.empty();
        } catch (ConfigException e) {
            return Optional.of(e.getMessage().lines().findFirst().orElse(""));
        } catch (IOException e) {
            return Optional.of(e.getClass().getSimpleName());
        }
    }

    /** Forgets a relay's key; whether it was there. */
    boolean remove(RelayAddress relay) throws IOException {
        boolean was = pins.remove(relay.place()) != null;
        if (was) {
            write();
        }
        return was;
    }

    private void write() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        // A temporary file is its owner's alone from the start.
        Path fresh = Files.createTempFile(folder, "known_relays", ".new");
        try {
            Files.writeString(
                    fresh,
                    pins.entrySet().stream()
                            .map(entry ->
                                    entry.getKey() + " " + entry.getValue().format() + "\n")
                            .collect(Collectors.joining()));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
