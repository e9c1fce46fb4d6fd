package dev.parley.relay.config;

import dev.parley.relay.admission.AddressPrefix;
import dev.parley.relay.admission.Admission;
import dev.parley.relay.admission.DenyList;
import dev.parley.wire.KeyId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code deny}: one address, block of addresses or key id a line; what follows a # does not count. */
public final class DenyFile {
    private static final int MAX_BYTES = 2 << 20;

    private final Path file;

    DenyFile(Path file) {
        this.file = file;
    }

    /** Who is denied; nobody if there is no such file. */
    public DenyList read() throws ListException {
        List<AddressPrefix> addresses = new ArrayList<>();
        Set<KeyId> keys = new LinkedHashSet<>();
        int number = 0;
        for (String line : WholeFile.read(file, MAX_BYTES).orElse("").split("\r?\n", -1)) {
            number++;
            String entry = line.replaceFirst("#.*", "").strip();
            Optional<KeyId> key = KeyId.parse(entry);
            Optional<AddressPrefix> prefix = AddressPrefix.parse(entry);
            if (entry.isEmpty()) {
                continue;
            }
            if (key.isEmpty() && prefix.isEmpty()) {
                throw ListException.atLine(
                        file, number, "it is no address, no ADDRESS/BITS and no key id such as SHA256:...");
            }
            if (addresses.size() + keys.size() == Admission.MAX_DENIED) {
                throw ListException.atLine(file, number, "there are more than " + Admission.MAX_DENIED + " lines");
            }
            key.ifPresent(keys::add);
            prefix.ifPresent(addresses::add);
        }
        return new DenyList(addresses, keys);
    }

    /** Replaces the file; comments in it are lost. */
    public void write(DenyList denied) throws ListException {
        StringBuilder out = new StringBuilder();
        denied.addresses().forEach(prefix -> out.append(prefix.format()).append('\n'));
        denied.keys().stream()
                .map(KeyId::format)
                .sorted()
                .forEach(id -> out.append(id).append('\n'));
        WholeFile.replace(file, out.toString());
    }

    public Path path() {
        return file;
    }
}
