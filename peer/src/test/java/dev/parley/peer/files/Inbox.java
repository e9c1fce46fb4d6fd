package dev.parley.peer.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.peer.chat.FileHash;
import dev.parley.peer.chat.Offer;
import dev.parley.peer.chat.TransferId;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.files.FileException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder to receive into, beside one with something precious in it. */
final class Inbox {
    static final String KEY = "their key";
    private static final TransferId ID = new TransferId("0".repeat(32));
    static final byte[] TEN = "0123456789".getBytes(StandardCharsets.US_ASCII);

    private Inbox() {}

    /** Makes {@code inbox} and {@code outside/precious}; gives the first. */
    static Path make(Path temp) throws IOException {
        Files.createDirectory(temp.resolve("outside"));
        Files.writeString(temp.resolve("outside/precious"), "mine");
        return Files.createDirectory(temp.resolve("inbox"));
    }

    static Offer one(String name, long bytes) {
        return new Offer(ID, Untrusted.of(name), 1, bytes, false);
    }

    static Offer folder(String name, int files, long bytes) {
        return new Offer(ID, Untrusted.of(name), files, bytes, true);
    }

    static FileHash sha256(byte[] bytes) {
        return FileHash.of(Hashing.fresh().digest(bytes));
    }

    static void put(Deposit deposit, int entry, String path, byte[] bytes) throws FileException {
        deposit.begin(entry, Untrusted.of(path), bytes.length, 0);
        deposit.write(ByteBuffer.wrap(bytes, 0, bytes.length));
        deposit.finish(sha256(bytes));
    }

    static String receive(Path inbox, String name, byte[] bytes) throws FileException {
        try (Deposit deposit = Deposit.open(inbox, KEY, one(name, bytes.length))) {
            put(deposit, 0, name, bytes);
            return deposit.complete();
        }
    }

    interface Attempt {
        void run() throws FileException;
    }

    static void assertRefused(Reason reason, Attempt attempt) {
        FileException refused = catchThrowableOfType(FileException.class, attempt::run);
        assertThat(refused).as("refused").isNotNull();
        assertThat(refused.reason()).isEqualTo(reason);
    }

    /** Every path with kind, mode, size and content. */
    static Map<String, String> tree(Path root) throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.toList()) {
                String what =
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
                if (Files.isSymbolicLink(path)) {
                    what = "link to " + Files.readSymbolicLink(path);
                } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    what += " " + sha256(Files.readAllBytes(path)).hex();
                }
                all.put(root.relativize(path).toString(), what);
            }
        }
        return all;
    }

    static Map<String, String> inside(Path inbox) throws IOException {
        Map<String, String> all = tree(inbox);
        all.remove("");
        return all;
    }

    static Path partIn(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> path.getFileName().toString().startsWith(".parley-"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
