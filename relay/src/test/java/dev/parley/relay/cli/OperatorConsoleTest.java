package dev.parley.relay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an operator types and what is done. */
class OperatorConsoleTest {
    private final Recorder operator = new Recorder();

    @Test
    void commands_do_what_they_say_and_the_rest_does_nothing() {
        String said = type("\n/status\n/notice  back at ten \n/notice\nhello\n/nothing\n/reload\n/help\n");
        assertThat(operator.done).containsExactly("status", "announce back at ten", "reload");
        assertThat(said)
                .contains("all is well", "sent to every room", "/notice takes a text", "reloaded", "/shutdown")
                .containsOnlyOnce("tell everybody");
        assertThat(said.lines().filter(line -> line.startsWith("there is no such command")))
                .hasSize(2);
    }

    @Test
    void shutdown_is_the_last_thing_that_is_read() {
        type("/shutdown\n/status\n");
        assertThat(operator.done).containsExactly("stop 0");
    }

    @Test
    void the_end_of_the_input_stops_nothing() {
        type("");
        assertThat(operator.done).isEmpty();
    }

    @Test
    void a_notice_that_does_not_fit_is_not_sent() {
        assertThat(type("/notice " + "\u00e9".repeat(256) + "\n")).contains("sent to every room");
        assertThat(type("/notice " + "\u00e9".repeat(257) + "\n")).contains("nothing was sent");
        assertThat(operator.done).hasSize(1);
    }

    private String type(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new OperatorConsole(
                        new BufferedReader(new StringReader(text)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        operator)
                .run();
        return out.toString(StandardCharsets.UTF_8);
    }

    private static final class Recorder implements Operator {
        private final List<String> done = new ArrayList<>();

        @Override
        public void stop(int exitCode) {
            done.add("stop " + exitCode);
        }

        @Override
        public String reload() {
            done.add("reload");
            return "reloaded";
        }

        @Override
        public void announce(String text) {
            done.add("announce " + text);
        }

        @Override
        public String status() {
            done.add("status");
            return "all is well";
        }
    }
}
