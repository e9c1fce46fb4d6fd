package dev.parley.peer.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The launcher in two real terminals, with tmux as the witness. Skips loudly where there is no tmux. */
class TmuxIT {
    private static final Path ROOT = Path.of(System.getProperty("parley.root"));
    private static final long STEP_MILLIS = 100;

    private String server;
    private Path home;

    @BeforeEach
    void needsTmux() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/tmux")),
                "SKIPPED: tmux is not here; apt install tmux to run the real-terminal test");
        server = "parley-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        home = Files.createTempDirectory("parley-home");
        tmux(
                "new-session",
                "-d",
                "-s",
                "olga",
                "-x",
                "100",
                "-y",
                "40",
                "env",
                "XDG_CONFIG_HOME=" + home,
                "XDG_STATE_HOME=" + home,
                "TERM=screen-256color",
                "sh");
        tmux(
                "new-session",
                "-d",
                "-s",
                "jon",
                "-x",
                "100",
                "-y",
                "40",
                "env",
                "XDG_CONFIG_HOME=" + home,
                "XDG_STATE_HOME=" + home,
                "TERM=screen-256color",
                "sh");
    }

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            tmux("kill-server");
            Program.remove(home);
        }
    }

    @Test
    void two_terminals_meet_by_a_typed_code_and_talk() throws Exception {
        enter("olga", ROOT.resolve("parley") + " host --port 0 --name olga; echo ended $?");
        String shown = await("olga", "waiting for the other side");
        String code = shown.replaceAll("(?s).*invite code: +([0-9]{6}-[a-z-]+).*", "$1");
        String relay = shown.replaceAll("(?s).*--relay (127.0.0.1:[0-9]+).*", "$1");
        enter("jon", ROOT.resolve("parley") + " join --name jon --relay " + relay + "; echo ended $?");
        await("jon", "Code:");
        enter("jon", code);
        await("olga", "jon joined: VERIFIED");
        await("jon", "olga joined: VERIFIED");
        // The code was typed at a prompt: it is no longer on the joiner's screen.
        assertThat(capture("jon")).doesNotContain(code);

        type("jon", "half ty");
        await("jon", "jon> half ty");
        enter("olga", "wow!! C:\\temp\\new \"q\" $HOME 100% 🎉");
        await("olga", "C:\\temp\\new \"q\" $HOME 100% 🎉  ✓ delivered");
        await("jon", "olga: wow!! C:\\temp\\new \"q\" $HOME 100% 🎉");
        await("jon", "jon> half ty");
        enter("jon", "ped");
        await("olga", "jon: half typed");

        paste("olga", "first\nsecond\n  third");
        enter("olga", "");
        assertThat(await("jon", "|   third")).contains("olga: first").contains("| second");

        paste("jon", "0123456789".repeat(1_000));
        await("jon", "You pasted one line, 10 KiB");
        enter("jon", "y");
        await("olga", "jon: 0123456789");
        enter("jon", "end of the long one");
        await("olga", "jon: end of the long one");

        enter("jon", "/quit");
        await("jon", "ended 0");
        assertThat(await("olga", "ended 0")).contains("jon left").contains("the room is closed");
        assertLeavesNothing(code, "half typed", "C:\\temp\\new", "end of the long one");
    }

    /** TL-03: neither the code nor a text lies anywhere in the homes, and no room is left. */
    private void assertLeavesNothing(String... texts) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (!file.getFileName().toString().equals("paste")) {
                    assertThat(content).as(file.toString()).doesNotContain(texts);
                }
            }
        }
        try (Stream<Path> rooms = Files.list(home.resolve("parley").resolve("rooms"))) {
            assertThat(rooms.toList()).isEmpty();
        }
    }

    @Test
    void TL_03_TL_05_a_killed_peer_leaves_a_sane_terminal_no_text_on_disk_and_a_room_to_reopen() throws Exception {
        try (Program relay = Program.relay("--listen", "127.0.0.1:0")) {
            String at = "127.0.0.1:" + relay.awaitOut("ready").replaceAll(".*:", "");
            enter("olga", ROOT.resolve("parley") + " open --name olga --relay " + at);
            String code = await("olga", "waiting for the other side")
                    .replaceAll("(?s).*invite code: +([0-9]{6}-[a-z-]+).*", "$1");
            enter("jon", ROOT.resolve("parley") + " join --name jon --relay " + at + "; echo ended $?");
            await("jon", "Code:");
            enter("jon", code);
            await("jon", "olga joined: VERIFIED");
            enter("jon", "before the kill");
            await("jon", "before the kill  ✓ delivered");
            long pane = Long.parseLong(
                    tmux("display-message", "-p", "-t", "jon", "#{pane_pid}").strip());
            ProcessHandle.of(pane)
                    .orElseThrow()
                    .descendants()
                    .filter(child -> child.children().findAny().isEmpty())
                    .forEach(ProcessHandle::destroyForcibly);
            await("jon", "ended 137");
            enter("jon", "stty -a | grep -o -w -e -*icanon -e -*echo | tr '\\n' ' '; echo modes");
            await("jon", "icanon echo modes");
            try (Stream<Path> files = Files.walk(home)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .as(file.toString())
                            .doesNotContain("before the kill", code.substring(7));
                }
            }
            enter("olga", "to the dead one");
            enter("jon", "clear; " + ROOT.resolve("parley") + " reopen; echo ended $?");
            await("jon", "olga: to the dead one");
            await("olga", "to the dead one  ✓ delivered");
            assertThat(capture("jon")).doesNotContain(code);
            enter("jon", "/quit");
            await("olga", "jon left");
        }
    }

    @Test
    void TP_02_after_a_wrong_code_the_terminal_asks_again_and_goes_on_asking() throws Exception {
        try (Program relay = Program.relay("--listen", "127.0.0.1:0")) {
            String at = "127.0.0.1:" + relay.awaitOut("ready").replaceAll(".*:", "");
            enter("olga", ROOT.resolve("parley") + " open --name olga --relay " + at);
            String code = await("olga", "waiting for the other side")
                    .replaceAll("(?s).*invite code: +([0-9]{6}-[a-z-]+).*", "$1");
            String wrong = code.endsWith("-amber-amber-amber") ? "-lantern-lantern-lantern" : "-amber-amber-amber";
            enter("jon", ROOT.resolve("parley") + " join --name jon --relay " + at + "; echo ended $?");
            await("jon", "Code:");
            enter("jon", code.substring(0, 6) + wrong);
            await("jon", "tries left: 2");
            await("olga", "tries left: 2");
            enter("olga", "still here");
            await("olga", "waiting  still here");
            assertThat(await("jon", "Code:").strip()).endsWith("Code:");
            // One Ctrl-C leaves the question, and with it the room.
            tmux("send-keys", "-t", "jon", "C-c");
            assertThat(await("jon", "ended 5")).contains("E_NOT_CONFIRMED");
        }
    }

    @Test
    void TT_01_hostile_text_changes_neither_title_nor_screen_nor_types_back() throws Exception {
        try (Program relay = Program.relay("--listen", "127.0.0.1:0")) {
            String at = "127.0.0.1:" + relay.awaitOut("ready").replaceAll(".*:", "");
            tmux("select-pane", "-t", "olga", "-T", "untouched");
            enter("olga", ROOT.resolve("parley") + " open --name olga --relay " + at);
            String code = await("olga", "waiting for the other side")
                    .replaceAll("(?s).*invite code: +([0-9]{6}-[a-z-]+).*", "$1");
            try (Program hostile = Program.peer(Map.of("PARLEY_CODE", code), "join", "--relay", at, "--name", "eve")) {
                hostile.awaitErr("VERIFIED");
                hostile.type(
                        "\u001b]0;title\u0007\u001b]2;t\u0007\u001b]52;c;aGk=\u0007\u001b[2J\u001b[3J\u001b[6n\u001b[c\u001b[?1049h\u001bc\u000e\u009b2J\u202e end\n");
                await("olga", "\\x9b2J\\u{202e} end");
                assertThat(await("olga", "olga>")).contains("waiting for the other side");
                assertThat(tmux("display-message", "-p", "-t", "olga", "#{pane_title} #{alternate_on}"))
                        .startsWith("parley " + code.substring(0, 6) + " 0");
                enter("olga", "mark");
                assertThat(hostile.awaitOut("mark")).isEqualTo("mark");
                assertThat(hostile.out()).containsExactly("mark");
            }
        }
    }

    private void enter(String session, String text) throws Exception {
        type(session, text);
        tmux("send-keys", "-t", session, "Enter");
    }

    private void type(String session, String text) throws Exception {
        if (!text.isEmpty()) {
            tmux("send-keys", "-t", session, "-l", text);
        }
    }

    private void paste(String session, String text) throws Exception {
        Path file = home.resolve("paste");
        Files.writeString(file, text);
        tmux("load-buffer", file.toString());
        tmux("paste-buffer", "-p", "-t", session);
    }

    private String capture(String session) throws Exception {
        return tmux("capture-pane", "-p", "-J", "-S", "-500", "-t", session);
    }

    private String await(String session, String text) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Program.PATIENCE_SECONDS);
        String shown = capture(session);
        while (!shown.contains(text)) {
            assertThat(System.nanoTime())
                    .as("waited too long for '%s'; %s shows:%n%s", text, session, shown)
                    .isLessThan(end);
            // tmux has no event for a changed screen: look again a little later.
            TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
            shown = capture(session);
        }
        return shown;
    }

    private String tmux(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/tmux", "-L", server, "-f", "/dev/null"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return answer;
    }
}
