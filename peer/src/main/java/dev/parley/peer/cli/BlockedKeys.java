package dev.parley.peer.cli;

import dev.parley.crypto.IdentityKey;
import dev.parley.crypto.Pin;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.ui.BlockList;
import dev.parley.peer.ui.SafeText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The block list (PROTOCOL.md section 7.1): {@code blocked_keys} beside {@code config.json}, a line {@code PIN NAME} for each key. All
 * rooms of a program share one.
 */
final class BlockedKeys implements BlockList {
    /** A key that is typed to be taken off is told by its first digits, but not by too few. */
    private static final int LEAST_DIGITS = 8;

    private static final int MAX_NAME_LENGTH = 64;

    private final ConfigLines file;
    private final Map<Pin, String> names = new LinkedHashMap<>();
    private boolean forThisRunOnly;

    BlockedKeys(Map<String, String> environment) {
        this.file = new ConfigLines(environment, "blocked_keys");
    }

    /**
     * Reads the file, whatever other windows have added to it.
     *
     * @throws ConfigException if the file is there and is not exactly what it should be: better no room than one that forgets this
     */
    synchronized void load() throws ConfigException {
        names.putAll(read());
    }

    /** From now on nothing is written. */
    synchronized void writeNothing() {
        forThisRunOnly = true;
    }

    private Map<Pin, String> read() throws ConfigException {
        Map<Pin, String> read = new LinkedHashMap<>();
        int number = 0;
        for (String line : file.read()) {
            number++;
            String[] parts = line.split(" ", 2);
            Optional<Pin> pin = parts.length == 2 ? Pin.parse(parts[0]) : Optional.empty();
            if (pin.isEmpty() || !isName(parts[1])) {
                throw file.bad(number, "is not KEY NAME");
            }
            if (read.put(pin.get(), parts[1]) != null) {
                throw file.bad(number, "names a key a second time");
            }
        }
        return read;
    }

    private static boolean isName(String name) {
        return !name.isBlank()
                && name.length() <= MAX_NAME_LENGTH
                && SafeText.line(Untrusted.of(name)).equals(name);
    }

    synchronized boolean has(IdentityKey key) {
        return names.containsKey(key.pin());
    }

    @Override
    public synchronized Optional<String> add(IdentityKey key, String name) {
        names.put(key.pin(), isName(name) ? name : "peer");
        if (forThisRunOnly) {
            return Optional.of("--ephemeral");
        }
        try {
            return file.alone(() -> {
                Map<Pin, String> now = read();
                now.put(key.pin(), names.get(key.pin()));
                write(now);
                return Optional.empty();
            });
        } catch (ConfigException e) {
            return Optional.of(e.getMessage().lines().findFirst().orElse(""));
        } catch (IOException e) {
            return Optional.of(e.getClass().getSimpleName());
        }
    }

    @Override
    public synchronized int remove(String nameOrKey) {
        try {
            return removeOrThrow(nameOrKey);
        } catch (ConfigException | IOException e) {
            return 0;
        }
    }

    /** As {@link #remove}, and says why not. */
    synchronized int removeOrThrow(String nameOrKey) throws ConfigException, IOException {
        return forThisRunOnly ? removeMeant(nameOrKey) : file.alone(() -> removeMeant(nameOrKey));
    }

    private int removeMeant(String nameOrKey) throws ConfigException, IOException {
        Map<Pin, String> now = read();
        now.putAll(names);
        List<Pin> meant = new ArrayList<>();
        now.forEach((pin, name) -> {
            if (isMeant(nameOrKey.strip(), pin, name)) {
                meant.add(pin);
            }
        });
        if (meant.size() == 1) {
            names.remove(meant.get(0));
            now.remove(meant.get(0));
            if (!forThisRunOnly) {
                write(now);
            }
        }
        return meant.size();
    }

    private static boolean isMeant(String wanted, Pin pin, String name) {
        String digits = wanted.toLowerCase(Locale.ROOT).replace(":", "");
        return name.equalsIgnoreCase(wanted)
                || digits.length() >= LEAST_DIGITS
                        && HexFormat.of().formatHex(pin.toByteArray()).startsWith(digits);
    }

    @Override
    public synchronized List<String> lines() {
        List<String> lines = new ArrayList<>();
        names.forEach((pin, name) -> lines.add(KeyCommand.hex(pin) + "  " + name));
        return lines;
    }

    private void write(Map<Pin, String> all) throws IOException {
        List<String> lines = new ArrayList<>();
        all.forEach((pin, name) -> lines.add(pin.format() + " " + name));
        file.write(lines);
    }
}
