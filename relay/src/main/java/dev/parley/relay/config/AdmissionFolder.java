package dev.parley.relay.config;

import dev.parley.relay.admission.Admission;
import dev.parley.relay.admission.AdmissionMode;
import dev.parley.relay.admission.ListedKey;
import dev.parley.relay.admission.ListedToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The lists in a relay folder: {@code tokens.json}, {@code authorized_keys}, {@code deny}. */
public final class AdmissionFolder {
    private final Path folder;

    public AdmissionFolder(Path folder) {
        this.folder = folder;
    }

    public TokenFile tokens() {
        return new TokenFile(folder.resolve("tokens.json"));
    }

    public KeyFile keys() {
        return new KeyFile(folder.resolve("authorized_keys"));
    }

    public DenyFile deny() {
        return new DenyFile(folder.resolve("deny"));
    }

    /** A change of one of the lists. */
    public interface Change {
        int run() throws ListException;
    }

    /**
     * Reads and writes lists with no other command in between; makes the folder if it is not there.
     *
     * @throws ListException of {@code change}, or if the folder cannot be written to
     */
    public int alone(Change change) throws ListException {
        Path file = folder.resolve(".lock");
        try {
            WholeFile.makeFolder(folder);
            ListLock lock = ListLock.take(file);
            try (lock) {
                return change.run();
            }
        } catch (IOException e) {
            throw new ListException(file, "it cannot be locked: " + WholeFile.said(e));
        }
    }

    /**
     * All lists as they are now. Without a wish for a mode, a list that is there closes the relay to everybody else, also when it is
     * empty; with no list it is open.
     *
     * @throws ListException for the first file that is wrong; nothing is half read
     */
    public Admission read(Optional<AdmissionMode> wish) throws ListException {
        Optional<List<ListedToken>> tokens = tokens().read();
        Optional<List<ListedKey>> keys = keys().read();
        return new Admission(
                wish.orElse(AdmissionMode.of(tokens.isPresent(), keys.isPresent())),
                tokens.orElse(List.of()),
                keys.orElse(List.of()),
                deny().read());
    }

    /** Differs whenever one of the files was replaced, changed, made or removed. */
    public String stamp() {
        return Stream.of(tokens().path(), keys().path(), deny().path())
                .map(AdmissionFolder::stamp)
                .collect(Collectors.joining(" "));
    }

    private static String stamp(Path file) {
        try {
            var found = Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class);
            return found.size() + "/" + found.lastModifiedTime() + "/" + found.fileKey();
        } catch (IOException e) {
            return "-";
        }
    }
}
