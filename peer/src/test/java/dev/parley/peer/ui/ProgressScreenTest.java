package dev.parley.peer.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jline.builtins.ScreenTerminal;
import org.junit.jupiter.api.Test;

/** Lines, and one line of progress under them, as a terminal shows them. */
class ProgressScreenTest {
    private static final Line MARK = Line.note("[room]");

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private ProgressScreen screen(InputStream in, boolean redraws) {
        return new ProgressScreen(in, new PrintStream(written, true, StandardCharsets.UTF_8), true, redraws);
    }

    private ProgressScreen screen(boolean redraws) {
        return screen(InputStream.nullInputStream(), redraws);
    }

    /** The rows of a terminal that was given all of it, without blanks at their ends. */
    private List<String> rows() {
        ScreenTerminal grid = new ScreenTerminal(80, 12);
        grid.write(written.toString(StandardCharsets.UTF_8).replace("\n", "\r\n"));
        return grid.toString().lines().map(String::stripTrailing).toList();
    }

    private String shown() {
        return String.join("\n", rows()).stripTrailing();
    }

    private static List<Line> progress(String text) {
        return List.of(MARK, Line.note(text));
    }

    @Test
    void progress_is_one_line_that_is_drawn_over() {
        ProgressScreen screen = screen(true);
        screen.tell(Line.note("offered"));
        screen.status(progress("sending [1] movie 9 % of 2.0 GiB, a long time left"), "");
        screen.status(progress("sending [1] movie 10 %"), "");
        assertThat(shown()).isEqualTo("offered\nsending [1] movie 10 %");
        assertThat(screen.redraws()).isTrue();
    }

    @Test
    void a_line_pushes_the_progress_down_and_what_ends_leaves_nothing_of_it() {
        ProgressScreen screen = screen(true);
        screen.status(progress("receiving [1] movie 99 % and much behind it"), "");
        screen.tell(Line.note("[1] received"));
        assertThat(shown()).isEqualTo("[1] received");
        screen.status(progress("receiving [2]"), "");
        assertThat(shown()).isEqualTo("[1] received\nreceiving [2]");
        screen.status(List.of(MARK), "");
        assertThat(shown()).isEqualTo("[1] received");
        screen.status(progress("receiving [2] again"), "");
        screen.close();
        assertThat(shown()).isEqualTo("[1] received");
    }

    @Test
    void TT_08_a_line_of_progress_never_wraps_also_where_letters_are_wide() {
        ProgressScreen screen = screen(true);
        screen.status(progress("x".repeat(300)), "");
        screen.status(progress("\u6f22".repeat(300)), "");
        screen.status(progress("end"), "");
        assertThat(shown()).isEqualTo("end");
        screen.status(progress("y".repeat(300)), "");
        assertThat(rows().get(0)).isEqualTo("y".repeat(79));
    }

    @Test
    void the_same_progress_is_not_drawn_twice() {
        ProgressScreen screen = screen(true);
        screen.status(progress("half"), "");
        int before = written.size();
        screen.status(progress("half"), "");
        assertThat(written.size()).isEqualTo(before);
    }

    @Test
    void TT_13_where_nothing_can_be_drawn_again_there_are_lines_only() {
        ProgressScreen screen = screen(false);
        screen.tell(Line.note("offered"));
        screen.status(progress("sending 9 %"), "");
        screen.status(progress("sending 10 %"), "");
        screen.tell(Line.note("delivered"));
        screen.close();
        assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("offered\ndelivered\n");
    }

    @Test
    void a_question_stands_alone_and_its_answer_is_read() throws Exception {
        ProgressScreen screen = screen(new ByteArrayInputStream("yes\n".getBytes(StandardCharsets.UTF_8)), true);
        screen.status(progress("sending 9 %"), "");
        assertThat(screen.ask("take it? ", false)).contains("yes");
        assertThat(shown()).isEqualTo("take it?");
    }
}
