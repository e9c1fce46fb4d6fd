package dev.parley.peer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.crypto.StoreKey;
import dev.parley.crypto.primitive.Randomness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the tests of this package share. */
final class Stores {
    static final StoreKey KEY = StoreKey.of(new byte[StoreKey.BYTES]);

    private Stores() {}

    static JournalFile journal(Path file) throws StoreException {
        return new JournalFile(file, KEY, Randomness.system(), JournalFile::openChannel);
    }

    /** What is in a journal, as text. */
    static List<String> texts(JournalFile journal) {
        return journal.takeEntries().stream().map(Stores::text).toList();
    }

    static byte[] entry(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] entry) {
        return new String(entry, StandardCharsets.UTF_8);
    }

    static void assertRefused(StoreException.Reason reason, ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e.reason()).isEqualTo(reason);
            assertThat(e.path()).isNotNull();
        });
    }

    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Printed, and repeatable with {@code -Dparley.seed}. */
    static Random seeded(String test) {
        String given = System.getProperty("parley.seed", "");
        long seed = given.isEmpty() ? System.nanoTime() : Long.parseLong(given);
        System.out.println(test + ": seed " + seed);
        return new Random(seed);
    }
}
