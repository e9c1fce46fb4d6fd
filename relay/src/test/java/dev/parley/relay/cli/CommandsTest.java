package dev.parley.relay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.relay.config.Key;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code init} and {@code check}, as an operator meets them. */
class CommandsTest {
    @TempDir
    private Path temp;

    private String out = "";
    private String err = "";

    @Test
    void init_writes_every_key_and_a_tls_key_and_replaces_nothing() throws IOException {
        Path folder = temp.resolve("deep").resolve("relay");
        assertThat(run("init", "--dir", folder.toString(), "--max-rooms", "7", "--public-address", "relay.example.org"))
                .isZero();
        String file = Files.readString(folder.resolve("relay.json"));
        for (Key key : Key.values()) {
            assertThat(file).contains("\n  \"" + key.json() + "\": ");
        }
        assertThat(file).contains("\"maxRooms\": 7,");
        assertThat(out).containsPattern("peer URL parley://relay\\.example\\.org:4433#pin=[A-Za-z0-9_-]{43}\n");
        assertThat(mode(folder)).isEqualTo("rwx------");
        assertThat(mode(folder.resolve("relay.json"))).isEqualTo("rw-------");
        assertThat(mode(folder.resolve("tls-key.pem"))).isEqualTo("rw-------");
        String key = Files.readString(folder.resolve("tls-key.pem"));

        assertThat(run("init", "--dir", folder.toString())).isEqualTo(78);
        assertThat(err).startsWith("E_CONFIG ").contains("is there already").hasLineCount(2);
        assertThat(Files.readString(folder.resolve("relay.json"))).isEqualTo(file);
        assertThat(Files.readString(folder.resolve("tls-key.pem"))).isEqualTo(key);

        assertThat(run("check", "--dir", folder.toString())).isZero();
        assertThat(out).startsWith("good: ");
    }

    @Test
    void a_relay_that_moves_keeps_its_key() throws IOException {
        Path folder = Files.createDirectory(temp.resolve("moved"));
        assertThat(run("init", "--dir", folder.toString())).isZero();
        String before = out;
        Files.delete(folder.resolve("relay.json"));
        assertThat(run("init", "--dir", folder.toString())).isZero();
        assertThat(out).isEqualTo(before);
    }

    @Test
    void check_exits_78_with_one_error_and_a_way_out() throws IOException {
        for (Map.Entry<String, String> bad : Map.of(
                        "{\"maxRoms\": 7}", "maxRooms",
                        "{\"maxRooms\": \"7\"}", "check --explain",
                        "{\"adminListen\": \"0.0.0.0:4434\"}", "adminBeyondLoopback",
                        "{", "strict JSON",
                        "{\"listen\": [\"nobody.invalid:4433\"]}", "an address of this machine")
                .entrySet()) {
            Files.writeString(temp.resolve("relay.json"), bad.getKey());
            for (String command : List.of("check", "run")) {
                boolean isListenOnly = bad.getKey().contains("nobody") && command.equals("run");
                assertThat(run(command, "--dir", temp.toString()))
                        .as("%s with %s", command, bad.getKey())
                        .isEqualTo(isListenOnly ? 3 : 78);
                assertThat(err)
                        .as(bad.getKey())
                        .hasLineCount(2)
                        .contains("\n  try: ")
                        .contains(bad.getValue());
            }
        }
    }

    @Test
    void check_reads_the_certificate_too() throws IOException {
        assertThat(run("init", "--dir", temp.toString())).isZero();
        Files.writeString(temp.resolve("tls-cert.pem"), "nothing");
        assertThat(run("check", "--dir", temp.toString())).isEqualTo(78);
        assertThat(err).startsWith("E_TLS ").hasLineCount(2);
    }

    @Test
    void a_bad_flag_is_a_matter_of_usage_and_so_is_a_folder_that_is_not_there() {
        assertThat(run("check", "--max-rooms", "many")).isEqualTo(2);
        assertThat(err)
                .startsWith("E_USAGE --max-rooms takes a whole number from 1 to ")
                .hasLineCount(2);
        assertThat(run("run", "--dir", temp.resolve("typo").toString())).isEqualTo(2);
        assertThat(err).startsWith("E_USAGE --dir names no folder").hasLineCount(2);
        assertThat(run("ping", "parley://relay.example.org/482135-amber-lantern-sunset"))
                .isEqualTo(2);
        assertThat(err).startsWith("E_USAGE ").doesNotContain("lantern").hasLineCount(2);
    }

    @Test
    void show_config_tells_where_each_value_comes_from() throws IOException {
        Files.writeString(temp.resolve("relay.json"), "{\"maxRooms\": 7, \"maxConnections\": 8}");
        assertThat(run("run", "--dir", temp.toString(), "--max-connections", "9", "--show-config"))
                .isZero();
        assertThat(out.lines().map(line -> line.replaceAll(" +", " ")))
                .hasSize(Key.values().length)
                .contains(
                        "maxRooms 7 (relay.json)",
                        "maxConnections 9 (flag)",
                        "notice - (default)",
                        "plain false (default)");
        assertThat(run("run", "--dir", temp.toString(), "--no-file", "--show-config"))
                .isZero();
        assertThat(out.lines().map(line -> line.replaceAll(" +", " "))).contains("maxRooms 10000 (default)");
    }

    @Test
    void explain_has_a_word_for_every_key() {
        assertThat(run("check", "--explain")).isZero();
        for (Key key : Key.values()) {
            assertThat(out).contains(key.json() + "\n    " + key.meaning() + "\n    takes    " + key.range() + "\n");
        }
    }

    @Test
    void every_command_has_help_and_every_key_a_flag() {
        for (List<String> command : List.of(List.<String>of(), List.of("run"), List.of("init"), List.of("check"))) {
            List<String> arguments = new ArrayList<>(command);
            arguments.add("--help");
            assertThat(run(arguments.toArray(new String[0]))).isZero();
            for (Key key : Key.values()) {
                assertThat(out).as("%s", command).contains(key.flag());
            }
        }
    }

    private int run(String... arguments) {
        StringWriter said = new StringWriter();
        StringWriter complained = new StringWriter();
        int code = RelayMain.commandLine()
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(complained))
                .execute(arguments);
        out = said.toString();
        err = complained.toString();
        return code;
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
