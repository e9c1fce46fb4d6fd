package dev.parley.peer.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.peer.net.TestKey;
import dev.parley.peer.net.TlsFront;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Relays with TLS as a person meets them: keys remembered, links, and a key that changes. */
class TlsIT {
    @TempDir
    private Path config;

    @Test
    void a_relay_is_remembered_at_first_use_and_a_link_needs_nothing_else() throws Exception {
        TestKey key = TestKey.fresh();
        Map<String, String> olga = Map.of("XDG_CONFIG_HOME", config.toString());
        try (Program relay = Program.relay("--listen", "127.0.0.1:0");
                TlsFront front = new TlsFront(key, portOf(relay))) {
            String place = "127.0.0.1:" + front.port();
            String link;
            try (Program open = Program.peer(olga, "open", "--relay", "parley://" + place, "--name", "olga")) {
                assertThat(open.awaitErr("first time at"))
                        .contains(place)
                        .contains(key.pin().format());
                link = open.awaitErr("Or send this").replaceAll(".*\\s", "");
                assertThat(link)
                        .startsWith("parley://" + place + "/")
                        .endsWith("#pin=" + key.pin().format());
                try (Program join = Program.peer(Map.of("PARLEY_CODE", link), "join", "--name", "jon")) {
                    join.awaitErr("olga joined: VERIFIED");
                    open.awaitErr("jon joined: VERIFIED");
                    join.type("by link\n");
                    open.awaitOut("by link");
                    assertThat(join.err()).noneMatch(line -> line.contains("first time"));
                    assertThat(Files.readString(join.home().resolve("parley/known_relays")))
                            .isEqualTo(place + " " + key.pin().format() + "\n");
                    join.endInput();
                    assertThat(join.exitCode()).isZero();
                }
            }
            try (Program list = Program.peer(olga, "pins", "list")) {
                assertThat(list.exitCode()).isZero();
                assertThat(list.awaitOut(place))
                        .isEqualTo(place + " " + key.pin().format());
            }
            try (Program show = Program.peer(olga, "pins", "show", place)) {
                assertThat(show.awaitOut("parley://"))
                        .isEqualTo("parley://" + place + "#pin=" + key.pin().format());
            }
        }
    }

    @Test
    void TR_15_a_relay_with_another_key_is_not_spoken_to_until_a_person_says_so() throws Exception {
        TestKey before = TestKey.fresh();
        TestKey after = TestKey.fresh();
        Map<String, String> home = Map.of("XDG_CONFIG_HOME", config.toString());
        try (Program relay = Program.relay("--listen", "127.0.0.1:0");
                TlsFront front = new TlsFront(before, portOf(relay))) {
            String address = "parley://127.0.0.1:" + front.port();
            try (Program open = Program.peer(home, "open", "--relay", address)) {
                open.awaitErr("waiting for the other side");
            }
            front.use(after);
            int said = front.bytesTaken();
            try (Program open = Program.peer(home, "open", "--relay", address)) {
                assertThat(open.exitCode()).isEqualTo(5);
                open.awaitErr("E_RELAY_CHANGED");
                assertThat(open.awaitErr("saw:"))
                        .contains(before.pin().format())
                        .contains(after.pin().format());
                assertThat(open.awaitErr("try:")).contains("parley pins remove 127.0.0.1:" + front.port());
                assertThat(open.err()).noneMatch(line -> line.contains("Exception"));
            }
            assertThat(front.bytesTaken()).isEqualTo(said);
            int met = front.accepted();
            try (Program open = Program.peer(
                    home, "open", "--relay", address + "#pin=" + after.pin().format())) {
                assertThat(open.exitCode()).isEqualTo(5);
                open.awaitErr("E_RELAY_CHANGED the key given");
            }
            assertThat(front.accepted()).as("no connection was made").isEqualTo(met);
            try (Program remove = Program.peer(home, "pins", "remove", "127.0.0.1:" + front.port())) {
                assertThat(remove.exitCode()).isZero();
            }
            try (Program open = Program.peer(home, "open", "--relay", address)) {
                assertThat(open.awaitErr("first time")).contains(after.pin().format());
                open.awaitErr("waiting for the other side");
            }
        }
    }

    @Test
    void a_saved_room_remembers_the_key_of_its_relay() throws Exception {
        TestKey key = TestKey.fresh();
        Map<String, String> home = Map.of("XDG_CONFIG_HOME", config.toString(), "XDG_STATE_HOME", config.toString());
        try (Program relay = Program.relay("--listen", "127.0.0.1:0");
                TlsFront front = new TlsFront(key, portOf(relay))) {
            String address = "parley://127.0.0.1:" + front.port();
            try (Program open = Program.peer(home, "open", "--relay", address, "--save", "jon", "--name", "olga")) {
                String link = open.awaitErr("Or send this").replaceAll(".*\\s", "");
                try (Program join = Program.peer(Map.of("PARLEY_CODE", link), "join", "--name", "jon")) {
                    open.awaitErr("jon joined: VERIFIED");
                    join.awaitErr("olga joined: VERIFIED");
                    open.terminate();
                    open.exitCode();
                }
            }
            Files.delete(config.resolve("parley/known_relays"));
            front.use(TestKey.fresh());
            try (Program reopen = Program.peer(home, "reopen", "jon")) {
                assertThat(reopen.exitCode()).isEqualTo(5);
                assertThat(reopen.awaitErr("saw:")).contains(key.pin().format());
                reopen.awaitErr("this room is kept");
            }
            try (Program reopen = Program.peer(home, "reopen", "jon", "--relay", address)) {
                reopen.awaitErr("first time at");
                reopen.awaitErr("waiting for the other side");
            }
        }
    }

    @Test
    void TR_15_a_relay_without_TLS_is_named_and_not_spoken_to() throws Exception {
        try (Program relay = Program.relay("--listen", "127.0.0.1:0")) {
            try (Program open = Program.peer(Map.of(), "open", "--relay", "parley://127.0.0.1:" + portOf(relay))) {
                assertThat(open.exitCode()).isEqualTo(6);
                open.awaitErr("E_RELAY_NOT_TLS");
                assertThat(open.awaitErr("try:")).contains("tcp://127.0.0.1:" + portOf(relay));
            }
        }
    }

    @Test
    void a_host_for_others_speaks_TLS_with_a_key_that_stays() throws Exception {
        Map<String, String> home = Map.of("XDG_CONFIG_HOME", config.toString());
        String first = "";
        for (int run = 0; run < 2; run++) {
            try (Program host = Program.peer(home, "host", "--lan", "--port", "0", "--name", "olga")) {
                String link = host.awaitErr("Or send this").replaceAll(".*\\s", "");
                try (Program join = Program.peer(Map.of("PARLEY_CODE", link), "join", "--name", "jon")) {
                    join.awaitErr("olga joined: VERIFIED");
                    host.awaitErr("jon joined: VERIFIED");
                }
                assertThat(host.err()).noneMatch(line -> line.contains("first time"));
                String pin = link.replaceAll(".*#pin=", "");
                assertThat(run == 0 ? pin : first).isEqualTo(pin);
                first = pin;
            }
        }
        assertThat(config.resolve("parley/known_relays")).doesNotExist();
    }

    @Test
    void links_that_are_none_are_refused_with_one_sentence() throws Exception {
        String pin = TestKey.fresh().pin().format();
        for (List<String> wrong : List.of(
                List.of("parley://127.0.0.1:1/482135-amber-lantern-sunset", "#pin="),
                List.of("parley://127.0.0.1:1#pin=" + pin, "no whole code"),
                List.of("parley://a@b/482135-amber-lantern-sunset#pin=" + pin, "does not name a relay"))) {
            try (Program join = Program.peer(Map.of(), "join", wrong.get(0))) {
                assertThat(join.exitCode()).isEqualTo(2);
                join.awaitErr("E_USAGE that link");
                join.awaitErr(wrong.get(1));
            }
        }
    }

    @Test
    void nothing_of_TLS_is_loaded_for_plain_TCP() throws Exception {
        Path log = config.resolve("classes.log");
        int unused;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            unused = socket.getLocalPort();
        }
        try (Program open = Program.peer(
                Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + log),
                "open",
                "--relay",
                "127.0.0.1:" + unused)) {
            assertThat(open.exitCode()).isEqualTo(3);
        }
        assertThat(Files.readAllLines(log))
                .anyMatch(line -> line.contains("dev.parley.peer.net.RelayConnection"))
                .noneMatch(line -> line.contains("javax.net.ssl.") || line.contains("dev.parley.peer.net.TlsClient"));
    }

    private static int portOf(Program relay) throws InterruptedException {
        return Integer.parseInt(relay.awaitOut("ready").replaceAll(".*:", ""));
    }
}
