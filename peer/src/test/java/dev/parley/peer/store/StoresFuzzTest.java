package dev.parley.peer.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.crypto.StoreKey;
import dev.parley.crypto.StoreKey.Purpose;
import dev.parley.crypto.primitive.Randomness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes in the files of a state folder: what was written there, or a refusal with its reason; never a changed value. */
class StoresFuzzTest {
    private static final Randomness STILL = count -> new byte[count];
    private static final String ID = "00112233";

    @TempDir
    static Path folder;

    /** A journal of a few entries, then cut, zeroed, changed or put in another order. */
    @FuzzTest(maxDuration = "10m")
    void TL_01_a_damaged_journal_gives_only_entries_that_were_written(FuzzedDataProvider data) throws Exception {
        JournalSeal seal = new JournalSeal(FileHeader.fresh(FileHeader.Kind.JOURNAL, STILL), Stores.KEY);
        List<byte[]> parts = new ArrayList<>(List.of(seal.header()));
        List<String> written = new ArrayList<>();
        for (int i = data.consumeInt(0, 6); i > 0; i--) {
            String entry = "entry " + written.size() + "x".repeat(data.consumeInt(0, 40));
            parts.add(seal.seal(written.size(), Stores.entry(entry)));
            written.add(entry);
        }
        boolean honest = true;
        for (int i = data.consumeInt(0, 3); i > 0; i--) {
            honest = false;
            int at = data.consumeInt(0, parts.size() - 1);
            byte[] part = parts.get(at);
            switch (data.consumeInt(0, 5)) {
                case 0 -> parts.remove(at);
                case 1 -> parts.add(part);
                case 2 -> parts.set(at, Arrays.copyOf(part, data.consumeInt(0, part.length)));
                case 3 -> parts.add(new byte[data.consumeInt(0, 70_000)]);
                case 4 -> parts.add(at, data.consumeBytes(60));
                default -> {
                    byte[] changed = part.clone();
                    if (changed.length > 0) {
                        changed[data.consumeInt(0, changed.length - 1)] ^= data.consumeByte();
                    }
                    parts.set(at, changed);
                }
            }
            if (parts.isEmpty()) {
                parts.add(new byte[0]);
            }
        }
        Path file = file("journal", parts);
        JournalScan scan = JournalScan.of(file, Stores.KEY);
        List<String> read = scan.entries().stream().map(Stores::text).toList();
        assertThat(written).containsAll(read);
        assertThat(read).isSorted().doesNotHaveDuplicates();
        assertThat(scan.goodBytes()).isLessThanOrEqualTo(Files.size(file));
        if (honest) {
            assertThat(read).isEqualTo(written);
        }
    }

    private static Path file(String name, List<byte[]> parts) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, new byte[0]);
        for (byte[] part : parts) {
            Files.write(file, part, StandardOpenOption.APPEND);
        }
        return file;
    }

    /** Rows of tries and of what relays are shown, inside a good seal: by a program of another version, or by whoever has the key. */
    static Stream<byte[]> contents() {
        return Stream.of(
                new byte[0], new byte[44], new byte[88], new byte[] {0, 2, 'h', 'i', 0, 1, 7, 0, 0}, new byte[] {
                    0, 2, 'h', 'i', 0, 1, 7, 0, 9
                });
    }

    @MethodSource("contents")
    @FuzzTest(maxDuration = "10m")
    void TL_01_what_is_inside_a_good_seal_is_read_or_refused(byte[] content) throws Exception {
        FolderLock lock = new FolderLock(folder.resolve("lock"));
        sealed("tries", FileHeader.Kind.TRIES, Purpose.TRIES, content);
        sealed(RelayAccess.FILE, FileHeader.Kind.RELAY_ACCESS, Purpose.RELAY_ACCESS, content);
        Tries tries = new Tries(folder, lock, Stores.KEY, STILL);
        RelayAccess access = new RelayAccess(folder, lock, Stores.KEY, STILL);
        byte[] room = Arrays.copyOf(content, 32);
        refusedOr(() -> {
            tries.failures(room);
            tries.lastFailure(room);
            tries.record(room, 7);
            assertThat(tries.failures(room)).isPositive();
            tries.clear(room);
            assertThat(tries.failures(room)).isZero();
        });
        refusedOr(() -> {
            access.token("hi");
            access.keepToken("hi", new byte[] {1});
            assertThat(access.token("hi")).isPresent();
            assertThat(access.keepKey("hi", new byte[] {2})).isNotEmpty();
        });
    }

    private static void sealed(String name, FileHeader.Kind kind, Purpose purpose, byte[] content) throws IOException {
        FileHeader header = FileHeader.fresh(kind, STILL);
        try (StoreKey key = Stores.KEY.derive(purpose, header.salt())) {
            Files.write(folder.resolve(name), header.before(key.seal(content, header.toByteArray())));
        }
    }

    static Stream<byte[]> files() throws Exception {
        Path room = Files.createTempDirectory("parley-fuzz");
        RoomKeyFile keys = new RoomKeyFile(room, ID, Stores.KEY);
        keys.write(Stores.KEY, Optional.empty(), STILL);
        byte[] roomKey = Files.readAllBytes(room.resolve("roomkey"));
        Files.delete(room.resolve("roomkey"));
        Files.delete(room);
        FileHeader record = FileHeader.fresh(FileHeader.Kind.RECORD, STILL);
        try (StoreKey key = Stores.KEY.derive(Purpose.RECORD, record.salt())) {
            return Stream.of(roomKey, record.before(key.seal(new byte[20], record.toByteArray())), new byte[0]);
        }
    }

    @MethodSource("files")
    @FuzzTest(maxDuration = "10m")
    void TL_01_any_file_is_refused_or_what_was_written(byte[] file) throws Exception {
        Path room = Files.createDirectories(folder.resolve("room"));
        Files.write(room.resolve("roomkey"), file);
        Files.write(room.resolve("record"), file);
        RoomKeyFile keys = new RoomKeyFile(room, ID, Stores.KEY);
        refusedOr(() -> {
            keys.isProtected();
            keys.open(Optional.empty());
        });
        refusedOr(() -> RoomFolder.record(room).read(Stores.KEY));
        refusedOr(() -> JournalScan.of(room.resolve("record"), Stores.KEY));
    }

    private interface Action {
        void run() throws Exception;
    }

    private static void refusedOr(Action action) throws Exception {
        try {
            action.run();
        } catch (StoreException e) {
            assertThat(e.reason()).isNotEqualTo(StoreException.Reason.DISK);
        }
    }
}
