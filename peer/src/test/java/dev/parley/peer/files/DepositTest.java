package dev.parley.peer.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.peer.chat.FileHash;
import dev.parley.peer.chat.Offer;
import dev.parley.peer.chat.Standing;
import dev.parley.peer.chat.TransferId;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.files.FileException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The receiver's rules against whatever the other side, the disk and other programs do. */
class DepositTest {
    private static final String KEY = "their key";
    private static final TransferId ID = new TransferId("0".repeat(32));
    private static final byte[] TEN = "0123456789".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path temp;

    private Path inbox;

    @BeforeEach
    void make() throws IOException {
        inbox = Files.createDirectory(temp.resolve("inbox"));
        Files.createDirectory(temp.resolve("outside"));
        Files.writeString(temp.resolve("outside/precious"), "mine");
    }

    private static Offer one(String name, long bytes) {
        return new Offer(ID, Untrusted.of(name), 1, bytes, false);
    }

    private static Offer folder(String name, int files, long bytes) {
        return new Offer(ID, Untrusted.of(name), files, bytes, true);
    }

    static FileHash sha256(byte[] bytes) {
        return FileHash.of(Hashing.fresh().digest(bytes));
    }

    private static void put(Deposit deposit, int entry, String path, byte[] bytes) throws FileException {
        deposit.begin(entry, Untrusted.of(path), bytes.length, 0);
        deposit.write(ByteBuffer.wrap(bytes, 0, bytes.length));
        deposit.finish(sha256(bytes));
    }

    private String receive(String name, byte[] bytes) throws FileException {
        try (Deposit deposit = Deposit.open(inbox, KEY, one(name, bytes.length))) {
            put(deposit, 0, name, bytes);
            return deposit.complete();
        }
    }

    private interface Attempt {
        void run() throws FileException;
    }

    private static void assertRefused(Reason reason, Attempt attempt) {
        FileException refused = catchThrowableOfType(FileException.class, attempt::run);
        assertThat(refused).as("refused").isNotNull();
        assertThat(refused.reason()).isEqualTo(reason);
    }

    /** Every path with kind, mode, size and content. */
    private static Map<String, String> tree(Path root) throws IOException {
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

    private Map<String, String> inside() throws IOException {
        Map<String, String> all = tree(inbox);
        all.remove("");
        return all;
    }

    @Test
    void a_file_arrives_under_its_name_and_nothing_else_is_left() throws Exception {
        assertThat(receive("notes.txt", TEN)).isEqualTo("notes.txt");
        assertThat(inside()).containsOnlyKeys("notes.txt");
        assertThat(inbox.resolve("notes.txt")).hasBinaryContent(TEN);
        assertThat(receive("empty", new byte[0])).isEqualTo("empty");
        assertThat(inbox.resolve("empty")).isEmptyFile();
    }

    @Test
    void TF_01_hostile_names_change_nothing_outside_the_folder() throws Exception {
        Map<String, String> before = tree(temp.resolve("outside"));
        for (String name : new String[] {
            "../x",
            "..\\x",
            "/etc/x",
            "C:\\x",
            "\\\\s\\x",
            "a/../../b",
            ".ssh/authorized_keys",
            "CON",
            "aux.txt",
            "a:b",
            "x. ",
            "y".repeat(300),
            "-rf",
            "~",
            "a\nb",
            "\u202etxt.exe",
            "../outside/precious"
        }) {
            receive(name, TEN);
        }
        for (String name : new String[] {".", "..", "../..", "\0"}) {
            assertRefused(Reason.BAD_NAME, () -> receive(name, TEN));
        }
        assertThat(tree(temp.resolve("outside"))).isEqualTo(before);
        try (Stream<Path> all = Files.list(temp)) {
            assertThat(all.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("inbox", "outside");
        }
        assertThat(inside().keySet())
                .contains("x", "x (2)", "_CON", "_-rf", "precious")
                .noneMatch(n -> n.startsWith("."));
    }

    @Test
    void TF_02_a_link_at_the_target_or_at_the_part_is_never_followed() throws Exception {
        Files.createSymbolicLink(inbox.resolve("notes.txt"), temp.resolve("outside/precious"));
        assertThat(receive("notes.txt", TEN)).isEqualTo("notes (2).txt");
        assertThat(temp.resolve("outside/precious")).hasContent("mine");

        Deposit aborted = Deposit.open(inbox, KEY, one("big", 20));
        aborted.begin(0, Untrusted.of("big"), 20, 0);
        aborted.write(ByteBuffer.wrap(TEN, 0, 10));
        aborted.close();
        Path part = partIn(inbox);
        Files.delete(part);
        Files.createSymbolicLink(part, temp.resolve("outside/precious"));
        assertThat(receive("big", new byte[20])).isEqualTo("big");
        assertThat(temp.resolve("outside/precious")).hasContent("mine");
        assertThat(inside()).containsOnlyKeys("notes.txt", "notes (2).txt", "big");
    }

    @Test
    void TF_02_a_second_name_of_a_precious_file_is_not_taken_for_our_part() throws Exception {
        Deposit aborted = Deposit.open(inbox, KEY, one("big", 20));
        aborted.begin(0, Untrusted.of("big"), 20, 0);
        aborted.write(ByteBuffer.wrap(TEN, 0, 10));
        aborted.close();
        Path part = partIn(inbox);
        Files.delete(part);
        Path precious = temp.resolve("outside/precious");
        Files.setPosixFilePermissions(precious, PosixFilePermissions.fromString("rw-------"));
        Files.createLink(part, precious);
        assertThat(receive("big", new byte[20])).isEqualTo("big");
        assertThat(precious).hasContent("mine");
    }

    private static Path partIn(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> path.getFileName().toString().startsWith(".parley-"))
                    .findFirst()
                    .orElseThrow();
        }
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
    void TF_03_what_is_there_is_never_overwritten() throws Exception {
        Files.writeString(inbox.resolve("notes.txt"), "mine");
        assertThat(receive("notes.txt", TEN)).isEqualTo("notes (2).txt");
        assertThat(receive("notes.txt", TEN)).isEqualTo("notes (3).txt");
        try (Deposit deposit = Deposit.open(inbox, KEY, one("late.txt", 10))) {
            deposit.begin(0, Untrusted.of("late.txt"), 10, 0);
            deposit.write(ByteBuffer.wrap(TEN, 0, 10));
            Files.writeString(inbox.resolve("late.txt"), "came in the meantime");
            deposit.finish(sha256(TEN));
            assertThat(deposit.complete()).isEqualTo("late (2).txt");
        }
        assertThat(inbox.resolve("notes.txt")).hasContent("mine");
        assertThat(inbox.resolve("late.txt")).hasContent("came in the meantime");
        Files.createDirectory(inbox.resolve("tree"));
        try (Deposit deposit = Deposit.open(inbox, KEY, folder("tree", 1, 10))) {
            put(deposit, 0, "a", TEN);
            assertThat(deposit.complete()).isEqualTo("tree (2)");
        }
    }

    @Test
    void TF_03_a_file_system_without_second_names_overwrites_nothing_either() throws Exception {
        try (Folder folder = Folder.open(inbox)) {
            folder.create("part").close();
            Files.writeString(inbox.resolve("taken"), "mine");
            assertThat(folder.reserveAndMove("part", folder, "taken")).isFalse();
            assertThat(folder.reserveAndMove("part", folder, "free")).isTrue();
        }
        assertThat(inbox.resolve("taken")).hasContent("mine");
        assertThat(inside()).containsOnlyKeys("taken", "free");
    }

    @Test
    void TF_04_more_or_less_than_declared_stops_and_leaves_nothing() throws Exception {
        assertRefused(Reason.TOO_MUCH, () -> {
            try (Deposit deposit = Deposit.open(inbox, KEY, one("x", 10))) {
                deposit.begin(0, Untrusted.of("x"), 10, 0);
                deposit.write(ByteBuffer.wrap(TEN, 0, 10));
                deposit.write(ByteBuffer.wrap(TEN, 0, 1));
            }
        });
        assertRefused(
                Reason.TOO_MUCH, () -> Deposit.open(inbox, KEY, one("x", 10)).begin(0, Untrusted.of("x"), 11, 0));
        assertRefused(
                Reason.TOO_LITTLE, () -> Deposit.open(inbox, KEY, one("x", 10)).begin(0, Untrusted.of("x"), 9, 0));
        assertRefused(
                Reason.TOO_MUCH, () -> Deposit.open(inbox, KEY, one("x", 10)).begin(0, Untrusted.of("x"), -1, 0));
        assertRefused(
                Reason.TOO_MUCH, () -> Deposit.open(inbox, KEY, one("x", 10)).begin(1, Untrusted.of("x"), 10, 0));
        assertRefused(
                Reason.TOO_MUCH,
                () -> Deposit.open(inbox, KEY, one("x", 10)).begin(0, Untrusted.of("x"), Offer.MAX_BYTES, 0));
        assertRefused(Reason.NO_SPACE, () -> Deposit.open(inbox, KEY, one("x", Offer.MAX_BYTES)));
        assertRefused(Reason.TOO_LITTLE, () -> {
            Deposit deposit = Deposit.open(inbox, KEY, one("x", 10));
            deposit.begin(0, Untrusted.of("x"), 10, 0);
            deposit.write(ByteBuffer.wrap(TEN, 0, 9));
            deposit.finish(sha256(TEN));
        });
        assertRefused(Reason.TOO_MUCH, () -> {
            Deposit deposit = Deposit.open(inbox, KEY, folder("t", 2, 15));
            put(deposit, 0, "a", TEN);
            deposit.begin(1, Untrusted.of("b"), 6, 0);
        });
        assertRefused(Reason.TOO_LITTLE, () -> {
            Deposit deposit = Deposit.open(inbox, KEY, folder("t", 2, 15));
            put(deposit, 0, "a", TEN);
            deposit.complete();
        });
        assertThat(inside()).isEmpty();
    }

    @Test
    void TF_05_bytes_that_do_not_match_their_hash_get_no_name() throws Exception {
        byte[] altered = TEN.clone();
        altered[3] ^= 1;
        assertRefused(Reason.WRONG_HASH, () -> {
            Deposit deposit = Deposit.open(inbox, KEY, one("x", 10));
            deposit.begin(0, Untrusted.of("x"), 10, 0);
            deposit.write(ByteBuffer.wrap(altered, 0, 10));
            deposit.finish(sha256(TEN));
        });
        assertThat(inside()).isEmpty();
    }

    @Test
    void TF_05_what_an_interrupted_run_left_is_gone_on_with_only_as_far_as_its_hash_was_told() throws Exception {
        byte[] whole = new byte[300_000];
        new Random(5).nextBytes(whole);
        try (Deposit first = Deposit.open(inbox, KEY, one("x", whole.length))) {
            assertThat(first.standing().from()).isZero();
            first.begin(0, Untrusted.of("x"), whole.length, 0);
            first.write(ByteBuffer.wrap(whole, 0, 200_000));
        }
        assertThat(inside())
                .hasSize(1)
                .allSatisfy((name, what) -> assertThat(what).startsWith("rw-------"));
        try (Deposit second = Deposit.open(inbox, KEY, one("x", whole.length))) {
            Standing prefix = second.standing();
            assertThat(prefix).isEqualTo(new Standing(0, 200_000, sha256(java.util.Arrays.copyOf(whole, 200_000))));
            second.begin(0, Untrusted.of("x"), whole.length, 200_000);
            second.write(ByteBuffer.wrap(whole, 200_000, 50_000));
        }
        // The other side's file is another one by now: it begins anew.
        whole[0] ^= 1;
        try (Deposit third = Deposit.open(inbox, KEY, one("x", whole.length))) {
            assertThat(third.standing().from()).isEqualTo(250_000);
            third.begin(0, Untrusted.of("x"), whole.length, 0);
            third.write(ByteBuffer.wrap(whole, 0, whole.length));
            third.finish(sha256(whole));
            assertThat(third.complete()).isEqualTo("x");
        }
        assertThat(inside()).containsOnlyKeys("x");
        assertThat(inbox.resolve("x")).hasBinaryContent(whole);
    }

    @Test
    void two_that_receive_the_same_offer_at_once_do_not_meet() throws Exception {
        try (Deposit one = Deposit.open(inbox, KEY, one("x", 10));
                Deposit two = Deposit.open(inbox, KEY, one("x", 10));
                Deposit three = Deposit.open(inbox, KEY, folder("t", 1, 10));
                Deposit four = Deposit.open(inbox, KEY, folder("t", 1, 10))) {
            put(one, 0, "x", TEN);
            put(two, 0, "x", TEN);
            put(three, 0, "x", TEN);
            put(four, 0, "x", TEN);
            assertThat(one.complete()).isEqualTo("x");
            assertThat(two.complete()).isEqualTo("x (2)");
            assertThat(three.complete()).isEqualTo("t");
            assertThat(four.complete()).isEqualTo("t (2)");
        }
        assertThat(inside()).containsOnlyKeys("x", "x (2)", "t", "t/x", "t (2)", "t (2)/x");
    }

    @Test
    void TF_07_archives_bombs_and_holes_are_stored_as_the_bytes_they_are() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            gzip.write(new byte[1 << 20]);
        }
        receive("bomb.tar.gz", bomb.toByteArray());
        assertThat(inbox.resolve("bomb.tar.gz")).hasBinaryContent(bomb.toByteArray());
        receive("holes.img", new byte[1 << 20]);
        assertThat(inbox.resolve("holes.img")).hasBinaryContent(new byte[1 << 20]);
        assertThat(inside()).hasSize(2);
    }

    @Test
    void TF_08_the_result_is_ours_alone_never_runs_and_has_its_own_time_stamp() throws Exception {
        Path before = Files.createFile(temp.resolve("now"));
        receive("run.sh", TEN);
        try (Deposit deposit = Deposit.open(inbox, KEY, folder("tree", 1, 10))) {
            put(deposit, 0, "bin/tool.sh", TEN);
            deposit.complete();
        }
        assertThat(inside())
                .allSatisfy(
                        (name, what) -> assertThat(what).startsWith(name.endsWith("sh") ? "rw-------" : "rwx------"));
        assertThat(Files.getLastModifiedTime(inbox.resolve("run.sh")))
                .isGreaterThanOrEqualTo(Files.getLastModifiedTime(before));
    }

    @Test
    void a_folder_appears_as_a_whole_with_twins_apart() throws Exception {
        try (Deposit deposit = Deposit.open(inbox, KEY, folder("tree", 6, 60))) {
            put(deposit, 0, "A.txt", TEN);
            put(deposit, 1, "a.txt", TEN);
            put(deposit, 2, "Sub/x", TEN);
            put(deposit, 3, "sub/x", TEN);
            put(deposit, 4, "Sub/y", TEN);
            assertThat(inside().keySet()).allMatch(name -> name.startsWith(".parley-"));
            put(deposit, 5, ".git/hooks/post-checkout", TEN);
            assertThat(deposit.complete()).isEqualTo("tree");
        }
        assertThat(inside())
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
        assertThat(inside()).containsOnlyKeys("tree", "tree/a", "tree/a/one", "tree/two");
        assertThat(temp.resolve("outside/precious")).hasContent("mine");
    }

    @Test
    void a_folder_that_is_not_there_or_no_folder_is_refused() throws Exception {
        assertRefused(Reason.NO_FOLDER, () -> Deposit.open(temp.resolve("nowhere"), KEY, one("x", 1)));
        assertRefused(Reason.NO_FOLDER, () -> Deposit.open(temp.resolve("outside/precious"), KEY, one("x", 1)));
    }

    @Test
    void what_is_cancelled_leaves_the_disk() throws Exception {
        Deposit deposit = Deposit.open(inbox, KEY, one("x", 20));
        deposit.begin(0, Untrusted.of("x"), 20, 0);
        deposit.write(ByteBuffer.wrap(TEN, 0, 10));
        deposit.abandon(false);
        Deposit tree = Deposit.open(inbox, KEY, folder("tree", 2, 20));
        put(tree, 0, "a", TEN);
        tree.abandon(true);
        assertThat(inside()).isEmpty();
    }
}
