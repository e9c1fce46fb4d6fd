package dev.parley.relay.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a log line looks like, and that one record is one line. */
class RelayLogTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final RelayLog log = new RelayLog(out, LogLevel.INFO);

    @Test
    void a_line_is_a_json_object_with_time_level_message_and_facts() {
        log.info("listening")
                .with("address", "127.0.0.1:4433")
                .with("tls", true)
                .write();
        assertThat(lines())
                .singleElement()
                .asString()
                .matches("\\{\"timestamp\":\\d{13},\"level\":\"INFO\",\"kvpList\": "
                        + "\\[\\{\"address\":\"127.0.0.1:4433\"},\\{\"tls\":\"true\"}],\"message\":\"listening\"}");
    }

    @Test
    void TT_14_line_breaks_and_control_characters_in_a_value_stay_in_one_record() {
        for (String hostile : List.of(
                "\r\n{\"level\":\"ERROR\"}", "\n", "\r", "\u0085", "\u2028", "\u2029", "\u001b[2J", "\"}]}\n")) {
            out.reset();
            log.info("x" + hostile)
                    .with("value", hostile)
                    .with("k" + hostile, 1)
                    .write();
            assertThat(lines())
                    .as("%s", (Object) hostile.codePoints().toArray())
                    .hasSize(1);
            assertThat(lines().get(0)).matches("[ -~]*");
        }
    }

    @Test
    void each_level_shows_itself_and_what_is_worse() {
        for (LogLevel level : LogLevel.values()) {
            out.reset();
            log.level(level);
            log.info("i").write();
            log.warn("w").write();
            log.error("e").write();
            assertThat(lines()).hasSize(level.ordinal());
        }
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
