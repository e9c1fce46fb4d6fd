package dev.parley.peer.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.Intent;
import dev.parley.wire.NoticeKind;
import dev.parley.wire.RelayFrame;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The relay's jar as an operator meets it: commands, signals, logs, and its end. */
class RelayOperationIT {
    private static final int EXIT_TERMINATED = 143;
    private static final long MOST_SECONDS = 10;

    @Test
    void TR_19_neither_a_flood_nor_who_does_not_read_keeps_a_relay_that_is_told_to_stop() throws Exception {
        try (Program relay = Program.relay("--listen", "127.0.0.1:0", "--admin-listen", "")) {
            int port = port(relay);
            Visitor[] talking = Visitor.pair(port, 1);
            Visitor[] frozen = Visitor.pair(port, 2);
            Visitor waiting = new Visitor(port);
            waiting.claim(3, 1, Intent.OPEN);
            frozen[0].flood();
            talking[0].flood();
            for (int i = 0; i < 1_000; i++) {
                assertThat(talking[1].read()).isInstanceOf(RelayFrame.Deliver.class);
            }
            long start = System.nanoTime();
            signal(relay, "TERM");
            assertThat(talking[1].lastFrame()).isInstanceOf(RelayFrame.Notice.class);
            RelayFrame.Notice notice = (RelayFrame.Notice) waiting.lastFrame();
            assertThat(notice.kind()).isEqualTo(NoticeKind.RESTARTING);
            assertThat(notice.delayMillis()).isPositive();
            assertThat(relay.exitCode()).isEqualTo(EXIT_TERMINATED);
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start))
                    .isLessThan(MOST_SECONDS);
            relay.awaitErr("\"stopping\"");
            relay.awaitErr("\"stopped\"");
        }
    }

    @Test
    void SIGHUP_changes_what_can_change_keeps_what_is_wrong_and_names_what_needs_a_restart() throws Exception {
        Path folder = Files.createTempDirectory("parley-relay");
        Path file = folder.resolve("relay.json");
        Files.writeString(file, json("before", "127.0.0.1:0"));
        try (Program relay = Program.relay("run", "--dir", folder.toString(), "--admin-listen", "")) {
            int port = port(relay);
            assertThat(new Visitor(port).welcome().notice()).isEqualTo("before");
            Files.writeString(file, json("after", "127.0.0.1:1"));
            signal(relay, "HUP");
            assertThat(relay.awaitErr("\"reloaded\""))
                    .contains("{\"changed\":\"notice\"}", "{\"restart_needed\":\"listen\"}");
            assertThat(new Visitor(port).welcome().notice()).isEqualTo("after");
            Files.writeString(file, "{\"notise\": \"wrong\"}");
            signal(relay, "HUP");
            assertThat(relay.awaitErr("\"not reloaded\"")).contains("notise");
            assertThat(new Visitor(port).welcome().notice()).isEqualTo("after");
        } finally {
            Program.remove(folder);
        }
    }

    @Test
    void a_relay_from_init_is_checked_reached_by_its_url_and_asked_how_it_is() throws Exception {
        Path folder = Files.createTempDirectory("parley-relay").resolve("relay");
        String admin = "127.0.0.1:" + freePort();
        String[] init = {
            "init", "--dir", folder.toString(), "--listen", "tls://127.0.0.1:" + freePort(), "--admin-listen", admin
        };
        String url = run(0, init).awaitOut("peer URL").replace("peer URL ", "");
        run(78, init);
        run(0, "check", "--dir", folder.toString());
        run(3, "status", "--dir", folder.toString()).awaitErr("E_RELAY_UNREACHABLE");
        try (Program relay = Program.relay("run", "--dir", folder.toString())) {
            port(relay);
            assertThat(relay.awaitOut("peer URL")).isEqualTo("peer URL " + url);
            relay.awaitErr("admin listening");
            Program ping = run(0, "ping", url);
            assertThat(ping.out())
                    .anyMatch(line -> line.contains("TLSv1.3"))
                    .anyMatch(line -> line.contains("as it should be"));
            ping.awaitOut("round trip");
            String other = url.substring(0, url.length() - 4) + (url.endsWith("AAAA") ? "BBBB" : "AAAA");
            run(6, "ping", other).awaitErr("E_RELAY_CHANGED");
            run(6, "ping", url.replace("parley://", "tcp://").replaceAll("#.*", ""))
                    .awaitErr("E_RELAY_IS_TLS");
            Program status = run(0, "status", "--dir", folder.toString());
            assertThat(status.out()).anyMatch(line -> line.matches("state +ready"));
            assertThat(status.out()).anyMatch(line -> line.startsWith("pin ") && url.endsWith(line.substring(16)));
        } finally {
            Program.remove(folder.getParent());
        }
    }

    @Test
    void TR_20_a_log_names_neither_rooms_nor_whence_somebody_came() throws Exception {
        try (Program relay = Program.relay("--listen", "127.0.0.1:0", "--admin-listen", "")) {
            int port = port(relay);
            Visitor[] pair = Visitor.pair(port, 0x5EC4E7);
            Visitor third = new Visitor(port);
            third.send(Visitor.claimOf(0x5EC4E7, 3, Intent.JOIN));
            assertThat(third.lastFrame()).isInstanceOf(RelayFrame.Refused.class);
            signal(relay, "TERM");
            relay.awaitErr("\"stopped\"");
            String log = String.join("\n", relay.err());
            assertThat(log).contains("{\"ROOM_UNAVAILABLE\":\"1\"}").doesNotContainIgnoringCase("5ec4e7");
            for (Visitor visitor : List.of(pair[0], pair[1], third)) {
                assertThat(log).doesNotContain(":" + visitor.localPort());
            }
            assertThat(relay.err()).allMatch(line -> line.startsWith("{\"timestamp\":") && line.endsWith("}"));
        }
    }

    private static Program run(int expected, String... arguments) throws Exception {
        Program program = Program.relay(arguments);
        assertThat(program.exitCode())
                .as("%s said %s %s", arguments[0], program.out(), program.err())
                .isEqualTo(expected);
        program.close();
        return program;
    }

    /** Not {@link Program#terminate}, which closes our end of the log as well. */
    private static void signal(Program relay, String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(relay.pid()))
                .start()
                .waitFor();
    }

    private static int port(Program relay) throws InterruptedException {
        return Integer.parseInt(relay.awaitOut("parley-relay ready").replaceAll(".*:", ""));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String json(String notice, String listen) {
        return "{\"notice\": \"" + notice + "\", \"listen\": [\"" + listen + "\"]}";
    }
}
