package dev.parley.peer.files;

import static dev.parley.peer.files.Inbox.KEY;
import static dev.parley.peer.files.Inbox.TEN;
import static dev.parley.peer.files.Inbox.assertRefused;
import static dev.parley.peer.files.Inbox.folder;
import static dev.parley.peer.files.Inbox.inside;
import static dev.parley.peer.files.Inbox.one;
import static dev.parley.peer.files.Inbox.partIn;
import static dev.parley.peer.files.Inbox.put;
import static dev.parley.peer.files.Inbox.receive;
import static dev.parley.peer.files.Inbox.sha256;
import static dev.parley.peer.files.Inbox.tree;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.peer.chat.Offer;
import dev.parley.peer.chat.Standing;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.files.FileException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The receiver's rules against whatever the other side, the disk and other programs do. */
class DepositTest {
    @TempDir
    Path temp;

    private Path inbox;

    @BeforeEach
    void make() throws IOException {
        inbox = Inbox.make(temp);
    }

    @Test
    void a_file_arrives_under_its_name_and_nothing_else_is_left() throws Exception {
        assertThat(receive(inbox, "notes.txt", TEN)).isEqualTo("notes.txt");
        assertThat(inside(inbox)).containsOnlyKeys("notes.txt");
        assertThat(inbox.resolve("notes.txt")).hasBinaryContent(TEN);
        assertThat(receive(inbox, "empty", new byte[0])).isEqualTo("empty");
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
            receive(inbox, name, TEN);
        }
        for (String name : new String[] {".", "..", "../..", "\0"}) {
            assertRefused(Reason.BAD_NAME, () -> receive(inbox, name, TEN));
        }
        assertThat(tree(temp.resolve("outside"))).isEqualTo(before);
        try (Stream<Path> all = Files.list(temp)) {
            assertThat(all.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("inbox", "outside");
        }
        assertThat(inside(inbox).keySet())
                .contains("x", "x (2)", "_CON", "_-rf", "precious")
                .noneMatch(n -> n.startsWith("."));
    }

    @Test
    void TF_02_a_link_at_the_target_or_at_the_part_is_never_followed() throws Exception {
        Files.createSymbolicLink(inbox.resolve("notes.txt"), temp.resolve("outside/precious"));
        assertThat(receive(inbox, "notes.txt", TEN)).isEqualTo("notes (2).txt");
        assertThat(temp.resolve("outside/precious")).hasContent("mine");

        Deposit aborted = Deposit.open(inbox, KEY, one("big", 20));
        aborted.begin(0, Untrusted.of("big"), 20, 0);
        aborted.write(ByteBuffer.wrap(TEN, 0, 10));
        aborted.close();
        Path part = partIn(inbox);
        Files.delete(part);
        Files.createSymbolicLink(part, temp.resolve("outside/precious"));
        assertThat(receive(inbox, "big", new byte[20])).isEqualTo("big");
        assertThat(temp.resolve("outside/precious")).hasContent("mine");
        assertThat(inside(inbox)).containsOnlyKeys("notes.txt", "notes (2).txt", "big");
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
        assertThat(receive(inbox, "big", new byte[20])).isEqualTo("big");
        assertThat(precious).hasContent("mine");
    }

    @Test
    void TF_03_what_is_there_is_never_overwritten() throws Exception {
        Files.writeString(inbox.resolve("notes.txt"), "mine");
        assertThat(receive(inbox, "notes.txt", TEN)).isEqualTo("notes (2).txt");
        assertThat(receive(inbox, "notes.txt", TEN)).isEqualTo("notes (3).txt");
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
        assertThat(inside(inbox)).containsOnlyKeys("taken", "free");
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
        assertThat(inside(inbox)).isEmpty();
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
        assertThat(inside(inbox)).isEmpty();
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
        assertThat(inside(inbox))
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
        assertThat(inside(inbox)).containsOnlyKeys("x");
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
        assertThat(inside(inbox)).containsOnlyKeys("x", "x (2)", "t", "t/x", "t (2)", "t (2)/x");
    }

    @Test
    void TF_07_archives_bombs_and_holes_are_stored_as_the_bytes_they_are() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            gzip.write(new byte[1 << 20]);
        }
        receive(inbox, "bomb.tar.gz", bomb.toByteArray());
        assertThat(inbox.resolve("bomb.tar.gz")).hasBinaryContent(bomb.toByteArray());
        receive(inbox, "holes.img", new byte[1 << 20]);
        assertThat(inbox.resolve("holes.img")).hasBinaryContent(new byte[1 << 20]);
        assertThat(inside(inbox)).hasSize(2);
    }

    @Test
    void TF_08_the_result_is_ours_alone_never_runs_and_has_its_own_time_stamp() throws Exception {
        Path before = Files.createFile(temp.resolve("now"));
        receive(inbox, "run.sh", TEN);
        try (Deposit deposit = Deposit.open(inbox, KEY, folder("tree", 1, 10))) {
            put(deposit, 0, "bin/tool.sh", TEN);
            deposit.complete();
        }
        assertThat(inside(inbox))
                .allSatisfy(
                        (name, what) -> assertThat(what).startsWith(name.endsWith("sh") ? "rw-------" : "rwx------"));
        assertThat(Files.getLastModifiedTime(inbox.resolve("run.sh")))
                .isGreaterThanOrEqualTo(Files.getLastModifiedTime(before));
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
        assertThat(inside(inbox)).isEmpty();
    }
}
