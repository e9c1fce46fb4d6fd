package dev.parley.peer.ui;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jline.terminal.impl.LineDisciplineTerminal;

/** Types and shows a line on a terminal that nobody sees, so that the classes of a line editor are known to whoever archives them. */
public final class ScreenTraining {
    private ScreenTraining() {}

    public static void run() throws IOException, InterruptedException {
        LineDisciplineTerminal terminal = new LineDisciplineTerminal(
                "training", "xterm-256color", OutputStream.nullOutputStream(), StandardCharsets.UTF_8);
        try (JLineScreen screen = new JLineScreen(
                terminal, new Look(true, true, true, Switches.unset()), new Texts(Locale.ENGLISH), () -> 0)) {
            screen.status(List.of(Line.note("state")), "me> ");
            screen.tell(Line.note("note"));
            screen.offer(Screen.Offer.COMMANDS);
            terminal.processInputBytes("hello\r".getBytes(StandardCharsets.UTF_8));
            screen.readLine();
        }
    }
}
