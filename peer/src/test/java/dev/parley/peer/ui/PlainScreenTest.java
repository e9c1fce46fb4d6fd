package dev.parley.peer.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PlainScreenTest {
    private final PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);

    private PlainScreen typing(String text) {
        return new PlainScreen(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), out, out, true);
    }

    @Test
    void a_word_to_stop_reading_that_came_too_late_does_not_end_the_next_question() throws Exception {
        try (PlainScreen screen = typing("answer\n")) {
            screen.interrupt();
            assertThat(screen.ask("Question? ", false)).contains("answer");
        }
    }

    @Test
    void a_word_to_stop_reading_ends_the_line_that_is_read() {
        try (PlainScreen screen = typing("")) {
            screen.interrupt();
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(screen::readLine);
        }
    }
}
