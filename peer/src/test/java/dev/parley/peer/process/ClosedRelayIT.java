package dev.parley.peer.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A closed relay as its operator and its guests use it: real processes, the commands of {@code docs/closed-relay.md}. */
class ClosedRelayIT {
    private Path folder;
    private Path home;

    @BeforeEach
    void makeFolders() throws Exception {
        folder = Files.createTempDirectory("parley-relay");
        home = Files.createTempDirectory("parley-state");
    }

    @AfterEach
    void removeFolders() {
        Program.remove(folder);
        Program.remove(home);
    }

    private void operate(String... arguments) throws Exception {
        try (Program command = relay(arguments)) {
            assertThat(command.exitCode()).as("%s", command.err()).isZero();
        }
    }

    private Program relay(String... arguments) throws Exception {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--dir";
        all[arguments.length + 1] = folder.toString();
        return Program.relay(all);
    }

    @Test
    void two_come_in_by_token_and_by_key_and_a_third_is_told_why_not() throws Exception {
        String token;
        try (Program added = relay("token", "add", "olga", "--expires", "1d")) {
            assertThat(added.exitCode()).isZero();
            token = added.awaitOut("pt1_");
        }
        Map<String, String> keyHolder = Map.of(
                "XDG_STATE_HOME", home.resolve("state").toString(),
                "XDG_CONFIG_HOME", home.resolve("config").toString());
        try (Program relay = relay("--listen", "127.0.0.1:0", "--admin-listen", "")) {
            String at = "127.0.0.1:" + relay.awaitOut("ready").replaceAll(".*:", "");
            try (Program made = Program.peer(keyHolder, "access-key", "--relay", at, "--label", "jon")) {
                assertThat(made.exitCode()).isZero();
                operate("keys", "add", made.awaitOut("parley-rsa "));
            }
            relay.awaitErr("either");
            try (Program open =
                    Program.peer(Map.of("PARLEY_RELAY_TOKEN", token), "open", "--relay", at, "--name", "olga")) {
                String code = open.awaitErr("invite code").replaceAll(".*\\s", "");
                open.awaitErr("waiting");
                try (Program stranger = Program.peer(Map.of(), "join", "--relay", at, "--code-file", "-")) {
                    stranger.type(code + "\n");
                    assertThat(stranger.exitCode()).isEqualTo(7);
                    stranger.awaitErr("E_NOT_ADMITTED");
                    stranger.awaitErr("parley access-key --relay " + at);
                }
                try (Program join =
                        Program.peer(keyHolder, "join", "--relay", at, "--code-file", "-", "--name", "jon")) {
                    join.type(code + "\n");
                    join.awaitErr("VERIFIED");
                    join.type("by key\n");
                    open.awaitOut("by key");
                    open.type("by token\n");
                    join.awaitOut("by token");
                    assertThat(join.err()).noneMatch(line -> line.contains("Exception"));
                }
                assertThat(open.err()).noneMatch(line -> line.contains(token));
            }
            assertThat(relay.err()).noneMatch(line -> line.contains(token));
        }
        assertThat(Files.readString(folder.resolve("tokens.json"))).doesNotContain(token.substring(4));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("tokens.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_token_that_is_none_is_a_usage_error_that_does_not_repeat_it() throws Exception {
        try (Program open = Program.peer(Map.of("PARLEY_RELAY_TOKEN", "pt1_half"), "open", "--relay", "127.0.0.1:1")) {
            assertThat(open.exitCode()).isEqualTo(2);
            open.awaitErr("E_USAGE PARLEY_RELAY_TOKEN holds no token");
            assertThat(open.err()).noneMatch(line -> line.contains("pt1_half"));
        }
    }
}
