package dev.parley.peer.ui;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lines in, lines out: for pipes, scripts and plain terminals. Without a person, payload goes to standard output and everything else to
 * standard error; nothing is ever redrawn.
 */
public final class PlainScreen implements Screen {
    /** How many lines of a pipe are read before they are said. */
    private static final int MAX_LINES_AHEAD = 256;

    /** A line, the end of the input, or a nudge that is neither. */
    private record Input(Optional<String> line, boolean wakeUp) {}

    private final BufferedReader in;
    private final BlockingQueue<Input> typed = new LinkedBlockingQueue<>(MAX_LINES_AHEAD);
    private final AtomicBoolean reading = new AtomicBoolean();
    private final PrintStream out;
    private final PrintStream err;
    private final boolean interactive;
    private final Optional<Console> console;

    public PlainScreen(InputStream in, PrintStream out, PrintStream err, boolean interactive) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
        this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
        this.interactive = interactive;
        this.console = interactive ? Optional.ofNullable(System.console()) : Optional.empty();
    }

    @Override
    public synchronized void show(Line line) {
        out.println(line.plain());
    }

    @Override
    public synchronized void tell(Line line) {
        (interactive ? out : err).println(line.plain());
    }

    @Override
    public void status(List<Line> lines, String mark) {
        // Nothing is redrawn here: changes of state are told as lines of their own.
    }

    @Override
    public void onKey(Runnable listener) {
        // Only whole lines are seen here.
    }

    @Override
    public void offer(Offer offer) {
        // There is no Tab here.
    }

    /** Lines come through a thread of their own, because a read of standard input cannot be interrupted. */
    @Override
    public Optional<String> readLine() throws InterruptedException {
        if (reading.compareAndSet(false, true)) {
            Thread thread = new Thread(this::readAll, "standard-input");
            thread.setDaemon(true);
            thread.start();
        }
        Input input = typed.take();
        if (input.wakeUp()) {
            throw new InterruptedException("The screen was asked to stop reading.");
        }
        return input.line();
    }

    private void readAll() {
        try {
            String line;
            do {
                line = in.readLine();
                typed.put(new Input(Optional.ofNullable(line), false));
            } while (line != null);
        } catch (IOException e) {
            typed.offer(new Input(Optional.empty(), false));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Optional<String> ask(String question, boolean hidden) throws InterruptedException {
        if (hidden && console.isPresent()) {
            char[] typed = console.get().readPassword("%s", question);
            return typed == null ? Optional.empty() : Optional.of(new String(typed));
        }
        synchronized (this) {
            err.print(question);
            err.flush();
        }
        return readLine();
    }

    @Override
    public void interrupt() {
        typed.offer(new Input(Optional.empty(), true));
    }

    @Override
    public boolean isInteractive() {
        return interactive;
    }

    @Override
    public void clear() {
        // What a plain screen has shown stays.
    }

    @Override
    public void close() {
        out.flush();
        err.flush();
    }
}
