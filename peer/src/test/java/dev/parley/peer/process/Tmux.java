package dev.parley.peer.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Real terminals, with tmux as the witness. Tests are skipped, loudly, where there is no tmux. */
final class Tmux implements AutoCloseable {
    private static final long STEP_MILLIS = 100;

    private final String server = "parley-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    private final Path home;

    Tmux() throws IOException {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/tmux")),
                "SKIPPED: tmux is not here; apt install tmux to run the real-terminal test");
        home = Files.createTempDirectory("parley-home");
    }

    /** Where the programs in the terminals keep what they keep. */
    Path home() {
        return home;
    }

    /** A shell in a terminal of that size. */
    void open(String session, int columns, int rows) throws Exception {
        run(
                "new-session",
                "-d",
                "-s",
                session,
                "-x",
                Integer.toString(columns),
                "-y",
                Integer.toString(rows),
                "env",
                "XDG_CONFIG_HOME=" + home,
                "XDG_STATE_HOME=" + home,
                "TERM=screen-256color",
                "PS1=$ ",
                "bash",
                "--norc");
    }

    void enter(String session, String text) throws Exception {
        type(session, text);
        key(session, "Enter");
    }

    void type(String session, String text) throws Exception {
        if (!text.isEmpty()) {
            run("send-keys", "-t", session, "-l", text);
        }
    }

    void key(String session, String key) throws Exception {
        run("send-keys", "-t", session, key);
    }

    void paste(String session, String text) throws Exception {
        Path file = home.resolve("paste");
        Files.writeString(file, text);
        run("load-buffer", file.toString());
        run("paste-buffer", "-p", "-t", session);
    }

    void resize(String session, int columns, int rows) throws Exception {
        run("resize-window", "-t", session, "-x", Integer.toString(columns), "-y", Integer.toString(rows));
    }

    /** What {@code format} says of a terminal, by tmux's own names. */
    String state(String session, String format) throws Exception {
        return run("display-message", "-p", "-t", session, format).strip();
    }

    /** What is on the screen and above it, lines joined that were only wrapped. */
    String history(String session) throws Exception {
        return run("capture-pane", "-p", "-J", "-S", "-500", "-t", session);
    }

    /** The rows of the screen as they are. */
    List<String> rows(String session) throws Exception {
        return run("capture-pane", "-p", "-t", session).stripTrailing().lines().toList();
    }

    String await(String session, String text) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Program.PATIENCE_SECONDS);
        String shown = history(session);
        while (!shown.contains(text)) {
            assertThat(System.nanoTime())
                    .as("waited too long for '%s'; %s shows:%n%s", text, session, shown)
                    .isLessThan(end);
            // tmux has no event for a changed screen: look again a little later.
            TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
            shown = history(session);
        }
        return shown;
    }

    /** Waits until the last rows of the screen are these. */
    void awaitEnd(String session, String... expected) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Program.PATIENCE_SECONDS);
        List<String> rows = rows(session);
        while (rows.size() < expected.length
                || !rows.subList(rows.size() - expected.length, rows.size()).equals(List.of(expected))) {
            assertThat(System.nanoTime())
                    .as("waited too long for %s; %s shows:%n%s", List.of(expected), session, String.join("\n", rows))
                    .isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
            rows = rows(session);
        }
    }

    String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/tmux", "-L", server, "-f", "/dev/null"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return answer;
    }

    @Override
    public void close() throws IOException {
        try {
            run("kill-server");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Program.remove(home);
    }
}
