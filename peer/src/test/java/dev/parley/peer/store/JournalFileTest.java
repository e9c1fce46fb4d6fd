package dev.parley.peer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.parley.crypto.StoreKey;
import dev.parley.peer.store.Damage.Tail;
import dev.parley.peer.store.StoreException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFileTest {
    @TempDir
    Path temp;

    private Path file;

    @BeforeEach
    void name() {
        file = temp.resolve("journal");
    }

    private JournalFile written(String... texts) throws StoreException {
        JournalFile journal = Stores.journal(file);
        for (String text : texts) {
            journal.append(Stores.entry(text));
        }
        journal.commit();
        return journal;
    }

    @Test
    void entries_come_back_in_order_over_many_openings() throws Exception {
        List<String> expected = new ArrayList<>();
        for (int opening = 0; opening < 5; opening++) {
            JournalFile journal = Stores.journal(file);
            assertThat(journal.damage()).isEqualTo(Damage.NONE);
            assertThat(Stores.texts(journal)).isEqualTo(expected);
            assertThat(journal.takeEntries()).isEmpty();
            for (int group = 0; group < 4; group++) {
                for (int i = 0; i <= group; i++) {
                    expected.add(opening + "." + group + "." + i);
                    journal.append(Stores.entry(expected.get(expected.size() - 1)));
                }
                journal.commit();
                assertThat(journal.size()).isEqualTo(Files.size(file));
            }
            journal.close();
        }
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void what_was_not_committed_is_not_there() throws Exception {
        JournalFile journal = written("a");
        journal.append(Stores.entry("b"));
        journal.close();
        assertThat(Stores.texts(Stores.journal(file))).containsExactly("a");
        assertThatIllegalStateException().isThrownBy(journal::commit);
        assertThatIllegalStateException().isThrownBy(() -> journal.append(Stores.entry("c")));
        assertThatIllegalStateException().isThrownBy(() -> journal.rewrite(List.of()));
    }

    @Test
    void opening_and_empty_commits_change_no_byte() throws Exception {
        written("a", "b").close();
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) - 3));
        byte[] before = Files.readAllBytes(file);
        JournalFile journal = Stores.journal(file);
        journal.commit();
        journal.close();
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void a_rewrite_replaces_all_under_a_new_salt_and_appending_goes_on() throws Exception {
        JournalFile journal = written("a", "b", "c");
        byte[] salt = Arrays.copyOf(Files.readAllBytes(file), FileHeader.BYTES);
        journal.append(Stores.entry("never"));
        journal.rewrite(List.of(Stores.entry("c")));
        journal.append(Stores.entry("d"));
        journal.commit();
        assertThat(Arrays.copyOf(Files.readAllBytes(file), FileHeader.BYTES)).isNotEqualTo(salt);
        assertThat(Stores.texts(Stores.journal(file))).containsExactly("c", "d");
        journal.rewrite(List.of());
        assertThat(Files.size(file)).isEqualTo(FileHeader.BYTES);
        journal.append(Stores.entry("e"));
        journal.commit();
        journal.close();
        assertThat(Stores.texts(Stores.journal(file))).containsExactly("e");
        assertThat(Stores.names(temp)).containsExactly("journal");
    }

    @Test
    void a_rewrite_that_a_crash_stopped_leaves_the_old_entries() throws Exception {
        written("a", "b").close();
        Files.write(temp.resolve("journal.new"), new byte[] {1, 2, 3});
        JournalFile journal = Stores.journal(file);
        assertThat(Stores.texts(journal)).containsExactly("a", "b");
        journal.rewrite(List.of(Stores.entry("c")));
        assertThat(Stores.texts(Stores.journal(file))).containsExactly("c");
    }

    @Test
    void left_out_moved_doubled_and_foreign_entries_are_noticed() throws Exception {
        written("entry 0", "entry 1", "entry 2", "entry 3").close();
        byte[] bytes = Files.readAllBytes(file);
        int frame = (bytes.length - FileHeader.BYTES) / 4;
        Files.delete(file);
        written("other 0", "other 1", "other 2", "other 3").close();
        byte[] foreign = Files.readAllBytes(file);

        Files.write(file, frames(bytes, frame, 0, 2, 3));
        assertLost("entry 0");
        Files.write(file, frames(bytes, frame, 0, 2, 1, 3));
        assertLost("entry 0");
        Files.write(file, frames(bytes, frame, 0, 0, 1));
        assertLost("entry 0");
        byte[] spliced = bytes.clone();
        System.arraycopy(foreign, FileHeader.BYTES + frame, spliced, FileHeader.BYTES + frame, frame);
        Files.write(file, spliced);
        assertLost("entry 0", "entry 2", "entry 3");
    }

    private static byte[] frames(byte[] bytes, int frame, int... order) {
        ByteBuffer out = ByteBuffer.allocate(FileHeader.BYTES + order.length * frame);
        out.put(bytes, 0, FileHeader.BYTES);
        for (int i : order) {
            out.put(bytes, FileHeader.BYTES + i * frame, frame);
        }
        return out.array();
    }

    private void assertLost(String... kept) throws StoreException {
        JournalFile journal = Stores.journal(file);
        assertThat(Stores.texts(journal)).containsExactly(kept);
        assertThat(journal.damage().isLoss()).isTrue();
    }

    @Test
    void zeros_of_a_file_that_grew_in_a_crash_are_a_torn_tail() throws Exception {
        written("a").close();
        byte[] bytes = Files.readAllBytes(file);
        for (int zeros : new int[] {1, 8, 9, 5_000, 200_000}) {
            Files.write(file, Arrays.copyOf(bytes, bytes.length + zeros));
            JournalFile journal = Stores.journal(file);
            assertThat(Stores.texts(journal)).containsExactly("a");
            assertThat(journal.damage()).as("%d zeros", zeros).isEqualTo(new Damage(Tail.TORN, 0));
        }
    }

    @Test
    void TX_09_entries_files_and_what_waits_are_bounded() throws Exception {
        JournalFile journal = Stores.journal(file);
        for (int length : new int[] {0, JournalFile.MAX_ENTRY_BYTES + 1}) {
            assertThatIllegalArgumentException().isThrownBy(() -> journal.append(new byte[length]));
            assertThatIllegalArgumentException().isThrownBy(() -> journal.rewrite(List.of(new byte[length])));
        }
        byte[] largest = new byte[JournalFile.MAX_ENTRY_BYTES];
        int taken = 0;
        while (FileHeader.BYTES + journal.size() + largest.length + 36 <= JournalFile.MAX_FILE_BYTES) {
            journal.append(largest);
            taken++;
            long onDisk = Files.exists(file) ? Files.size(file) : 0;
            assertThat(journal.size() - onDisk).isLessThan(JournalFile.MAX_WAITING_BYTES + 2L * largest.length);
        }
        assertThat(taken).isEqualTo(511);
        Stores.assertRefused(Reason.TOO_LARGE, () -> journal.append(largest));
        Stores.assertRefused(Reason.TOO_LARGE, () -> journal.rewrite(Collections.nCopies(512, largest)));
        journal.append(new byte[1]);
        journal.commit();
        journal.close();
        assertThat(Stores.journal(file).takeEntries()).hasSize(512);

        try (var channel = JournalFile.openChannel(file)) {
            channel.write(ByteBuffer.wrap(new byte[1]), JournalFile.MAX_FILE_BYTES);
        }
        Stores.assertRefused(Reason.TOO_LARGE, () -> Stores.journal(file));
    }

    @Test
    void TX_09_no_length_is_believed() throws Exception {
        written("a").close();
        byte[] good = Files.readAllBytes(file);
        for (int length : new int[] {
            Integer.MAX_VALUE,
            Integer.MIN_VALUE,
            -1,
            1,
            JournalSeal.MAX_SEALED_BYTES + 1,
            JournalSeal.MIN_SEALED_BYTES - 1
        }) {
            Files.write(
                    file,
                    ByteBuffer.allocate(good.length + 8)
                            .put(good)
                            .putInt(length)
                            .putInt(JournalSeal.check(1, length))
                            .array());
            JournalFile journal = Stores.journal(file);
            assertThat(Stores.texts(journal)).containsExactly("a");
            assertThat(journal.damage().tail()).as("length %d", length).isEqualTo(Tail.CUT);
        }
    }

    @Test
    void TP_19_no_two_sealed_entries_share_key_and_nonce() throws Exception {
        Random random = Stores.seeded("TP-19");
        Map<String, String> sealed = new HashMap<>();
        JournalFile journal = Stores.journal(file);
        for (int step = 0; step < 400; step++) {
            switch (random.nextInt(8)) {
                case 0 -> {
                    List<byte[]> content = new ArrayList<>();
                    for (int i = random.nextInt(4); i > 0; i--) {
                        content.add(Stores.entry("same"));
                    }
                    journal.rewrite(content);
                }
                case 1 -> {
                    // A crash that cut the file anywhere: the same indices are sealed again under the same salt.
                    journal.close();
                    if (Files.exists(file)) {
                        int length = (int) Files.size(file);
                        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length - random.nextInt(length / 2)));
                    }
                    journal = Stores.journal(file);
                }
                default -> {
                    for (int i = random.nextInt(3); i >= 0; i--) {
                        journal.append(Stores.entry("same"));
                    }
                    journal.commit();
                }
            }
            collect(sealed);
        }
        assertThat(sealed).hasSizeGreaterThan(300);
    }

    /** Salt and nonce of every entry in the file; each pair stands for one sealing only. */
    private void collect(Map<String, String> sealed) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.exists(file) ? Files.readAllBytes(file) : new byte[0]);
        if (in.remaining() < FileHeader.BYTES) {
            return;
        }
        byte[] header = new byte[FileHeader.BYTES];
        in.get(header);
        while (in.remaining() >= JournalSeal.FRAME_BYTES) {
            byte[] body = new byte[in.getInt()];
            in.getInt();
            if (in.remaining() < body.length) {
                return;
            }
            in.get(body);
            int nonce = StoreKey.OVERHEAD_BYTES - 16;
            String pair = HexFormat.of().formatHex(header) + HexFormat.of().formatHex(body, 0, nonce);
            String seal = HexFormat.of().formatHex(body);
            assertThat(sealed.putIfAbsent(pair, seal)).isIn(null, seal);
        }
    }
}
