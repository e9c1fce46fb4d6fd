package dev.parley.peer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.RoomName;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.store.Damage.Tail;
import dev.parley.peer.store.StoreException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in a file, nothing but a {@link StoreException} comes out, and what is intact is kept. */
class HostileFilesTest {
    private static final List<String> TEXTS = List.of("first", "second", "third");

    @TempDir
    Path temp;

    private Path file;
    private byte[] journal;
    private int[] starts;

    @BeforeEach
    void write() throws Exception {
        file = temp.resolve("journal");
        JournalFile written = Stores.journal(file);
        starts = new int[TEXTS.size() + 1];
        for (int i = 0; i < TEXTS.size(); i++) {
            starts[i] = Math.max(FileHeader.BYTES, (int) written.size());
            written.append(Stores.entry(TEXTS.get(i)));
            written.commit();
        }
        starts[TEXTS.size()] = (int) written.size();
        written.close();
        journal = Files.readAllBytes(file);
    }

    /** Opens what is in the file, goes on with one entry, and opens it again. */
    private JournalFile openAndGoOn(String what) throws StoreException {
        JournalFile opened = Stores.journal(file);
        opened.append(Stores.entry("next"));
        opened.commit();
        opened.close();
        JournalFile again = Stores.journal(file);
        List<String> expected = new ArrayList<>(Stores.texts(opened));
        expected.add("next");
        assertThat(Stores.texts(again)).as(what).isEqualTo(expected);
        assertThat(again.damage().tail()).as(what).isEqualTo(Tail.WHOLE);
        again.close();
        return again;
    }

    @Test
    void TR_06_every_bit_flip_of_a_journal_costs_at_most_what_it_hit() throws Exception {
        for (int bit = 0; bit < 8 * journal.length; bit++) {
            byte[] flipped = journal.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, flipped);
            JournalFile opened = Stores.journal(file);
            List<String> kept = Stores.texts(opened);
            opened.close();
            int at = bit / 8;
            String what = "bit " + bit;
            if (at < 8) {
                assertThat(kept).as(what).isEmpty();
                assertThat(opened.damage()).as(what).isEqualTo(new Damage(Tail.CUT, 0));
            } else if (at < FileHeader.BYTES) {
                assertThat(kept).as(what).isEmpty();
                assertThat(opened.damage()).as(what).isEqualTo(new Damage(Tail.WHOLE, TEXTS.size()));
            } else {
                int entry = 0;
                while (at >= starts[entry + 1]) {
                    entry++;
                }
                int inside = at - starts[entry];
                List<String> others = new ArrayList<>(TEXTS);
                others.remove(entry);
                if (inside < 4) {
                    assertThat(kept).as(what).isEqualTo(TEXTS.subList(0, entry));
                    assertThat(opened.damage()).as(what).isEqualTo(new Damage(Tail.CUT, 0));
                } else if (inside < 8) {
                    assertThat(kept).as(what).isEqualTo(TEXTS);
                    assertThat(opened.damage()).as(what).isEqualTo(Damage.NONE);
                } else {
                    assertThat(kept).as(what).isEqualTo(others);
                    assertThat(opened.damage()).as(what).isEqualTo(new Damage(Tail.WHOLE, 1));
                }
            }
            if (bit % 5 == 0) {
                openAndGoOn(what);
            }
        }
    }

    @Test
    void TR_06_every_truncation_of_a_journal_keeps_the_entries_before_it() throws Exception {
        for (int length = 0; length < journal.length; length++) {
            Files.write(file, Arrays.copyOf(journal, length));
            int whole = 0;
            while (starts[whole + 1] <= length) {
                whole++;
            }
            JournalFile opened = Stores.journal(file);
            assertThat(Stores.texts(opened)).as("length %d", length).isEqualTo(TEXTS.subList(0, whole));
            Tail tail = length < FileHeader.BYTES ? Tail.CUT : length == starts[whole] ? Tail.WHOLE : Tail.TORN;
            assertThat(opened.damage()).as("length %d", length).isEqualTo(new Damage(tail, 0));
            opened.close();
            openAndGoOn("length " + length);
        }
    }

    @Test
    void TX_05_random_bytes_and_random_changes_of_a_journal() throws Exception {
        Random random = Stores.seeded("TX-05 journal");
        for (int run = 0; run < 3_000; run++) {
            byte[] bytes = changed(journal, random);
            Files.write(file, bytes);
            JournalFile opened = Stores.journal(file);
            assertThat(TEXTS).as("run %d", run).containsAll(Stores.texts(opened));
            opened.close();
            if (run % 20 == 0) {
                openAndGoOn("run " + run);
            }
        }
    }

    private static byte[] changed(byte[] good, Random random) {
        byte[] bytes = random.nextInt(4) == 0 ? new byte[random.nextInt(400)] : good.clone();
        if (bytes.length != good.length) {
            random.nextBytes(bytes);
            System.arraycopy(good, 0, bytes, 0, Math.min(bytes.length, random.nextInt(good.length)));
            return bytes;
        }
        for (int i = random.nextInt(6); i >= 0; i--) {
            int at = random.nextInt(bytes.length);
            int run = Math.min(random.nextInt(12), bytes.length - at);
            switch (random.nextInt(3)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> Arrays.fill(bytes, at, at + run, (byte) -random.nextInt(2));
                default -> System.arraycopy(good, random.nextInt(bytes.length - run), bytes, at, run);
            }
        }
        return random.nextBoolean() ? bytes : Arrays.copyOf(bytes, random.nextInt(2 * bytes.length));
    }

    @Test
    void TR_06_a_record_that_is_not_what_was_written_is_refused() throws Exception {
        StateFolder state = StateFolder.open(temp.resolve("parley"), Randomness.system());
        try (RoomFolder room = state.create()) {
            room.writeRecord(Stores.entry("remembered"));
            Path record = temp.resolve("parley/rooms/" + room.id() + "/record");
            assertEveryChangeRefused(record, room::readRecord);
            room.writeRecord(Stores.entry("better"));
            assertThat(room.readRecord()).contains(Stores.entry("better"));
            Files.delete(record);
            Files.createDirectory(record);
            Stores.assertRefused(Reason.DAMAGED, room::readRecord);
        }
    }

    @Test
    void TR_06_tries_that_are_not_what_was_written_are_refused() throws Exception {
        StateFolder state = StateFolder.open(temp.resolve("parley"), Randomness.system());
        byte[] hash = new byte[Tries.HASH_BYTES];
        state.tries().record(hash, 1);
        assertEveryChangeRefused(
                temp.resolve("parley/tries"), () -> state.tries().failures(hash));
        Stores.assertRefused(Reason.DAMAGED, () -> {
            Files.write(temp.resolve("parley/tries"), new byte[100]);
            state.tries().record(hash, 2);
        });
    }

    @Test
    void TR_06_a_room_key_that_is_not_what_was_written_is_refused() throws Exception {
        StateFolder state = StateFolder.open(temp.resolve("parley"), Randomness.system());
        RoomFolder room = state.create();
        room.close();
        Path key = temp.resolve("parley/rooms/" + room.id() + "/roomkey");
        assertEveryChangeRefused(key, () -> state.open(room.id(), Optional.empty()));

        try (RoomFolder open = state.open(room.id(), Optional.empty())) {
            open.protect(RoomName.passphrase("tulip"));
        }
        byte[] good = Files.readAllBytes(key);
        for (int at : new int[] {0, 6, 7, 8, FileHeader.BYTES, good.length - 1}) {
            byte[] bad = good.clone();
            bad[at] ^= 0x40;
            Files.write(key, bad);
            Stores.assertRefused(
                    at < 8 ? Reason.DAMAGED : Reason.WRONG_PASSPHRASE,
                    () -> state.open(room.id(), Optional.of(RoomName.passphrase("tulip"))));
            assertThat(state.rooms()).hasSize(1);
        }
        Files.write(key, good);
        state.open(room.id(), Optional.of(RoomName.passphrase("tulip"))).close();
    }

    private interface Reading {
        Object read() throws StoreException;
    }

    private static void assertEveryChangeRefused(Path file, Reading reading) throws IOException {
        byte[] good = Files.readAllBytes(file);
        List<byte[]> changes = new ArrayList<>();
        for (int bit = 0; bit < 8 * good.length; bit++) {
            byte[] flipped = good.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            changes.add(flipped);
        }
        for (int length = 0; length < good.length; length++) {
            changes.add(Arrays.copyOf(good, length));
        }
        changes.add(Arrays.copyOf(good, good.length + 1));
        Random random = Stores.seeded("TR-06 " + file.getFileName());
        for (int i = 0; i < 500; i++) {
            byte[] bytes = new byte[random.nextInt(2 * good.length)];
            random.nextBytes(bytes);
            changes.add(bytes);
        }
        for (byte[] change : changes) {
            Files.write(file, change);
            try {
                reading.read();
                throw new AssertionError("Taken: " + HexFormat.of().formatHex(change));
            } catch (StoreException e) {
                assertThat(e.reason()).isIn(Reason.DAMAGED, Reason.TOO_LARGE);
            }
        }
        Files.write(file, good);
    }
}
