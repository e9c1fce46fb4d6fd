package dev.parley.peer.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The commands as scripts use them: real processes, pipes, exit codes. */
class LineModeIT {
    private static final String HOSTILE = "evil \u001b]0;t\u0007\u001b[2J\u202e";

    private static String codeFrom(Program opener) throws InterruptedException {
        return opener.awaitErr("invite code").replaceAll(".*\\s", "");
    }

    private static String portOf(Program relay) throws InterruptedException {
        return relay.awaitOut("ready").replaceAll(".*:", "");
    }

    @Test
    void TT_13_host_and_join_exchange_text_and_only_cleaned_text_is_on_standard_output() throws Exception {
        try (Program host = Program.peer(Map.of(), "host", "--port", "0", "--name", "olga")) {
            String code = codeFrom(host);
            String relay = host.awaitErr("parley join").replaceAll(".*--relay ", "");
            try (Program join = Program.peer(Map.of(), "join", "--relay", relay, "--name", "jon", "--code-file", "-")) {
                join.type(code + "\n");
                join.awaitErr("VERIFIED");
                String text = "/help is text here, wow!! C:\\temp \"q\" 🎉";
                String many = "0123456789".repeat(1_000);
                join.type(text + "\n" + many + "\n" + HOSTILE + "\n");
                host.awaitOut("evil");
                host.type("back\n");
                join.awaitOut("back");
                join.endInput();
                assertThat(join.exitCode()).isZero();
                assertThat(host.exitCode()).isZero();
                assertThat(host.out()).containsExactly(text, many, "evil \\x1b]0;t\\x07\\x1b[2J\\u{202e}");
                assertThat(join.out()).containsExactly("back");
                assertThat(host.err()).noneMatch(line -> line.contains("Exception"));
            }
        }
    }

    @Test
    void the_relay_of_a_killed_host_ends_with_it() throws Exception {
        try (Program host = Program.peer(Map.of(), "host", "--port", "0")) {
            String relay = host.awaitErr("parley join").replaceAll(".*--relay ", "");
            int port = Integer.parseInt(relay.replaceAll(".*:", ""));
            ProcessHandle child = ProcessHandle.of(host.pid())
                    .orElseThrow()
                    .children()
                    .findFirst()
                    .orElseThrow();
            host.kill();
            assertThat(child.onExit().get(Program.PATIENCE_SECONDS, java.util.concurrent.TimeUnit.SECONDS))
                    .isNotNull();
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertThat(free.isBound()).isTrue();
            }
        }
    }

    @Test
    void TL_02_code_and_passphrase_are_not_in_the_command_line() throws Exception {
        try (Program relay = Program.relay("--listen", "127.0.0.1:0")) {
            String port = portOf(relay);
            try (Program opener = Program.peer(Map.of(), "open", "--relay", "127.0.0.1:" + port)) {
                String secret = codeFrom(opener).substring(7);
                for (long pid : new long[] {relay.pid(), opener.pid()}) {
                    Path proc = Path.of("/proc", Long.toString(pid));
                    if (Files.exists(proc)) {
                        assertThat(Files.readString(proc.resolve("cmdline"), StandardCharsets.ISO_8859_1))
                                .doesNotContain(secret);
                        assertThat(Files.readString(proc.resolve("environ"), StandardCharsets.ISO_8859_1))
                                .doesNotContain(secret);
                    }
                }
            }
        }
    }

    @Test
    void a_named_room_with_a_passphrase_is_verified_and_without_is_not() throws Exception {
        try (Program relay = Program.relay("--listen", "127.0.0.1:0")) {
            String at = "127.0.0.1:" + portOf(relay);
            Map<String, String> secret = Map.of("PARLEY_PASSPHRASE", "amber lantern sunset river pepper");
            try (Program one = Program.peer(secret, "open", "--relay", at, "--room", "garden", "--name", "uno");
                    Program two = Program.peer(secret, "join", "--relay", at, "--room", "garden", "--name", "due")) {
                one.awaitErr("due joined: VERIFIED");
                two.awaitErr("uno joined: VERIFIED");
            }
            try (Program one = Program.peer(Map.of(), "open", "--relay", at, "--room", "open garden", "--name", "uno");
                    Program two =
                            Program.peer(Map.of(), "join", "--relay", at, "--room", "open garden", "--name", "due")) {
                one.awaitErr("due joined: NOT VERIFIED");
                two.awaitErr("compare the numbers");
            }
        }
    }

    @Test
    void exit_codes_and_three_part_errors_are_what_the_readme_says() throws Exception {
        try (Program relay = Program.relay("--listen", "127.0.0.1:0")) {
            String at = "127.0.0.1:" + portOf(relay);
            assertEnds(4, "E_ROOM_GONE", Map.of("PARLEY_CODE", "482135-amber-lantern-sunset"), "join", "--relay", at);
        }
        int unused;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            unused = socket.getLocalPort();
        }
        assertEnds(3, "E_RELAY_UNREACHABLE", Map.of(), "open", "--relay", "127.0.0.1:" + unused);
        assertEnds(2, "E_USAGE", Map.of(), "open", "--relay", "not a relay");
        assertEnds(2, "three words", Map.of("PARLEY_CODE", "482135-amber"), "join", "--relay", "127.0.0.1:1");
        assertEnds(2, "E_USAGE Unknown option", Map.of(), "open", "--nonsense");
        assertEnds(2, "E_USAGE Unknown option", Map.of(), "host", "--relay", "127.0.0.1:1");
        assertEnds(2, "Usage: parley", Map.of());
        Path home = Files.createTempDirectory("parley-home");
        Files.createDirectories(home.resolve("parley"));
        Files.writeString(home.resolve("parley/config.json"), "{\"rely\":\"x\"}");
        assertEnds(78, "unknown key", Map.of("XDG_CONFIG_HOME", home.toString()), "open");
        try (ServerSocket webServer = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> answerHttp(webServer));
            answering.setDaemon(true);
            answering.start();
            assertEnds(6, "E_NOT_A_RELAY", Map.of(), "open", "--relay", "127.0.0.1:" + webServer.getLocalPort());
        }
    }

    private static void answerHttp(ServerSocket server) {
        try (java.net.Socket socket = server.accept()) {
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            // The peer has seen enough.
        }
    }

    private static void assertEnds(int exitCode, String sentence, Map<String, String> environment, String... arguments)
            throws Exception {
        try (Program program = Program.peer(environment, arguments)) {
            assertThat(program.exitCode())
                    .as("%s %s", List.of(arguments), program.err())
                    .isEqualTo(exitCode);
            program.awaitErr(sentence);
            assertThat(program.err()).noneMatch(line -> line.contains("Exception") || line.startsWith("\tat "));
            assertThat(program.out()).isEmpty();
        }
    }

    @Test
    void versions_and_help_are_there_for_both_programs() throws Exception {
        try (Program peer = Program.peer(Map.of(), "--version");
                Program relay = Program.relay("--help")) {
            peer.awaitOut("parley/1");
            assertThat(peer.exitCode()).isZero();
            relay.awaitOut("--listen");
            assertThat(relay.exitCode()).isZero();
        }
    }
}
