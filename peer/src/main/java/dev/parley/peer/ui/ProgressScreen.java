package dev.parley.peer.ui;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jline.utils.AttributedString;

/** For a program that does one thing and ends: lines, and under them one line of progress where a terminal can draw it again. */
public final class ProgressScreen implements Screen {
    /** No terminal is narrower, and a line that wraps cannot be drawn over. */
    private static final int COLUMNS = 79;

    private static final String LINE_START = "\r\033[K";

    private final PlainScreen plain;
    private final PrintStream err;
    private final boolean redraws;
    private String progress = "";

    /**
     * @param terminal whether a person sits there
     * @param redraws whether a line can be drawn again
     */
    public ProgressScreen(InputStream in, PrintStream err, boolean terminal, boolean redraws) {
        this.plain = new PlainScreen(in, err, err, terminal);
        this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
        this.redraws = redraws;
    }

    @Override
    public synchronized void show(Line line) {
        tell(line);
    }

    @Override
    public synchronized void tell(Line line) {
        draw("");
        plain.tell(line);
    }

    @Override
    public synchronized void status(List<Line> lines, String mark) {
        draw(lines.size() < 2 ? "" : lines.get(lines.size() - 1).plain());
    }

    private void draw(String next) {
        if (redraws && !next.equals(progress)) {
            progress = next;
            err.print(LINE_START + new AttributedString(next).columnSubSequence(0, COLUMNS));
            err.flush();
        }
    }

    @Override
    public boolean redraws() {
        return redraws;
    }

    @Override
    public void onKey(Runnable listener) {
        // Nothing is typed here but answers.
    }

    @Override
    public void offer(Offer offer) {
        // There is no Tab here.
    }

    @Override
    public Optional<String> readLine() throws InterruptedException {
        return plain.readLine();
    }

    @Override
    public Optional<String> ask(String question, boolean hidden) throws InterruptedException {
        synchronized (this) {
            draw("");
        }
        return plain.ask(question, hidden);
    }

    @Override
    public void interrupt() {
        plain.interrupt();
    }

    @Override
    public boolean isInteractive() {
        return plain.isInteractive();
    }

    @Override
    public void clear() {
        // What was shown stays.
    }

    @Override
    public void draw(QrPicture picture) {
        // The same is said as text.
    }

    @Override
    public void ring() {
        // What this program does, it was asked for.
    }

    @Override
    public void title(String label) {
        // The window is not ours for long.
    }

    @Override
    public Switches switches() {
        return plain.switches();
    }

    @Override
    public void onInterrupt(BooleanSupplier hook) {
        // There is one thing to end, and Ctrl-C ends it.
    }

    @Override
    public synchronized void close() {
        draw("");
        plain.close();
    }
}
