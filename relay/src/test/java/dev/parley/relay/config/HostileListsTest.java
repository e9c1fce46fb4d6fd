package dev.parley.relay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.relay.admission.Admission;
import dev.parley.relay.admission.AdmissionMode;
import dev.parley.relay.admission.ListedToken;
import dev.parley.relay.admission.TestKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lists of a relay folder: what is right comes back as it was, and whatever else is there gives one sentence that names its place. */
class HostileListsTest {
    private static final String HASH = "9432c1a7d343fcfacb164bdc44ff71c1281c004886b1c428419088d06cd3561a";
    private static final String GOOD = "{\"version\":1,\"tokens\":[{\"label\":\"anna\",\"sha256\":\"" + HASH
            + "\",\"expires\":\"2027-01-31T00:00:00Z\"}]}";

    @TempDir
    Path temp;

    private AdmissionFolder folder;

    @BeforeEach
    void open() {
        folder = new AdmissionFolder(temp.resolve("parley-relay"));
    }

    private ListException refusedTokens(byte[] text) throws IOException {
        Files.createDirectories(folder.tokens().path().getParent());
        Files.write(folder.tokens().path(), text);
        ListException refusal =
                catchThrowableOfType(ListException.class, () -> folder.tokens().read());
        assertThat(refusal)
                .as(new String(text, 0, Math.min(text.length, 200), StandardCharsets.UTF_8))
                .isNotNull();
        assertThat(refusal.getMessage())
                .startsWith(folder.tokens().path().toString())
                .hasSizeLessThan(400)
                .doesNotContain("\n");
        return refusal;
    }

    private ListException refusedTokens(String text) throws IOException {
        return refusedTokens(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void tokens_come_back_as_they_were_written_and_belong_to_their_owner_only() throws Exception {
        assertThat(folder.tokens().read()).isEmpty();
        folder.tokens()
                .write(List.of(
                        new ListedToken("anna", new byte[32], OptionalLong.of(1_800_000_000_000L)),
                        new ListedToken("jo\u00e3o 2", new byte[32], OptionalLong.empty())));
        List<ListedToken> read = folder.tokens().read().orElseThrow();
        assertThat(read).extracting(ListedToken::label).containsExactly("anna", "jo\u00e3o 2");
        assertThat(read.get(0).expiresMillis()).hasValue(1_800_000_000_000L);
        assertThat(read.get(1).expiresMillis()).isEmpty();
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.tokens().path())))
                .isEqualTo("rw-------");
        try (var left = Files.list(folder.tokens().path().getParent())) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void lists_that_are_there_close_the_relay_and_empty_ones_too() throws Exception {
        assertThat(folder.read(Optional.empty()).mode()).isEqualTo(AdmissionMode.OPEN);
        folder.tokens().write(List.of());
        assertThat(folder.read(Optional.empty()).mode()).isEqualTo(AdmissionMode.TOKENS);
        folder.keys().write(List.of(TestKeys.fresh().listed()));
        assertThat(folder.read(Optional.empty()).mode()).isEqualTo(AdmissionMode.EITHER);
        Files.delete(folder.tokens().path());
        assertThat(folder.read(Optional.empty()).mode()).isEqualTo(AdmissionMode.KEYS);
        assertThat(folder.read(Optional.of(AdmissionMode.OPEN)).mode()).isEqualTo(AdmissionMode.OPEN);
    }

    @Test
    void TR_06_a_token_file_that_is_not_exactly_one_is_refused_in_one_sentence() throws IOException {
        String token = "{\"label\":\"anna\",\"sha256\":\"" + HASH + "\"}";
        for (String text : new String[] {
            "",
            " ",
            "null",
            "[]",
            "{}",
            "{\"version\":1}",
            "{\"tokens\":[]}",
            "\uFEFF" + GOOD,
            GOOD + "x",
            GOOD + "{}",
            GOOD.substring(0, GOOD.length() - 1),
            GOOD.replace("\"version\":1", "\"version\":2"),
            GOOD.replace("\"version\":1", "\"version\":\"1\""),
            GOOD.replace("\"version\":1", "\"version\":1.0"),
            GOOD.replace("\"version\":1", "\"version\":1e0"),
            GOOD.replace("\"version\":1", "\"version\":1e400"),
            GOOD.replace("\"version\":1", "\"version\":NaN"),
            GOOD.replace("\"version\":1", "\"version\":-0"),
            GOOD.replace("\"version\":1", "\"version\":1,\"version\":1"),
            GOOD.replace("\"version\":1", "\"version\":1,\"colour\":\"red\""),
            GOOD.replace("\"version\":1", "\"version\":1 /* the first */"),
            GOOD.replace("\"version\":1", "version:1"),
            GOOD.replace("\"version\":1", "'version':1"),
            GOOD.replace("{\"version\"", "// a comment\n{\"version\""),
            GOOD.replace("\"label\":\"anna\"", "\"label\":\"anna\",\"label\":\"anna\""),
            GOOD.replace("\"label\":\"anna\"", "\"label\":7"),
            GOOD.replace("\"label\":\"anna\"", "\"label\":null"),
            GOOD.replace("\"label\":\"anna\"", "\"label\":[\"anna\"]"),
            GOOD.replace("\"anna\"", "\"\""),
            GOOD.replace("\"anna\"", "\" anna\""),
            GOOD.replace("\"anna\"", "\"an\\u0000na\""),
            GOOD.replace("\"anna\"", "\"an\\nna\""),
            GOOD.replace("\"anna\"", "\"" + "a".repeat(65) + "\""),
            GOOD.replace("\"anna\"", "\"an\u202Ena\""),
            GOOD.replace("\"label\":\"anna\",", ""),
            GOOD.replace("\"expires\"", "\"token\""),
            GOOD.replace(HASH, HASH.toUpperCase(java.util.Locale.ROOT)),
            GOOD.replace(HASH, HASH.substring(2)),
            GOOD.replace(HASH, HASH + "00"),
            GOOD.replace(HASH, "pt1_4OHi4-Tl5ufo6err7O3u7_Dx8vP09fb3-Pn6-_z9_v8"),
            GOOD.replace("2027-01-31T00:00:00Z", "2027-01-31"),
            GOOD.replace("2027-01-31T00:00:00Z", "soon"),
            GOOD.replace("2027-01-31T00:00:00Z", "+1000000000-12-31T23:59:59Z"),
            GOOD.replace("\"2027-01-31T00:00:00Z\"", "1800000000"),
            "{\"version\":1,\"tokens\":[" + token + "," + token + "]}",
            "{\"version\":1,\"tokens\":[" + token + ",]}",
            "{\"version\":1,\"tokens\":{}}",
            "{\"version\":1,\"tokens\":[[" + token + "]]}",
            "[".repeat(256) + "]".repeat(256),
            "[".repeat(100_000),
            "{\"version\":1,\"tokens\":" + "[".repeat(100_000),
            "{\"version\":".repeat(100_000),
            "{" + "\"a\":1,".repeat(80_000) + "\"b\":1}",
            " ".repeat(600_000) + GOOD,
        }) {
            refusedTokens(text);
        }
        refusedTokens(new byte[] {'{', (byte) 0xFF, '}'});
        refusedTokens(new byte[] {'{', 0, '}'});
        refusedTokens(new byte[] {(byte) 0xC0, (byte) 0xAF});
    }

    @Test
    void TR_06_the_sentence_says_where_and_shows_no_hash() throws IOException {
        String second = GOOD.replace("]}", ",\n{\"label\":\"bob\",\"sha256\":\"" + HASH.substring(1) + "\"}]}");
        assertThat(refusedTokens(second).problem())
                .isEqualTo("line 2 tokens[1].sha256: 64 digits of 0-9 and a-f must stand here")
                .doesNotContain(HASH.substring(1));
        assertThat(refusedTokens(GOOD.replace("expires", "expire")).problem())
                .isEqualTo("line 1 tokens[0].expire: there is no such name here; known are label, sha256, expires");
    }

    @Test
    void TR_06_more_tokens_than_are_looked_through_are_refused() throws IOException {
        StringBuilder text = new StringBuilder("{\"version\":1,\"tokens\":[");
        for (int i = 0; i <= Admission.MAX_TOKENS; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("{\"label\":\"t")
                    .append(i)
                    .append("\",\"sha256\":\"")
                    .append(HASH);
            text.append("\"}");
        }
        assertThat(refusedTokens(text + "]}").problem()).contains("more than 1000");
    }

    @Test
    void TR_06_a_bent_token_file_is_read_or_refused_and_nothing_else() throws IOException {
        long seed = Long.getLong("parley.seed", new Random().nextLong());
        Random random = new Random(seed);
        Files.createDirectories(folder.tokens().path().getParent());
        for (int i = 0; i < 3_000; i++) {
            byte[] bent = GOOD.getBytes(StandardCharsets.UTF_8);
            for (int times = 1 + random.nextInt(3); times > 0; times--) {
                bent[random.nextInt(bent.length)] = (byte) random.nextInt(256);
            }
            Files.write(folder.tokens().path(), bent);
            assertThatCode(() -> {
                        try {
                            folder.tokens().read();
                        } catch (ListException e) {
                            assertThat(e.getMessage()).isNotBlank();
                        }
                    })
                    .as("seed %d, run %d", seed, i)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void keys_and_denied_addresses_are_read_line_by_line() throws Exception {
        TestKeys key = TestKeys.fresh();
        Files.createDirectories(folder.keys().path().getParent());
        Files.writeString(folder.keys().path(), "# friends\r\n\n  " + key.line("anna") + "\r\n");
        assertThat(folder.keys().read().orElseThrow())
                .singleElement()
                .satisfies(listed -> assertThat(listed.id()).isEqualTo(key.id()));
        Files.writeString(
                folder.deny().path(),
                "192.0.2.7 # floods\n\n# a house\n2001:db8::/48\n" + key.id().format());
        Admission lists = folder.read(Optional.empty());
        assertThat(lists.denies(new byte[] {(byte) 192, 0, 2, 7})).isTrue();
        assertThat(lists.denies(new byte[] {(byte) 192, 0, 2, 8})).isFalse();
        assertThat(lists.key(key.id())).isEmpty();
    }

    @Test
    void a_wrong_line_is_named() throws Exception {
        Files.createDirectories(folder.keys().path().getParent());
        Files.writeString(folder.keys().path(), TestKeys.fresh().line("anna") + "\n\nssh-rsa AAAA x\n");
        assertThat(catchThrowableOfType(ListException.class, () -> folder.keys().read()))
                .hasMessage(folder.keys().path() + ": line 3: it is not a line that `parley access-key` prints");
        Files.writeString(folder.keys().path(), TestKeys.fresh().line("\u001b[2J"));
        assertThat(catchThrowableOfType(ListException.class, () -> folder.keys().read())
                        .problem())
                .startsWith("line 1: the label must have");
        Files.writeString(folder.deny().path(), "192.0.2.7\n192.0.2.256\n");
        assertThat(catchThrowableOfType(ListException.class, () -> folder.deny().read())
                        .problem())
                .startsWith("line 2: it is no address");
        Files.write(folder.deny().path(), new byte[] {(byte) 0xFF});
        assertThat(catchThrowableOfType(ListException.class, () -> folder.deny().read())
                        .problem())
                .contains("UTF-8");
    }

    @Test
    void a_folder_that_cannot_be_written_is_one_sentence() throws IOException {
        Path file = Files.createFile(temp.resolve("file"));
        assertThat(catchThrowableOfType(
                                ListException.class,
                                () -> new AdmissionFolder(file).tokens().write(List.of()))
                        .problem())
                .startsWith("it cannot be written");
    }
}
