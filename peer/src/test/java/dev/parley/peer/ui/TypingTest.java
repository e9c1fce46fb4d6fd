package dev.parley.peer.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.peer.chat.Typed;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What keys and pastes do to the line that is typed. */
class TypingTest {
    private static final String END_OF_PASTE = "\u001b[201~";

    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
    private VirtualTerminal terminal;

    @BeforeEach
    void read() throws Exception {
        terminal = new VirtualTerminal();
        terminal.screen().status(List.of(Line.note("[room]")), "me> ");
        Thread person = new Thread(() -> {
            try {
                Optional<String> line;
                do {
                    line = terminal.screen().readLine();
                    lines.add(line);
                } while (line.isPresent());
            } catch (InterruptedException e) {
                lines.add(Optional.of("interrupted"));
            }
        });
        person.setDaemon(true);
        person.start();
        terminal.awaitText("me>");
    }

    @AfterEach
    void close() {
        terminal.screen().close();
    }

    private Optional<String> line() throws InterruptedException {
        Optional<String> line = lines.poll(60, TimeUnit.SECONDS);
        assertThat(line).as(terminal.shown()).isNotNull();
        return line;
    }

    @Test
    void TT_11_what_is_typed_is_what_is_said() throws Exception {
        for (String text :
                List.of("!!", "!x", "\\", "a\\", "\"open", "'", "`$(x)`", "a  b ", "100% %s %N", "#{x}", "^a^b")) {
            terminal.enter(text);
            assertThat(line()).contains(text);
        }
    }

    @Test
    void TT_11_a_big_paste_is_asked_about_once_and_sent_as_it_was_with_a_forged_end_in_it() throws Exception {
        String text = "one\n\ttwo " + END_OF_PASTE + "\n/quit\n!! \\ \"\nlast\n";
        terminal.type("before ");
        terminal.paste(text.replace('\n', '\r'));
        String shown = terminal.awaitText("You pasted 5 lines", "Enter drops it:");
        assertThat(shown.split("You pasted", -1)).hasSize(2);
        assertThat(shown).doesNotContain("/quit");
        assertThat(lines).isEmpty();
        terminal.enter("y");
        assertThat(line()).contains("before " + text);
        terminal.enter("next");
        assertThat(line()).contains("next");
    }

    @Test
    void TT_11_a_megabyte_is_one_question_and_one_message() throws Exception {
        String text = "0123456789abcde\n".repeat(1 << 16);
        terminal.paste(text.replace('\n', '\r'));
        terminal.awaitText("You pasted 65,536 lines, 1,024 KiB", "Enter drops it:");
        terminal.enter("yes");
        assertThat(line()).contains(text);
    }

    @Test
    void a_paste_is_dropped_unless_somebody_says_yes_and_what_was_typed_stays() throws Exception {
        terminal.type("draft ");
        terminal.paste("a\rb\rc\rd\r");
        terminal.awaitText("Enter drops it:");
        terminal.paste("y\r");
        terminal.enter("");
        terminal.awaitText("me> draft");
        terminal.enter("goes on");
        assertThat(line()).contains("draft goes on");
    }

    @Test
    void a_paste_can_be_edited_first() throws Exception {
        terminal.paste("a\rb\rc\rd");
        terminal.awaitText("Enter drops it:");
        terminal.enter("e");
        terminal.awaitText("me> a");
        terminal.enter(" and more");
        assertThat(line()).contains("a\nb\nc\nd and more");
    }

    @Test
    void a_pasted_list_of_paths_is_text_and_not_a_command() throws Exception {
        terminal.paste("/quit\r/etc\r/home\r/usr");
        terminal.awaitText("Enter drops it:");
        terminal.enter("y");
        assertThat(Typed.parse(line().orElseThrow())).isEqualTo(new Typed.Say("/quit\n/etc\n/home\n/usr"));
    }

    @Test
    void a_small_paste_goes_into_the_line_and_keys_behind_it_are_keys() throws Exception {
        terminal.paste("two\rlines");
        terminal.awaitText("lines");
        terminal.paste(" and more");
        terminal.enter("!");
        assertThat(line()).contains("two\nlines and more!");
    }

    @Test
    void Alt_Enter_adds_a_line() throws Exception {
        terminal.type("one\u001b\rtwo");
        terminal.enter("");
        assertThat(line()).contains("one\ntwo");
    }

    @Test
    void an_interrupt_clears_the_line_a_second_one_leaves() throws Exception {
        terminal.type("secret half");
        terminal.awaitText("me> secret half");
        terminal.interrupt();
        terminal.await(shown -> shown.contains("Ctrl-C again to leave") && shown.endsWith("me>"));
        terminal.interrupt();
        assertThat(line()).isEmpty();
    }

    @Test
    void an_interrupt_that_ended_something_else_leaves_the_line_and_does_not_count() throws Exception {
        AtomicBoolean busy = new AtomicBoolean(true);
        terminal.screen().onInterrupt(() -> {
            boolean was = busy.getAndSet(false);
            if (was) {
                terminal.screen().tell(Line.note("stopped something else"));
            }
            return was;
        });
        terminal.type("half");
        terminal.awaitText("me> half");
        terminal.interrupt();
        terminal.awaitText("stopped something else");
        terminal.enter(" typed");
        assertThat(line()).contains("half typed");
        assertThat(busy).isFalse();
        terminal.type("x");
        terminal.awaitText("me> x");
        terminal.interrupt();
        terminal.awaitText("Ctrl-C again to leave");
        terminal.enter("still here");
        assertThat(line()).contains("still here");
    }

    @Test
    void Ctrl_D_leaves_on_an_empty_line_only() throws Exception {
        terminal.type("ab\u0001\u0004");
        terminal.awaitText("me> b");
        terminal.enter("");
        assertThat(line()).contains("b");
        terminal.type("\u0004");
        assertThat(line()).isEmpty();
    }

    @Test
    void TT_15_a_window_of_one_character_and_back_during_a_flood_keeps_the_line() throws Exception {
        terminal.type("half 漢字");
        for (int i = 0; i < 300; i++) {
            terminal.screen().show(Line.of(Line.Style.PLAIN, "flood 漢字 \uD83C\uDF89 " + i));
            if (i % 60 == 10) {
                terminal.resize(1, 1);
            } else if (i % 60 == 20) {
                terminal.resize(2, 40);
            } else if (i % 60 == 30) {
                terminal.resize(13, 3);
            } else if (i % 60 == 40) {
                terminal.resize(100, 60);
            }
        }
        terminal.resize(100, 60);
        terminal.screen().show(Line.of(Line.Style.PLAIN, "the end"));
        terminal.awaitText("the end", "[room]", "me> half 漢字");
        terminal.enter(" typed");
        assertThat(line()).contains("half 漢字 typed");
    }

    @Test
    void TT_08_endless_lines_and_wide_characters_at_the_margin_leave_the_typing_line_whole() throws Exception {
        terminal.type("half");
        terminal.screen().show(Line.of(Line.Style.PLAIN, "x".repeat(100_000)));
        for (int i = 95; i < 105; i++) {
            terminal.screen().show(Line.of(Line.Style.PLAIN, "x".repeat(i) + "漢👨‍👩‍👧‍👦e\u0301"));
        }
        terminal.screen().tell(Line.note("the end"));
        terminal.await(shown -> shown.endsWith("[room]\nme> half") && shown.contains("the end"));
    }
}
