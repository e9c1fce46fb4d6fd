package dev.parley.peer.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The launcher in two real terminals, with tmux as the witness. Skips loudly where there is no tmux. */
class TmuxIT {
    private static final Path ROOT = Path.of(System.getProperty("parley.root"));

    private Tmux tmux;

    @BeforeEach
    void needsTmux() throws Exception {
        tmux = new Tmux();
        tmux.open("olga", 100, 40);
        tmux.open("jon", 100, 40);
    }

    @AfterEach
    void stop() throws Exception {
        if (tmux != null) {
            tmux.close();
        }
    }

    @Test
    void two_terminals_meet_by_a_typed_code_and_talk() throws Exception {
        tmux.enter("olga", ROOT.resolve("parley") + " host --port 0 --name olga; echo ended $?");
        String shown = tmux.await("olga", "waiting for the other side");
        String code = shown.replaceAll("(?s).*invite code: +([0-9]{6}-[a-z-]+).*", "$1");
        String relay = shown.replaceAll("(?s).*--relay (127.0.0.1:[0-9]+).*", "$1");
        tmux.enter("jon", ROOT.resolve("parley") + " join --name jon --relay " + relay + "; echo ended $?");
        tmux.await("jon", "Code:");
        tmux.enter("jon", code);
        tmux.await("olga", "jon joined: VERIFIED");
        tmux.await("jon", "olga joined: VERIFIED");
        // The code was typed at a prompt: it is no longer on the joiner's screen.
        assertThat(tmux.history("jon")).doesNotContain(code);

        tmux.type("jon", "half ty");
        tmux.await("jon", "jon> half ty");
        tmux.enter("olga", "wow!! C:\\temp\\new \"q\" $HOME 100% 🎉");
        tmux.await("olga", "C:\\temp\\new \"q\" $HOME 100% 🎉  ✓ delivered");
        tmux.await("jon", "olga: wow!! C:\\temp\\new \"q\" $HOME 100% 🎉");
        tmux.await("jon", "jon> half ty");
        tmux.enter("jon", "ped");
        tmux.await("olga", "jon: half typed");

        tmux.paste("olga", "first\nsecond\n  third");
        tmux.enter("olga", "");
        assertThat(tmux.await("jon", "|   third")).contains("olga: first").contains("| second");

        tmux.paste("jon", "0123456789".repeat(1_000));
        tmux.await("jon", "You pasted one line, 10 KiB");
        tmux.enter("jon", "y");
        tmux.await("olga", "jon: 0123456789");
        tmux.enter("jon", "end of the long one");
        tmux.await("olga", "jon: end of the long one");

        tmux.enter("jon", "/quit");
        tmux.await("jon", "ended 0");
        assertThat(tmux.await("olga", "ended 0")).contains("jon left").contains("the room is closed");
        assertLeavesNothing(code, "half typed", "C:\\temp\\new", "end of the long one");
    }

    /** TL-03: neither the code nor a text lies anywhere in the homes, and no room is left. */
    private void assertLeavesNothing(String... texts) throws IOException {
        try (Stream<Path> files = Files.walk(tmux.home())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (!file.getFileName().toString().equals("paste")) {
                    assertThat(content).as(file.toString()).doesNotContain(texts);
                }
            }
        }
        try (Stream<Path> rooms = Files.list(tmux.home().resolve("parley").resolve("rooms"))) {
            assertThat(rooms.toList()).isEmpty();
        }
    }

    @Test
    void TL_03_TL_05_a_killed_peer_leaves_a_sane_terminal_no_text_on_disk_and_a_room_to_reopen() throws Exception {
        try (Program relay = Program.relay("--listen", "127.0.0.1:0")) {
            String at = "127.0.0.1:" + relay.awaitOut("ready").replaceAll(".*:", "");
            tmux.enter("olga", ROOT.resolve("parley") + " open --name olga --relay " + at);
            String code = tmux.await("olga", "waiting for the other side")
                    .replaceAll("(?s).*invite code: +([0-9]{6}-[a-z-]+).*", "$1");
            tmux.enter("jon", ROOT.resolve("parley") + " join --name jon --relay " + at + "; echo ended $?");
            tmux.await("jon", "Code:");
            tmux.enter("jon", code);
            tmux.await("jon", "olga joined: VERIFIED");
            tmux.enter("jon", "before the kill");
            tmux.await("jon", "before the kill  ✓ delivered");
            long pane = Long.parseLong(tmux.state("jon", "#{pane_pid}"));
            ProcessHandle.of(pane)
                    .orElseThrow()
                    .descendants()
                    .filter(child -> child.children().findAny().isEmpty())
                    .forEach(ProcessHandle::destroyForcibly);
            tmux.await("jon", "ended 137");
            tmux.enter("jon", "stty -a | grep -o -w -e -*icanon -e -*echo | tr '\\n' ' '; echo modes");
            tmux.await("jon", "icanon echo modes");
            try (Stream<Path> files = Files.walk(tmux.home())) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .as(file.toString())
                            .doesNotContain("before the kill", code.substring(7));
                }
            }
            tmux.enter("olga", "to the dead one");
            tmux.enter("jon", "clear; " + ROOT.resolve("parley") + " reopen; echo ended $?");
            tmux.await("jon", "olga: to the dead one");
            tmux.await("olga", "to the dead one  ✓ delivered");
            assertThat(tmux.history("jon")).doesNotContain(code);
            tmux.enter("jon", "/quit");
            tmux.await("olga", "jon left");
        }
    }

    @Test
    void TP_02_after_a_wrong_code_the_terminal_asks_again_and_goes_on_asking() throws Exception {
        try (Program relay = Program.relay("--listen", "127.0.0.1:0")) {
            String at = "127.0.0.1:" + relay.awaitOut("ready").replaceAll(".*:", "");
            tmux.enter("olga", ROOT.resolve("parley") + " open --name olga --relay " + at);
            String code = tmux.await("olga", "waiting for the other side")
                    .replaceAll("(?s).*invite code: +([0-9]{6}-[a-z-]+).*", "$1");
            String wrong = code.endsWith("-amber-amber-amber") ? "-lantern-lantern-lantern" : "-amber-amber-amber";
            tmux.enter("jon", ROOT.resolve("parley") + " join --name jon --relay " + at + "; echo ended $?");
            tmux.await("jon", "Code:");
            tmux.enter("jon", code.substring(0, 6) + wrong);
            tmux.await("jon", "tries left: 2");
            tmux.await("olga", "tries left: 2");
            tmux.enter("olga", "still here");
            tmux.await("olga", "waiting  still here");
            assertThat(tmux.await("jon", "Code:").strip()).endsWith("Code:");
            // One Ctrl-C leaves the question, and with it the room.
            tmux.key("jon", "C-c");
            assertThat(tmux.await("jon", "ended 5")).contains("E_NOT_CONFIRMED");
        }
    }

    @Test
    void TT_01_hostile_text_changes_neither_title_nor_screen_nor_types_back() throws Exception {
        try (Program relay = Program.relay("--listen", "127.0.0.1:0")) {
            String at = "127.0.0.1:" + relay.awaitOut("ready").replaceAll(".*:", "");
            tmux.run("select-pane", "-t", "olga", "-T", "untouched");
            tmux.enter("olga", ROOT.resolve("parley") + " open --name olga --relay " + at);
            String code = tmux.await("olga", "waiting for the other side")
                    .replaceAll("(?s).*invite code: +([0-9]{6}-[a-z-]+).*", "$1");
            try (Program hostile = Program.peer(Map.of("PARLEY_CODE", code), "join", "--relay", at, "--name", "eve")) {
                hostile.awaitErr("VERIFIED");
                hostile.type(
                        "\u001b]0;title\u0007\u001b]2;t\u0007\u001b]52;c;aGk=\u0007\u001b[2J\u001b[3J\u001b[6n\u001b[c\u001b[?1049h\u001bc\u000e\u009b2J\u202e end\n");
                tmux.await("olga", "\\x9b2J\\u{202e} end");
                assertThat(tmux.await("olga", "olga>")).contains("waiting for the other side");
                assertThat(tmux.state("olga", "#{pane_title} #{alternate_on}"))
                        .startsWith("parley " + code.substring(0, 6) + " 0");
                tmux.enter("olga", "mark");
                assertThat(hostile.awaitOut("mark")).isEqualTo("mark");
                assertThat(hostile.out()).containsExactly("mark");
            }
        }
    }
}
