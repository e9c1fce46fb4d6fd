package dev.parley.peer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.store.Damage.Tail;
import dev.parley.peer.store.StoreException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal on a disk that fails does not pretend, and does not spoil what it has. */
class FailingDiskTest {
    @TempDir
    Path temp;

    private final FailingChannel.Disk disk = new FailingChannel.Disk();
    private Path file;
    private JournalFile journal;

    @BeforeEach
    void write() throws StoreException {
        file = temp.resolve("journal");
        Stores.journal(file).rewrite(List.of(Stores.entry("first")));
        journal = open();
        journal.takeEntries();
    }

    private JournalFile open() throws StoreException {
        return new JournalFile(file, Stores.KEY, Randomness.system(), disk::open);
    }

    private void assertOnDisk(Tail tail, String... texts) throws StoreException {
        JournalFile found = Stores.journal(file);
        assertThat(Stores.texts(found)).containsExactly(texts);
        assertThat(found.damage()).isEqualTo(new Damage(tail, 0));
    }

    @Test
    void a_full_disk_fails_every_commit_until_there_is_room_again() throws Exception {
        journal.append(Stores.entry("second"));
        for (int room = 0; room < 40; room++) {
            disk.room = room;
            Stores.assertRefused(Reason.DISK, journal::commit);
            assertOnDisk(Tail.WHOLE, "first");
        }
        journal.append(Stores.entry("third"));
        disk.room = 60;
        Stores.assertRefused(Reason.DISK, journal::commit);
        assertOnDisk(Tail.WHOLE, "first");
        disk.heal();
        journal.commit();
        assertOnDisk(Tail.WHOLE, "first", "second", "third");
    }

    @Test
    void a_failure_names_the_file() {
        disk.opens = false;
        assertThatThrownBy(() -> {
                    journal.append(Stores.entry("second"));
                    journal.commit();
                })
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.path()).isEqualTo(file))
                .hasMessage("DISK: " + file);
    }

    @Test
    void half_an_entry_that_cannot_even_be_removed_is_never_followed_by_another() throws Exception {
        journal.append(Stores.entry("second"));
        journal.commit();
        journal.append(Stores.entry("third"));
        disk.room = 20;
        disk.truncates = false;
        Stores.assertRefused(Reason.DISK, journal::commit);
        assertOnDisk(Tail.TORN, "first", "second");
        disk.room = Long.MAX_VALUE;
        Stores.assertRefused(Reason.DISK, journal::commit);
        assertOnDisk(Tail.TORN, "first", "second");
        disk.heal();
        journal.commit();
        assertOnDisk(Tail.WHOLE, "first", "second", "third");
    }

    @Test
    void what_was_not_flushed_does_not_count_and_is_written_again() throws Exception {
        journal.append(Stores.entry("second"));
        disk.flushes = false;
        Stores.assertRefused(Reason.DISK, journal::commit);
        assertOnDisk(Tail.WHOLE, "first");
        disk.heal();
        journal.append(Stores.entry("third"));
        journal.commit();
        assertOnDisk(Tail.WHOLE, "first", "second", "third");
    }

    @Test
    void an_interrupted_thread_fails_once_and_goes_on() throws Exception {
        journal.append(Stores.entry("second"));
        Thread.currentThread().interrupt();
        Stores.assertRefused(Reason.DISK, journal::commit);
        assertThat(Thread.interrupted()).isTrue();
        journal.commit();
        assertOnDisk(Tail.WHOLE, "first", "second");
    }

    @Test
    void a_rewrite_that_fails_changes_nothing() throws Exception {
        journal.append(Stores.entry("second"));
        journal.commit();
        Path staged = Files.createDirectory(temp.resolve("journal.new"));
        Files.createFile(staged.resolve("in the way"));
        Stores.assertRefused(Reason.DISK, () -> journal.rewrite(List.of(Stores.entry("third"))));
        journal.append(Stores.entry("fourth"));
        journal.commit();
        assertOnDisk(Tail.WHOLE, "first", "second", "fourth");
    }

    @Test
    void TX_09_what_waits_for_a_broken_disk_is_bounded() throws Exception {
        disk.opens = false;
        byte[] large = new byte[100_000];
        int taken = 0;
        while (true) {
            try {
                journal.append(large);
            } catch (StoreException e) {
                assertThat(e.reason()).isEqualTo(Reason.DISK);
                break;
            }
            assertThat(taken++).isLessThan(50);
        }
        disk.heal();
        journal.commit();
        assertThat(Stores.journal(file).takeEntries()).hasSize(1 + taken);
    }

    @Test
    void random_failures_and_crashes_lose_nothing_that_was_committed() throws Exception {
        Random random = Stores.seeded("failing disk");
        for (int run = 0; run < 40; run++) {
            List<String> committed = new ArrayList<>(List.of("first"));
            List<String> waiting = new ArrayList<>();
            journal.rewrite(List.of(Stores.entry("first")));
            for (int step = 0; step < 60; step++) {
                disk.heal();
                disk.room = random.nextInt(3) == 0 ? random.nextInt(200) : Long.MAX_VALUE;
                disk.flushes = random.nextInt(8) > 0;
                disk.truncates = random.nextInt(8) > 0;
                disk.opens = random.nextInt(8) > 0;
                if (random.nextInt(10) == 0) {
                    // Ends without a word; what waited may be there if it was written, and only as a beginning of it.
                    journal.close();
                    journal = open();
                    List<String> found = Stores.texts(journal);
                    assertThat(journal.damage().isLoss()).as("run %d", run).isFalse();
                    assertThat(found).as("run %d", run).startsWith(committed.toArray(String[]::new));
                    committed.addAll(waiting);
                    assertThat(committed).as("run %d", run).startsWith(found.toArray(String[]::new));
                    committed = new ArrayList<>(found);
                    waiting.clear();
                } else if (random.nextBoolean()) {
                    waiting.add(run + "." + step);
                    journal.append(Stores.entry(run + "." + step));
                } else {
                    try {
                        journal.commit();
                        committed.addAll(waiting);
                        waiting.clear();
                    } catch (StoreException e) {
                        assertThat(e.reason()).isEqualTo(Reason.DISK);
                    }
                }
            }
            disk.heal();
            journal.commit();
            committed.addAll(waiting);
            assertThat(Stores.texts(Stores.journal(file))).as("run %d", run).isEqualTo(committed);
        }
        assertThat(disk.opened).isGreaterThan(100);
    }
}
