package dev.parley.relay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TR-06 for {@code relay.json}: what is not exactly right is one sentence, whatever it is. */
class RelayFileTest {
    @Test
    void what_is_written_is_what_is_read() throws ConfigException {
        Map<Key, String> read = parse(RelayFile.format(Settings.defaults()));
        assertThat(read).hasSameSizeAs(Key.values());
        for (Key key : Key.values()) {
            assertThat(read).as(key.json()).containsEntry(key, key.defaultText());
        }
    }

    @Test
    void values_of_every_form_are_read() throws ConfigException {
        assertThat(parse("{\"listen\": [\"[::]:4433\", \"tls://127.0.0.1:0\"], \"plain\": true, \"maxRooms\": 7,"
                        + " \"notice\": \"caf\\u00e9 \u2014 \\\"soon\\\"\", \"adminListen\": \"\"}"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        Key.LISTEN, "[::]:4433,tls://127.0.0.1:0",
                        Key.PLAIN, "true",
                        Key.MAX_ROOMS, "7",
                        Key.NOTICE, "caf\u00e9 \u2014 \"soon\"",
                        Key.ADMIN_LISTEN, ""));
        assertThat(parse("{}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "7",
                "\"maxRooms\"",
                "{",
                "{\"maxRooms\"",
                "{\"maxRooms\": 7",
                "{\"maxRooms\": }",
                "{\"maxRooms\": \"7\"}",
                "{\"maxRooms\": 7.0}",
                "{\"maxRooms\": 7e0}",
                "{\"maxRooms\": 1e400}",
                "{\"maxRooms\": 123456789012345678901234567890}",
                "{\"maxRooms\": NaN}",
                "{\"maxRooms\": Infinity}",
                "{\"maxRooms\": -0}",
                "{\"maxRooms\": -1}",
                "{\"maxRooms\": 0}",
                "{\"maxRooms\": 07}",
                "{\"maxRooms\": +7}",
                "{\"maxRooms\": null}",
                "{\"maxRooms\": true}",
                "{\"maxRooms\": [7]}",
                "{\"maxRooms\": {\"maxRooms\": 7}}",
                "{\"maxRooms\": 7, \"maxRooms\": 7}",
                "{\"maxRooms\": 7,}",
                "{\"maxRooms\": 7 \"maxConnections\": 7}",
                "{\"maxRooms\" = 7}",
                "{'maxRooms': 7}",
                "{maxRooms: 7}",
                "{\"maxRooms\": 7} // rooms",
                "{/* rooms */ \"maxRooms\": 7}",
                "{\"maxRooms\": 7} {}",
                "{\"maxRooms\": 7}}",
                ")]}'\n{\"maxRooms\": 7}",
                "\uFEFF{\"maxRooms\": 7}",
                "{\"maxRoms\": 7}",
                "{\"\": 7}",
                "{\"plain\": \"true\"}",
                "{\"plain\": TRUE}",
                "{\"plain\": 1}",
                "{\"listen\": \"127.0.0.1:4433\"}",
                "{\"listen\": []}",
                "{\"listen\": [\"127.0.0.1:4433\", 4434]}",
                "{\"listen\": [[\"127.0.0.1:4433\"]]}",
                "{\"listen\": [\"127.0.0.1\"]}",
                "{\"listen\": [\"127.0.0.1:65536\"]}",
                "{\"adminListen\": \"tls://127.0.0.1:4434\"}",
                "{\"admission\": \"Open\"}",
                "{\"logLevel\": \"loud\"}",
                "{\"notice\": \"two\\nlines\"}",
                "{\"notice\": \"\\u001b[2J\"}",
                "{\"notice\": \"\\ud800\"}",
                "{\"notice\": \"\\u2028\"}",
                "{\"notice\": \"a\nb\"}",
                "{\"notice\": \"\\x\"}",
                "{\"publicAddress\": \"https://example.org\"}",
                "{\"publicAddress\": \"caf\u00e9\"}",
                "{\"publicAddress\": \"\\u0007\"}"
            })
    void TR_06_what_is_not_exactly_right_is_refused_in_one_sentence(String text) {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> parse(text));
        assertThat(refused).as(text).isNotNull();
        assertThat(refused.getMessage()).startsWith("relay.json: ").matches("[ -~]+");
        assertThat(refused.advice()).isNotEmpty().matches("[ -~]+");
        assertThat(refused).hasNoCause();
    }

    @Test
    void TR_06_depth_size_and_bad_bytes_are_refused() {
        for (int depth : new int[] {256, 100_000}) {
            assertRefused("{\"listen\": " + "[".repeat(depth));
            assertRefused("{\"maxRooms\": " + "{\"a\":".repeat(depth));
            assertRefused("[".repeat(depth) + "]".repeat(depth));
            assertRefused("{\"nobody\": " + "[".repeat(depth) + "]".repeat(depth) + "}");
        }
        StringBuilder keys = new StringBuilder("{");
        for (int i = 0; i < 1_000_000; i++) {
            keys.append("\"k").append(i).append("\":0,");
        }
        assertRefused(keys.append("\"k\":0}").toString());
        assertRefused("{\"" + "x".repeat(60_000) + "\": 1}");
        assertRefused("{\"notice\": \"" + "x".repeat(60_000) + "\"}");
        assertRefused("{}" + " ".repeat(64 << 10));
        assertRefused("{\"publicAddress\": \"" + "a.".repeat(30_000) + "\"}");
        assertRefused("{\"listen\": [\"127.0.0.1:1\"" + ", \"127.0.0.1:1\"".repeat(16) + "]}");
        for (byte[] bad :
                new byte[][] {{(byte) 0xC0, (byte) 0xAF}, {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, {(byte) 0xFF}}) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes("{\"notice\": \"".getBytes(StandardCharsets.UTF_8));
            bytes.writeBytes(bad);
            bytes.writeBytes("\"}".getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> RelayFile.parse(bytes.toByteArray()))
                    .isInstanceOf(ConfigException.class)
                    .hasMessage("relay.json: it is not UTF-8");
        }
    }

    @Test
    void every_truncation_of_a_good_file_is_refused() {
        String good = RelayFile.format(Settings.defaults()).strip();
        for (int i = 0; i < good.length(); i++) {
            assertRefused(good.substring(0, i));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "maxRoms, maxRooms",
        "max_connections, maxConnections",
        "Listen, listen",
        "listenAddress, listen",
        "tlsCert, tlsCertificate",
        "log, logLevel",
        "acceptRooms, acceptNewRooms"
    })
    void an_unknown_key_is_told_its_nearest_name(String wrong, String near) {
        assertThat(catchThrowableOfType(ConfigException.class, () -> parse("{\"" + wrong + "\": 1}"))
                        .advice())
                .startsWith("\"" + near + "\"?");
    }

    @Test
    void an_error_says_where_it_is_and_shows_no_more_than_a_piece() {
        assertThatThrownBy(() -> parse("{\n  \"maxRooms\": 7,\n  oops\n}"))
                .hasMessage("relay.json: it is not a JSON object, line 3 column 4");
        ConfigException cut = catchThrowableOfType(
                ConfigException.class, () -> parse("{\"logLevel\": \"\\u001b[2J\u00e9" + "x".repeat(9_000) + "\"}"));
        assertThat(cut.getMessage()).hasSizeLessThan(160).contains("?[2J?x");
    }

    @Test
    void a_file_that_is_not_there_says_nothing_and_a_folder_in_its_place_is_an_error(@TempDir Path folder)
            throws Exception {
        assertThat(RelayFile.read(folder.resolve("relay.json"))).isEmpty();
        Files.createDirectory(folder.resolve("relay.json"));
        assertThatThrownBy(() -> RelayFile.read(folder.resolve("relay.json"))).isInstanceOf(ConfigException.class);
    }

    @ParameterizedTest
    @EnumSource(Key.class)
    void every_default_is_a_value_of_its_key(Key key) {
        assertThat(key.form().holds(key.defaultText())).isTrue();
        assertThat(key.meaning()).endsWith(".").matches("[ -~]+");
    }

    private static Map<Key, String> parse(String text) throws ConfigException {
        return RelayFile.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertRefused(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(ConfigException.class)
                .hasNoCause();
    }
}
