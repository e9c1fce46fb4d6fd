package dev.parley.peer.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.peer.net.RecordingSocks;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The faces for programs as programs use them: real processes, pipes, a proxy, exit codes. */
class MachineIT {
    private static final Path ROOT = Path.of(System.getProperty("parley.root"));
    private static final int PIPE_BYTES = 20_000_000;

    @TempDir
    private Path folder;

    private static String portOf(Program relay) throws InterruptedException {
        return relay.awaitOut("ready").replaceAll(".*:", "");
    }

    /** Passes bytes on to a relay, and can end every connection in the middle of whatever goes over it. */
    private static final class Wire implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final List<Socket> sockets = new CopyOnWriteArrayList<>();
        private final int relay;

        Wire(String relay) throws IOException {
            this.relay = Integer.parseInt(relay);
            daemon(() -> {
                try {
                    while (true) {
                        Socket near = server.accept();
                        daemon(() -> join(near));
                    }
                } catch (IOException e) {
                    // Closed.
                }
            });
        }

        String address() {
            return "127.0.0.1:" + server.getLocalPort();
        }

        private void join(Socket near) {
            try {
                Socket far = new Socket(InetAddress.getLoopbackAddress(), relay);
                sockets.addAll(List.of(near, far));
                daemon(() -> pump(near, far));
                pump(far, near);
            } catch (IOException e) {
                // No relay is there at the moment.
                close(near);
            }
        }

        private static void close(Socket socket) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is gone either way.
            }
        }

        private static void pump(Socket from, Socket to) {
            try (from;
                    to) {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException e) {
                // Cut.
            }
        }

        void cut() throws IOException {
            for (Socket socket : sockets) {
                socket.close();
            }
            sockets.clear();
        }

        @Override
        public void close() throws IOException {
            server.close();
            cut();
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
    }

    /** {@code parley pipe} with a stream in and a digest of what comes out. */
    private final class Piped implements AutoCloseable {
        private final Process process;
        private final Path err;
        private final CompletableFuture<String> heard;
        private final AtomicLong count = new AtomicLong();

        Piped(String name, Map<String, String> environment, String... arguments) throws IOException {
            err = folder.resolve(name + ".err");
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-jar",
                    Program.PEER_JAR.toString(),
                    "pipe"));
            command.addAll(List.of(arguments));
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
            builder.environment().put("XDG_CONFIG_HOME", folder.toString());
            builder.environment().put("XDG_STATE_HOME", folder.toString());
            builder.environment().putAll(environment);
            process = builder.start();
            heard = CompletableFuture.supplyAsync(this::digest);
        }

        private String digest() {
            try (InputStream in = process.getInputStream();
                    DigestOutputStream out = new DigestOutputStream(
                            OutputStream.nullOutputStream(), MessageDigest.getInstance("SHA-256"))) {
                byte[] buffer = new byte[1 << 16];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    out.write(buffer, 0, read);
                    count.addAndGet(read);
                }
                return HexFormat.of().formatHex(out.getMessageDigest().digest());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }

        void feed(byte[] bytes) {
            daemon(() -> {
                try (OutputStream out = process.getOutputStream()) {
                    out.write(bytes);
                } catch (IOException e) {
                    // It ended early, and its exit code says so.
                }
            });
        }

        String code() throws Exception {
            for (int i = 0; i < 600; i++) {
                String text = Files.readString(err);
                if (text.contains("pipe join")) {
                    return text.replaceAll("(?s).*?([0-9]{6}-[a-z-]+).*", "$1");
                }
                process.waitFor(100, TimeUnit.MILLISECONDS);
            }
            throw new AssertionError("No invite: " + Files.readString(err));
        }

        void awaitBytes(long least) throws Exception {
            for (int i = 0; i < 1_200 && count.get() < least; i++) {
                process.waitFor(50, TimeUnit.MILLISECONDS);
            }
            assertThat(count.get()).as("%s", Files.readString(err)).isGreaterThanOrEqualTo(least);
        }

        int exit() throws Exception {
            assertThat(process.waitFor(180, TimeUnit.SECONDS))
                    .as(Files.readString(err))
                    .isTrue();
            return process.exitValue();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private static byte[] random(long seed, int bytes) {
        byte[] random = new byte[bytes];
        new Random(seed).nextBytes(random);
        return random;
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void twenty_megabytes_go_each_way_at_once_through_a_cut_and_a_killed_relay_and_arrive_whole() throws Exception {
        byte[] there = random(1, PIPE_BYTES);
        byte[] back = random(2, PIPE_BYTES);
        Program relay = Program.relay("--listen", "127.0.0.1:0");
        String port = portOf(relay);
        Program again = relay;
        try (relay;
                Wire wire = new Wire(port);
                Piped one = new Piped("one", Map.of(), "open", "--relay", wire.address())) {
            one.feed(there);
            String code = one.code();
            try (Piped two = new Piped("two", Map.of("PARLEY_CODE", code), "join", "--relay", wire.address())) {
                long began = System.nanoTime();
                two.feed(back);
                two.awaitBytes(PIPE_BYTES / 3);
                wire.cut();
                two.awaitBytes(2 * (PIPE_BYTES / 3));
                relay.kill();
                again = Program.relay("--listen", "127.0.0.1:" + port);
                assertThat(one.exit()).as(Files.readString(one.err)).isZero();
                assertThat(two.exit()).as(Files.readString(two.err)).isZero();
                assertThat(two.heard.get()).isEqualTo(sha256(there));
                assertThat(one.heard.get()).isEqualTo(sha256(back));
                double seconds = (System.nanoTime() - began) / 1e9;
                System.out.printf("pipe: 20 MB each way, a cut, a killed relay, start included: %.1f s%n", seconds);
            }
        } finally {
            again.close();
        }
    }

    @Test
    void a_stream_that_ended_is_half_closed_and_a_killed_end_is_no_success() throws Exception {
        try (Program relay = Program.relay("--listen", "127.0.0.1:0")) {
            String at = "127.0.0.1:" + portOf(relay);
            try (Piped one = new Piped("one", Map.of(), "open", "--relay", at);
                    Piped two = new Piped("two", Map.of("PARLEY_CODE", one.code()), "join", "--relay", at)) {
                one.feed(new byte[0]);
                two.process.getOutputStream().write(random(3, 100_000));
                two.process.getOutputStream().flush();
                one.awaitBytes(100_000);
                // One direction is over, the other goes on.
                two.process.getOutputStream().write(random(4, 100_000));
                two.process.getOutputStream().flush();
                one.awaitBytes(200_000);
                two.process.destroy();
                assertThat(two.exit()).isNotZero();
                one.process.destroy();
                assertThat(one.exit()).isNotZero();
            }
        }
    }

    @Test
    void who_leaves_early_leaves_the_other_with_exit_code_7_and_an_open_room_carries_nothing() throws Exception {
        try (Program relay = Program.relay("--listen", "127.0.0.1:0")) {
            String at = "127.0.0.1:" + portOf(relay);
            try (Piped one = new Piped("one", Map.of(), "open", "--relay", at)) {
                String code = one.code();
                one.feed(random(5, 1_000));
                try (Program chat = Program.peer(Map.of("PARLEY_CODE", code), "join", "--relay", at)) {
                    chat.awaitErr("VERIFIED");
                    chat.type("not for a pipe\n");
                    chat.endInput();
                    assertThat(chat.exitCode()).isZero();
                    assertThat(chat.out()).isEmpty();
                }
                assertThat(one.exit()).isEqualTo(7);
                assertThat(Files.readString(one.err)).contains("E_PIPE_CUT").doesNotContain("not for a pipe");
                assertThat(one.count.get()).isZero();
            }
            try (Piped one = new Piped("three", Map.of(), "open", "--relay", at, "--room", "garden");
                    Piped two = new Piped("four", Map.of(), "join", "--relay", at, "--room", "garden")) {
                one.feed(random(6, 1_000));
                two.feed(random(7, 1_000));
                assertThat(one.exit()).isEqualTo(5);
                assertThat(one.count.get() + two.count.get()).isZero();
            }
        }
    }

    @Test
    void the_example_bot_says_back_what_it_hears() throws Exception {
        Path python = Path.of("/usr/bin/python3");
        assumeTrue(Files.isExecutable(python), "SKIPPED: python3 is not here; the example bot was not run");
        try (Program relay = Program.relay("--listen", "127.0.0.1:0")) {
            String at = "127.0.0.1:" + portOf(relay);
            ProcessBuilder builder = new ProcessBuilder(
                    python.toString(),
                    ROOT.resolve("docs/examples/echo-bot.py").toString(),
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-jar",
                    Program.PEER_JAR.toString(),
                    "open",
                    "--ephemeral",
                    "--relay",
                    at);
            Process bot = builder.redirectErrorStream(true).start();
            try (var said = bot.inputReader(StandardCharsets.UTF_8)) {
                String code = said.readLine().replaceAll("invite ", "");
                try (Program person = Program.peer(Map.of("PARLEY_CODE", code), "join", "--relay", at)) {
                    person.awaitErr("VERIFIED");
                    person.type("olá 🎉 \"quoted\" \\ back\n");
                    person.awaitOut("olá 🎉 \"quoted\" \\ back");
                    person.type("bye\n");
                    assertThat(person.exitCode()).isZero();
                }
                assertThat(said.readLine()).isEqualTo("joined verified");
                assertThat(said.readLine()).isEqualTo("closed OK");
                assertThat(bot.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(bot.exitValue()).isZero();
            } finally {
                bot.destroyForcibly();
            }
        }
    }

    @Test
    void errors_before_a_room_are_events_too_and_exit_codes_are_the_usual_ones() throws Exception {
        for (String[] arguments : new String[][] {
            {"open", "--json", "--relay", "not a relay"},
            {"open", "--json", "--nonsense"},
            {"open", "--json", "--proxy", "socks5://olga:s3cret@127.0.0.1:1"},
            {"open", "--json", "--proxy", "http://127.0.0.1:1"}
        }) {
            try (Program program = Program.peer(Map.of(), arguments)) {
                assertThat(program.exitCode()).isEqualTo(2);
                assertThat(program.out())
                        .hasSize(1)
                        .first()
                        .asString()
                        .contains("\"type\":\"error\",\"code\":\"E_USAGE\"");
                assertThat(program.err()).first().asString().startsWith("E_USAGE");
                assertThat(program.err()).noneMatch(line -> line.contains("s3cret"));
            }
        }
    }

    @Test
    void a_relay_is_reached_through_a_proxy_that_alone_knows_its_name() throws Exception {
        try (Program relay = Program.relay("--listen", "127.0.0.1:0", "--plain");
                RecordingSocks socks =
                        new RecordingSocks(Integer.parseInt(portOf(relay)), RecordingSocks.Manners.open())) {
            Map<String, String> proxied = Map.of("PARLEY_PROXY", "socks5://olga:s3cret@127.0.0.1:" + socks.port());
            try (Program program = Program.peer(proxied, "open", "--ephemeral", "--relay", "tcp://relay.invalid")) {
                program.awaitErr("invite code");
                assertThat(socks.asked())
                        .contains(new RecordingSocks.Asked("0002", "olga", "s3cret", 3, "relay.invalid", 4433));
                assertThat(program.err()).noneMatch(line -> line.contains("s3cret"));
            }
            try (Program program = Program.peer(
                    Map.of(),
                    "open",
                    "--ephemeral",
                    "--relay",
                    "tcp://relay.invalid",
                    "--proxy",
                    "socks5://127.0.0.1:1")) {
                assertThat(program.exitCode()).isEqualTo(3);
                program.awaitErr("E_RELAY_UNREACHABLE");
                program.awaitErr("nothing answers where the proxy should be");
            }
        }
    }
}
