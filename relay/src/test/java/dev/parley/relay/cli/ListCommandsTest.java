package dev.parley.relay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.relay.admission.Admission;
import dev.parley.relay.admission.AdmissionMode;
import dev.parley.relay.admission.TestKeys;
import dev.parley.relay.config.AdmissionFolder;
import dev.parley.relay.log.LogLevel;
import dev.parley.relay.log.RelayLog;
import dev.parley.wire.AccessToken;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code parley-relay token}, {@code keys} and {@code deny} as an operator types them, and the reload that follows. */
class ListCommandsTest {
    @TempDir
    Path temp;

    private String out = "";
    private String err = "";

    private int run(String... arguments) {
        StringWriter said = new StringWriter();
        StringWriter told = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--dir");
        all.add(temp.toString());
        int code = RelayMain.commandLine()
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(told))
                .execute(all.toArray(new String[0]));
        out = said.toString().strip();
        err = told.toString().strip();
        return code;
    }

    private Admission lists() throws Exception {
        return new AdmissionFolder(temp).read(Optional.empty());
    }

    @Test
    void a_token_is_shown_once_and_kept_as_a_hash() throws Exception {
        assertThat(run("token", "add", "anna", "--expires", "30d")).isZero();
        AccessToken token = AccessToken.parse(out).orElseThrow();
        assertThat(err).contains("shown once").contains("serves only");
        long now = Instant.now().toEpochMilli();
        assertThat(lists().takes(token, now)).isTrue();
        assertThat(lists().takes(token, now + 31L * 86_400_000)).isFalse();
        assertThat(Files.readString(temp.resolve("tokens.json")))
                .doesNotContain(token.format().substring(4));
        assertThat(run("token", "add", "bob")).isZero();
        assertThat(err).doesNotContain("serves only");
        assertThat(run("token", "list")).isZero();
        assertThat(out.lines()).hasSize(2).first().asString().startsWith("anna\texpires ");
        assertThat(out).endsWith("bob\tnever expires").doesNotContain("pt1_");

        assertThat(run("token", "remove", "anna")).isZero();
        assertThat(lists().takes(token, now)).isFalse();
        assertThat(run("token", "remove", "bob")).isZero();
        assertThat(err).contains("nobody comes in");
        assertThat(lists().mode()).isEqualTo(AdmissionMode.TOKENS);
    }

    @Test
    void keys_are_listed_by_the_line_that_a_peer_prints() throws Exception {
        TestKeys anna = TestKeys.fresh();
        assertThat(run(("keys add " + anna.line("anna")).split(" "))).isZero();
        assertThat(out).isEqualTo(anna.id().format() + "\tanna");
        assertThat(lists().key(anna.id())).isPresent();
        assertThat(run(("keys add " + anna.line("again")).split(" "))).isEqualTo(RelayMain.EXIT_USAGE);
        assertThat(run("keys", "add", TestKeys.fresh().line(""), "--label", "bob"))
                .isZero();
        assertThat(run("keys", "list")).isZero();
        assertThat(out.lines()).hasSize(2);
        assertThat(run("keys", "remove", anna.id().format())).isZero();
        assertThat(lists().key(anna.id())).isEmpty();
        assertThat(run("keys", "remove", "bob")).isZero();
        assertThat(lists().mode()).isEqualTo(AdmissionMode.KEYS);
    }

    @Test
    void addresses_and_keys_are_denied_and_served_again() throws Exception {
        TestKeys key = TestKeys.fresh();
        assertThat(run("deny", "add", "::ffff:192.0.2.7")).isZero();
        assertThat(out).isEqualTo("192.0.2.7");
        assertThat(run("deny", "add", "2001:db8::7")).isZero();
        assertThat(run("deny", "add", key.id().format())).isZero();
        assertThat(lists().denies(new byte[] {(byte) 192, 0, 2, 7})).isTrue();
        assertThat(lists().mode()).isEqualTo(AdmissionMode.OPEN);
        assertThat(run("deny", "list")).isZero();
        assertThat(out.lines())
                .containsExactly("192.0.2.7", "2001:db8:0:0::/64", key.id().format());
        assertThat(run("deny", "add", "192.0.2.7")).isEqualTo(RelayMain.EXIT_USAGE);
        assertThat(run("deny", "remove", "192.0.2.7")).isZero();
        assertThat(run("deny", "remove", "192.0.2.7")).isEqualTo(RelayMain.EXIT_USAGE);
        assertThat(lists().denies(new byte[] {(byte) 192, 0, 2, 7})).isFalse();
    }

    @Test
    void what_cannot_be_done_has_a_name_and_a_way_out() throws Exception {
        assertThat(run("token", "add", "anna")).isZero();
        for (String[] wrong : new String[][] {
            {"token"},
            {"token", "add"},
            {"token", "add", "anna"},
            {"token", "add", " "},
            {"token", "add", "bob", "--expires", "yesterday"},
            {"token", "add", "bob", "--expires", "2001-01-01"},
            {"token", "remove", "bob"},
            {"keys", "add", "ssh-rsa", "AAAA"},
            {"keys", "remove", "bob"},
            {"deny", "add", "example.org"},
            {"deny", "remove", "192.0.2.7"},
        }) {
            assertThat(run(wrong)).as(String.join(" ", wrong)).isEqualTo(RelayMain.EXIT_USAGE);
            assertThat(err.lines())
                    .as(String.join(" ", wrong))
                    .hasSize(2)
                    .first()
                    .asString()
                    .startsWith("E_USAGE ");
            assertThat(err).contains("\n  try: ");
        }
        Files.writeString(temp.resolve("tokens.json"), "{");
        assertThat(run("token", "list")).isEqualTo(RelayMain.EXIT_CONFIG);
        assertThat(err.lines()).hasSize(3).first().asString().startsWith("E_CONFIG ");
        assertThat(run("token", "add", "bob")).isEqualTo(RelayMain.EXIT_CONFIG);
        assertThat(Files.readString(temp.resolve("tokens.json"))).isEqualTo("{");
        assertThat(run("check")).isEqualTo(RelayMain.EXIT_CONFIG);
        assertThat(err).startsWith("E_CONFIG ").contains("tokens.json: line 1");
        Files.delete(temp.resolve("tokens.json"));
        assertThat(run("check")).isZero();
        assertThat(out).endsWith("admission open");
    }

    @Test
    void TR_14_a_reload_counts_and_a_bad_file_keeps_the_lists_of_before() throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        AdmissionWatch watch =
                new AdmissionWatch(Optional.of(temp), Optional.empty(), new RelayLog(log, LogLevel.INFO), () -> 0);
        watch.check();
        assertThat(log.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(run("token", "add", "anna")).isZero();
        watch.check();
        watch.check();
        assertThat(said(log)).containsOnlyOnce("lists reloaded").contains("tokens");
        Files.writeString(temp.resolve("deny"), "nonsense\n");
        watch.check();
        watch.check();
        assertThat(said(log)).containsOnlyOnce("not reloaded").contains("line 1");
        assertThat(watch.word()).isEqualTo("tokens");
        Files.delete(temp.resolve("deny"));
        watch.check();
        assertThat(said(log)).contains("lists reloaded");
        Files.delete(temp.resolve("tokens.json"));
        watch.check();
        assertThat(said(log)).contains("the lists are gone; those of before stay");
        assertThat(watch.word()).isEqualTo("tokens");
        watch.reload(Optional.empty());
        assertThat(watch.word()).isEqualTo("open");
        watch.reload(Optional.of(AdmissionMode.EITHER));
        assertThat(watch.word()).isEqualTo("either");
    }

    /** The lines since the last time. */
    private static String said(ByteArrayOutputStream log) {
        String lines = log.toString(StandardCharsets.UTF_8);
        log.reset();
        return lines;
    }

    @ParameterizedTest
    @CsvSource({
        "12h, 2026-11-22T06:30:00Z",
        "30d, 2026-12-21T18:30:00Z",
        "2w, 2026-12-05T18:30:00Z",
        "2026-11-21, 2026-11-22T00:00:00Z",
        "2027-02-28, 2027-03-01T00:00:00Z",
    })
    void an_end_is_a_time_from_now_or_the_end_of_a_day(String text, Instant end) {
        assertThat(Expiry.parse(text, Instant.parse("2026-11-21T18:30:00.7Z"))).contains(end);
    }

    @ParameterizedTest
    @CsvSource({"0d", "-1d", "1m", "d", "30", "1.5d", "2026-11-20", "2026-02-30", "tomorrow", "999999d", "''"})
    void what_is_no_end_is_refused(String text) {
        assertThat(Expiry.parse(text, Instant.parse("2026-11-21T18:30:00Z"))).isEmpty();
    }

    @Test
    void two_operators_at_once_lose_none_of_their_changes() throws Exception {
        int each = 40;
        List<Process> operators = new ArrayList<>();
        try {
            for (String name : List.of("one", "two")) {
                operators.add(Operators.start(temp, name, each));
            }
            for (Process operator : operators) {
                assertThat(operator.inputReader().readLine()).isEqualTo("ready");
            }
            for (Process operator : operators) {
                operator.getOutputStream().write('\n');
                operator.getOutputStream().flush();
            }
            for (Process operator : operators) {
                assertThat(operator.inputReader().readLine()).isEqualTo("done");
                assertThat(operator.waitFor()).isZero();
            }
        } finally {
            operators.forEach(Process::destroyForcibly);
        }
        assertThat(new AdmissionFolder(temp).tokens().read().orElseThrow()).hasSize(2 * each);
        assertThat(new AdmissionFolder(temp).deny().read().addresses()).hasSize(2 * each);
    }

    @Test
    void what_is_taken_off_a_list_of_a_folder_that_is_not_there_makes_no_folder() {
        temp = temp.resolve("typo");
        assertThat(run("token", "remove", "anna")).isEqualTo(RelayMain.EXIT_USAGE);
        assertThat(run("keys", "remove", "anna")).isEqualTo(RelayMain.EXIT_USAGE);
        assertThat(run("deny", "remove", "10.0.0.1")).isEqualTo(RelayMain.EXIT_USAGE);
        assertThat(temp).doesNotExist();
    }
}
