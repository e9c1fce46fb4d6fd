package dev.parley.peer.cli;

import dev.parley.crypto.Pin;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.ui.Texts;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The keys of the relays that were met: {@code known_relays} beside {@code config.json}, a line {@code HOST:PORT PIN} for each. No secret
 * is in it, but whoever can change it can put another relay in the place of a known one.
 */
final class RelayPins {
    private final ConfigLines file;
    private final Map<String, Pin> pins;

    private RelayPins(ConfigLines file, Map<String, Pin> pins) {
        this.file = file;
        this.pins = pins;
    }

    /** @throws ConfigException if the file is there and is not exactly what it should be */
    static RelayPins read(Map<String, String> environment) throws ConfigException {
        return read(new ConfigLines(environment, "known_relays"));
    }

    private static RelayPins read(ConfigLines file) throws ConfigException {
        Map<String, Pin> pins = new TreeMap<>();
        int number = 0;
        for (String line : file.read()) {
            number++;
            String[] parts = line.split(" ", -1);
            Optional<Pin> pin = parts.length == 2 ? Pin.parse(parts[1]) : Optional.empty();
            if (pin.isEmpty()
                    || RelayAddress.parse(parts[0])
                            .filter(address -> address.place().equals(parts[0]))
                            .isEmpty()) {
                throw file.bad(number, "is not HOST:PORT PIN");
            }
            if (pins.put(parts[0], pin.get()) != null) {
                throw file.bad(number, "names a relay a second time");
            }
        }
        return new RelayPins(file, pins);
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
            ConfigLines file = new ConfigLines(environment, "known_relays");
            return file.alone(() -> {
                // Read again: another window may have met another relay meanwhile.
                RelayPins now = read(file);
                if (now.pins.putIfAbsent(relay.place(), relay.pin().orElseThrow()) == null) {
                    now.write();
                }
                return Optional.empty();
            });
        } catch (ConfigException e) {
            return Optional.of(e.getMessage().lines().findFirst().orElse(""));
        } catch (IOException e) {
            return Optional.of(e.getClass().getSimpleName());
        }
    }

    /** Forgets a relay's key; whether it was there. */
    boolean remove(RelayAddress relay) throws ConfigException, IOException {
        return file.alone(() -> {
            RelayPins now = read(file);
            boolean was = now.pins.remove(relay.place()) != null;
            if (was) {
                now.write();
            }
            pins.remove(relay.place());
            return was;
        });
    }

    private void write() throws IOException {
        file.write(pins.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue().format())
                .toList());
    }
}
