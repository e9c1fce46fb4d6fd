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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jline.utils.Signals;

/**
 * Lines in, lines out: for pipes, scripts and plain terminals. Without a person, payload goes to standard output and everything else to
 * standard error; nothing is ever redrawn.
 */
public final class PlainScreen implements Screen {
    /** How many lines of a pipe are read before they are said. */
    private static final int MAX_LINES_AHEAD = 256;

    private static final long SECOND_INTERRUPT_MILLIS = 2_000;
    private static final int INTERRUPTED = 130;

    /** A line, the end of the input, or a nudge that is neither. */
    private record Input(Optional<String> line, boolean wakeUp) {}

    private final BufferedReader in;
    private final BlockingQueue<Input> typed = new LinkedBlockingQueue<>(MAX_LINES_AHEAD);
    private final AtomicBoolean reading = new AtomicBoolean();
    private final PrintStream out;
    private final PrintStream err;
    private final boolean interactive;
    private final Optional<Console> console;
    private final Switches switches;
    private volatile BooleanSupplier interruptHook = () -> false;
    private volatile boolean hiddenQuestion;

    public PlainScreen(InputStream in, PrintStream out, PrintStream err, boolean interactive) {
        this(in, out, err, interactive, Switches.unset());
    }

    public PlainScreen(InputStream in, PrintStream out, PrintStream err, boolean interactive, Switches switches) {
        this.switches = switches;
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
            hiddenQuestion = true;
            try {
                char[] answer = console.get().readPassword("%s", question);
                return answer == null ? Optional.empty() : Optional.of(new String(answer));
            } finally {
                hiddenQuestion = false;
            }
        }
        // A word to stop reading that came too late for the last line is not meant for this question.
        typed.removeIf(Input::wakeUp);
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

    /** A picture is noise to a screen reader: it is drawn only for those who asked for it. */
    @Override
    public void draw(QrPicture picture) {
        if (interactive && switches.is(Switches.Name.QR, false)) {
            picture.rows(switches.is(Switches.Name.LIGHT, false))
                    .forEach(row -> tell(Line.of(Line.Style.PICTURE, row)));
        }
    }

    /**
     * From now on the first Ctrl-C says how to leave, and a second one soon after ends the input. (The terminal itself throws away what was
     * typed of the line.)
     *
     * @param clock monotonic milliseconds
     */
    public void takeInterrupts(String hint, LongSupplier clock) {
        AtomicLong before = new AtomicLong(Long.MIN_VALUE / 2);
        Signals.register("INT", () -> {
            if (hiddenQuestion) {
                // The console cannot be told to stop reading.
                Runtime.getRuntime().exit(INTERRUPTED);
            }
            if (interruptHook.getAsBoolean()) {
                return;
            }
            long now = clock.getAsLong();
            if (now - before.getAndSet(now) < SECOND_INTERRUPT_MILLIS) {
                typed.offer(new Input(Optional.empty(), false));
            } else {
                tell(Line.note(hint));
            }
        });
    }

    @Override
    public void onInterrupt(BooleanSupplier hook) {
        interruptHook = hook;
    }

    @Override
    public synchronized void ring() {
        if (interactive && switches.get(Switches.Name.BELL).orElse(false)) {
            out.print('\007');
            out.flush();
        }
    }

    @Override
    public void title(String label) {
        // A plain screen is a stream of lines and has no other place.
    }

    @Override
    public Switches switches() {
        return switches;
    }

    @Override
    public void close() {
        out.flush();
        err.flush();
    }
}
