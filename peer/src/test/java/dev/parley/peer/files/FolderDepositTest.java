package dev.parley.peer.files;

import static dev.parley.peer.files.Inbox.KEY;
import static dev.parley.peer.files.Inbox.TEN;
import static dev.parley.peer.files.Inbox.assertRefused;
import static dev.parley.peer.files.Inbox.folder;
import static dev.parley.peer.files.Inbox.inside;
import static dev.parley.peer.files.Inbox.partIn;
import static dev.parley.peer.files.Inbox.put;
import static dev.parley.peer.files.Inbox.tree;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.peer.files.FileException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The receiver's rules for an offered folder. */
class FolderDepositTest {
    @TempDir
    Path temp;

    private Path inbox;

    @BeforeEach
    void make() throws IOException {
        inbox = Inbox.make(temp);
    }

    /** Another program puts a link in the place of the folder, and of the folders inside, again and again. */
    @Test
    void TF_02_a_thousand_rounds_of_swapped_parents_change_nothing_outside() throws Exception {
        Map<String, String> before = tree(temp.resolve("outside"));
        AtomicBoolean done = new AtomicBoolean();
        Path aside = temp.resolve("aside");
        Thread swapping = new Thread(() -> swap(inbox, aside, done));
        int stored = 0;
        swapping.start();
        try {
            for (int round = 0; round < 1_000; round++) {
                try (Deposit deposit = Deposit.open(inbox, KEY, folder("tree", 2, 20))) {
                    put(deposit, 0, "a/b/one", TEN);
                    put(deposit, 1, "a/c/two", TEN);
                    deposit.complete();
                    stored++;
                } catch (FileException e) {
                    // The folder is a link to nowhere right now, or one inside is one: refused.
                    assertThat(e.reason()).isIn(Reason.NO_FOLDER, Reason.DISK);
                }
                if (round % 100 == 99) {
                    removeTrees();
                }
            }
        } finally {
            done.set(true);
            swapping.join();
        }
        assertThat(tree(temp.resolve("outside"))).isEqualTo(before);
        assertThat(stored).isPositive();
    }

    /** What arrived is cleared away now and then, so that free names are found soon. */
    private void removeTrees() throws IOException {
        for (Path folder : new Path[] {temp.resolve("aside"), inbox}) {
            if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                try (Folder there = Folder.open(folder);
                        Stream<Path> all = Files.list(folder)) {
                    for (Path path : all.toList()) {
                        there.remove(path.getFileName().toString());
                    }
                } catch (IOException e) {
                    // Swapped in the middle: the next time.
                }
            }
        }
    }

    private void swap(Path folder, Path aside, AtomicBoolean done) {
        try {
            while (!done.get()) {
                Files.move(folder, aside);
                Files.createSymbolicLink(folder, temp.resolve("outside/nowhere"));
                swapInside(aside);
                Files.delete(folder);
                Files.move(aside, folder);
                swapInside(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder of the part tree gives way to a link that leads outside. */
    private void swapInside(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path tree :
                    all.filter(path -> path.toString().contains(".parley-")).toList()) {
                Path inner = tree.resolve("a");
                Path kept = tree.resolve("kept");
                Files.move(inner, kept, StandardCopyOption.ATOMIC_MOVE);
                Files.createSymbolicLink(inner, temp.resolve("outside"));
                Files.delete(inner);
                Files.move(kept, inner, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException | UncheckedIOException e) {
            // It came, went or was made again in the middle.
        }
    }

    @Test
    void a_folder_appears_as_a_whole_with_twins_apart() throws Exception {
        try (Deposit deposit = Deposit.open(inbox, KEY, folder("tree", 6, 60))) {
            put(deposit, 0, "A.txt", TEN);
            put(deposit, 1, "a.txt", TEN);
            put(deposit, 2, "Sub/x", TEN);
            put(deposit, 3, "sub/x", TEN);
            put(deposit, 4, "Sub/y", TEN);
            assertThat(inside(inbox).keySet()).allMatch(name -> name.startsWith(".parley-"));
            put(deposit, 5, ".git/hooks/post-checkout", TEN);
            assertThat(deposit.complete()).isEqualTo("tree");
        }
        assertThat(inside(inbox))
                .containsOnlyKeys(
                        "tree",
                        "tree/A.txt",
                        "tree/a (2).txt",
                        "tree/Sub",
                        "tree/Sub/x",
                        "tree/Sub/y",
                        "tree/sub (2)",
                        "tree/sub (2)/x",
                        "tree/_.git",
                        "tree/_.git/hooks",
                        "tree/_.git/hooks/post-checkout");
        assertRefused(Reason.BAD_NAME, () -> {
            Deposit climbing = Deposit.open(inbox, KEY, folder("tree", 1, 10));
            put(climbing, 0, "../../outside/precious", TEN);
        });
        assertThat(temp.resolve("outside/precious")).hasContent("mine");
    }

    @Test
    void a_folder_that_a_killed_run_left_is_cleared_away_and_links_in_it_are_not_followed() throws Exception {
        Deposit killed = Deposit.open(inbox, KEY, folder("tree", 2, 20));
        put(killed, 0, "a/one", TEN);
        Path part = partIn(inbox);
        Path copy = temp.resolve("copy");
        try (Stream<Path> all = Files.walk(part)) {
            for (Path path : all.toList()) {
                Files.copy(path, copy.resolve(part.relativize(path)));
            }
        }
        killed.close();
        Files.move(copy, part);
        Files.createSymbolicLink(part.resolve("a/link"), temp.resolve("outside"));
        try (Deposit again = Deposit.open(inbox, KEY, folder("tree", 2, 20))) {
            put(again, 0, "a/one", TEN);
            put(again, 1, "two", TEN);
            assertThat(again.complete()).isEqualTo("tree");
        }
        assertThat(inside(inbox)).containsOnlyKeys("tree", "tree/a", "tree/a/one", "tree/two");
        assertThat(temp.resolve("outside/precious")).hasContent("mine");
    }
}
