package dev.parley.peer.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jline.builtins.ScreenTerminal;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.LineDisciplineTerminal;

/** A terminal in memory: what is typed goes into JLine's line discipline, what is written is drawn on a grid that tests can read. */
final class VirtualTerminal extends OutputStream {
    private static final int COLUMNS = 100;
    private static final int ROWS = 60;
    private static final long PATIENCE_SECONDS = 60;

    private final ScreenTerminal grid = new ScreenTerminal(COLUMNS, ROWS);
    private final ByteArrayOutputStream undecoded = new ByteArrayOutputStream();
    private final LineDisciplineTerminal terminal;
    private final JLineScreen screen;
    private final Switches switches = Switches.unset();

    VirtualTerminal() throws IOException {
        terminal = new LineDisciplineTerminal("test", "xterm-256color", this, StandardCharsets.UTF_8);
        terminal.setSize(new Size(COLUMNS, ROWS));
        screen = new JLineScreen(
                terminal,
                new Look(false, true, true, switches),
                new Texts(Locale.ENGLISH),
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    JLineScreen screen() {
        return screen;
    }

    void type(String text) throws IOException {
        terminal.processInputBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    void enter(String text) throws IOException {
        type(text + "\r");
    }

    /** Another size of the window; the grid shows nothing of before, as after a {@code clear}. */
    void resize(int columns, int rows) {
        synchronized (this) {
            grid.setSize(columns, rows);
        }
        terminal.setSize(new Size(columns, rows));
        terminal.raise(Terminal.Signal.WINCH);
    }

    /** Ctrl-C, as the line discipline makes it a signal. */
    void interrupt() {
        terminal.raise(Terminal.Signal.INT);
    }

    /** A bracketed paste, as a terminal sends it. */
    void paste(String text) throws IOException {
        type("\u001b[200~" + text + "\u001b[201~");
    }

    @Override
    public synchronized void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
        undecoded.write(bytes, from, length);
        byte[] all = undecoded.toByteArray();
        int whole = wholeCharacters(all);
        grid.write(new String(all, 0, whole, StandardCharsets.UTF_8));
        undecoded.reset();
        undecoded.write(all, whole, all.length - whole);
        notifyAll();
    }

    private static int wholeCharacters(byte[] bytes) {
        int at = bytes.length;
        int back = 0;
        while (at > 0 && back < 4 && (bytes[at - 1] & 0xC0) == 0x80) {
            at--;
            back++;
        }
        if (at == 0) {
            return bytes.length;
        }
        int lead = bytes[at - 1] & 0xFF;
        int needed = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
        return needed > back ? at - 1 : bytes.length;
    }

    /** What the grid shows, without trailing blanks. */
    String shown() {
        StringBuilder text = new StringBuilder();
        for (String line : grid.toString().split("\n", -1)) {
            text.append(line.stripTrailing()).append('\n');
        }
        return text.toString().stripTrailing();
    }

    /** What the terminal would have typed back by itself. */
    String typedBack() {
        return grid.read();
    }

    synchronized String await(Predicate<String> done) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!done.test(shown())) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            assertThat(left)
                    .as("waited too long for the screen; it shows:%n%s", shown())
                    .isPositive();
            wait(left);
        }
        return shown();
    }

    /** Waits until all of {@code texts} are on the screen at once: between two of its writes a redraw is half done. */
    String awaitText(String... texts) throws InterruptedException {
        return await(shown -> List.of(texts).stream().allMatch(shown::contains));
    }
}
