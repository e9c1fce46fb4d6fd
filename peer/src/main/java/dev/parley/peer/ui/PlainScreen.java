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

/**
 * Lines in, lines out: for pipes, scripts and plain terminals. Without a person, payload goes to standard output and everything else to
 * standard error; nothing is ever redrawn.
 */
public final class PlainScreen implements Screen {
    private final BufferedReader in;
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
    public void offer(Offer offer) {
        // There is no Tab here.
    }

    @Override
    public Optional<String> readLine() {
        try {
            return Optional.ofNullable(in.readLine());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> ask(String question, boolean hidden) {
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
        // A read of standard input cannot be interrupted; the reader looks at its state after the next line.
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
