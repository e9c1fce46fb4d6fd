package dev.parley.peer.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code parley send} and {@code parley receive} as processes, through a real relay. */
@Timeout(180)
class FilesIT {
    private static final int BIG = 48 << 20;

    @TempDir
    Path temp;

    private Path inbox;

    @BeforeEach
    void make() throws IOException {
        inbox = Files.createDirectory(temp.resolve("inbox"));
    }

    private Path file(String name, int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        Path file = temp.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    private static Program relay(String port) throws IOException {
        return Program.relay("--listen", "127.0.0.1:" + port);
    }

    private static String at(Program relay) throws InterruptedException {
        return "127.0.0.1:" + relay.awaitOut("ready").replaceAll(".*:", "");
    }

    private static Program send(String relay, Path... files) throws IOException {
        String[] arguments = new String[5 + files.length];
        System.arraycopy(new String[] {"send", "--relay", relay, "--name", "olga"}, 0, arguments, 0, 5);
        for (int i = 0; i < files.length; i++) {
            arguments[5 + i] = files[i].toString();
        }
        return Program.peer(Map.of(), arguments);
    }

    private static Map<String, String> code(Program sender) throws InterruptedException {
        return Map.of("PARLEY_CODE", sender.awaitErr("invite code").replaceAll(".*\\s", ""));
    }

    private Program receive(Map<String, String> environment, String relay, String... more) throws IOException {
        String[] arguments = new String[7 + more.length];
        System.arraycopy(
                new String[] {"receive", "--relay", relay, "--name", "jon", "--out", inbox.toString()},
                0,
                arguments,
                0,
                7);
        System.arraycopy(more, 0, arguments, 7, more.length);
        return Program.peer(environment, arguments);
    }

    @Test
    void TF_03_TF_08_files_and_a_folder_arrive_whole_and_their_paths_are_on_standard_output() throws Exception {
        Path one = file("one.bin", 200_000);
        Path empty = file("empty", 0);
        file("tree/a/b.txt", 10_000);
        file("tree/c", 1);
        Files.writeString(inbox.resolve("one.bin"), "mine");
        try (Program relay = relay("0");
                Program sender = send(at(relay), one, empty, temp.resolve("tree"));
                Program receiver = receive(code(sender), at(relay), "--yes")) {
            assertThat(receiver.exitCode()).as("%s", receiver.err()).isZero();
            assertThat(sender.exitCode()).as("%s", sender.err()).isZero();
            assertThat(receiver.out())
                    .containsExactly(
                            inbox.resolve("one (2).bin").toString(),
                            inbox.resolve("empty").toString(),
                            inbox.resolve("tree").toString());
            assertThat(sender.out()).isEmpty();
            assertThat(sender.err())
                    .filteredOn(line -> line.contains("delivered, verified"))
                    .hasSize(3);
        }
        assertThat(inbox.resolve("one.bin")).hasContent("mine");
        assertThat(inbox.resolve("one (2).bin")).hasSameBinaryContentAs(one);
        assertThat(inbox.resolve("tree/a/b.txt")).hasSameBinaryContentAs(temp.resolve("tree/a/b.txt"));
        assertThat(inbox.resolve("tree/c")).hasSize(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(inbox.resolve("one (2).bin"))))
                .isEqualTo("rw-------");
        assertThat(inbox.toFile().list()).hasSize(4);
    }

    @Test
    void a_script_that_did_not_say_yes_takes_nothing() throws Exception {
        Path one = file("one.bin", 1_000);
        try (Program relay = relay("0");
                Program sender = send(at(relay), one);
                Program receiver = receive(code(sender), at(relay))) {
            assertThat(receiver.exitCode()).isEqualTo(7);
            assertThat(sender.exitCode()).isEqualTo(7);
            sender.awaitErr("E_NOT_SENT");
            receiver.awaitErr("E_NOT_RECEIVED");
            receiver.awaitErr("--yes");
            assertThat(receiver.out()).isEmpty();
        }
        assertThat(inbox).isEmptyDirectory();
    }

    @Test
    void TF_04_a_relay_that_is_killed_in_the_middle_and_started_again_costs_nothing() throws Exception {
        Path big = file("big.bin", BIG);
        Program relay = relay("0");
        try {
            String at = at(relay);
            try (Program sender = send(at, big);
                    Program receiver = receive(code(sender), at, "--yes")) {
                receiver.awaitErr("receiving [1] big.bin");
                relay.kill();
                relay.close();
                relay = relay(at.replaceAll(".*:", ""));
                relay.awaitOut("ready");
                assertThat(receiver.exitCode()).as("%s", receiver.err()).isZero();
                assertThat(sender.exitCode()).as("%s", sender.err()).isZero();
            }
        } finally {
            relay.close();
        }
        assertThat(inbox.resolve("big.bin")).hasSameBinaryContentAs(big);
        assertThat(inbox.toFile().list()).containsExactly("big.bin");
    }

    @Test
    void TF_09_a_receiver_that_is_killed_goes_on_where_it_was() throws Exception {
        Path big = file("big.bin", BIG);
        Path state = Files.createDirectory(temp.resolve("state"));
        try (Program relay = relay("0");
                Program sender = send(at(relay), big)) {
            String code = code(sender).get("PARLEY_CODE");
            Map<String, String> environment = Map.of("PARLEY_CODE", code, "XDG_STATE_HOME", state.toString());
            try (Program first = receive(environment, at(relay), "--yes")) {
                first.awaitErr("receiving [1] big.bin");
                first.kill();
            }
            assertThat(inbox.resolve("big.bin")).doesNotExist();
            assertThat(inbox.toFile().list()).hasSize(1);
            try (Program second = receive(environment, at(relay), "--yes")) {
                second.awaitErr("going on behind the first");
                assertThat(second.exitCode()).as("%s", second.err()).isZero();
                assertThat(second.out())
                        .containsExactly(inbox.resolve("big.bin").toString());
            }
            assertThat(sender.exitCode()).as("%s", sender.err()).isZero();
        }
        assertThat(inbox.resolve("big.bin")).hasSameBinaryContentAs(big);
        assertThat(inbox.toFile().list()).containsExactly("big.bin");
    }

    @Test
    void a_receiver_that_is_told_to_stop_says_goodbye_and_the_sender_knows_that_it_was_not_received() throws Exception {
        Path big = file("big.bin", BIG);
        try (Program relay = relay("0");
                Program sender = send(at(relay), big);
                Program receiver = receive(code(sender), at(relay), "--yes")) {
            receiver.awaitErr("receiving [1] big.bin");
            receiver.terminate();
            assertThat(receiver.exitCode()).isEqualTo(143);
            assertThat(sender.exitCode()).as("%s", sender.err()).isEqualTo(7);
            sender.awaitErr("E_NOT_SENT");
        }
        assertThat(inbox.resolve("big.bin")).doesNotExist();
    }

    @Test
    void what_cannot_be_sent_or_stored_is_said_at_once() throws Exception {
        assertUsage(
                "is not there or cannot be read",
                "send",
                temp.resolve("nowhere").toString());
        assertUsage("parley pipe", "send", "-");
        assertUsage("Missing required parameter", "send");
        assertUsage("neither a file nor a folder", "send", "/dev/null");
        assertUsage("make it first", "receive", "--out", temp.resolve("nowhere").toString());
    }

    private static void assertUsage(String sentence, String... arguments) throws Exception {
        try (Program program = Program.peer(Map.of(), arguments)) {
            assertThat(program.exitCode()).as("%s", program.err()).isEqualTo(2);
            program.awaitErr(sentence);
            assertThat(program.err().get(0)).startsWith("E_USAGE ");
            assertThat(program.out()).isEmpty();
        }
    }
}
