package dev.parley.peer.ui;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.Widget;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jline.utils.InfoCmp;

/**
 * A real terminal through JLine: lines arrive above the one being typed, the state of the room stands over it. The line editor's own
 * cleverness (history expansion, quotes, escapes) is off: what is typed is what is sent.
 */
public final class JLineScreen implements Screen {
    private static final long SECOND_INTERRUPT_MILLIS = 2_000;

    private final Terminal terminal;
    private final LineReaderImpl reader;
    private final SwitchedCompleter completer = new SwitchedCompleter();
    private final boolean colour;
    private volatile Function<String, List<String>> paths = begun -> List.of();
    private final String interruptHint;
    private final LongSupplier clock;
    private volatile String prompt = "> ";
    private volatile Thread readingThread;
    private volatile boolean interrupted;
    private volatile boolean asking;
    private long interruptedAt = Long.MIN_VALUE / 2;

    /**
     * @param interruptHint what to say after the first Ctrl-C
     * @param clock monotonic milliseconds
     */
    public JLineScreen(Terminal terminal, boolean colour, String interruptHint, LongSupplier clock) {
        this.terminal = terminal;
        this.colour = colour;
        this.interruptHint = interruptHint;
        this.clock = clock;
        DefaultParser parser = new DefaultParser();
        parser.setQuoteChars(null);
        parser.setEscapeChars(null);
        parser.setEofOnUnclosedQuote(false);
        reader = (LineReaderImpl) LineReaderBuilder.builder()
                .terminal(terminal)
                .parser(parser)
                .completer(completer)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.ERASE_LINE_ON_FINISH, true)
                .option(LineReader.Option.BRACKETED_PASTE, true)
                .option(LineReader.Option.AUTO_FRESH_LINE, false)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "")
                .build();
    }

    /** The terminal this process runs in. */
    public static JLineScreen system(boolean colour, String interruptHint, LongSupplier clock) throws IOException {
        return new JLineScreen(TerminalBuilder.builder().system(true).dumb(true).build(), colour, interruptHint, clock);
    }

    @Override
    public void onKey(Runnable listener) {
        for (String name : List.of(LineReader.SELF_INSERT, LineReader.ACCEPT_LINE)) {
            Widget usual = reader.getBuiltinWidgets().get(name);
            reader.getWidgets().put(name, () -> {
                listener.run();
                return usual.apply();
            });
        }
    }

    @Override
    public void offer(Offer offer) {
        completer.use(
                switch (offer) {
                    case NOTHING -> (reader, line, candidates) -> {};
                    case COMMANDS -> new CommandCompleter(begun -> paths.apply(begun));
                    case CODE_WORDS -> new CodeCompleter();
                });
    }

    @Override
    public void completePaths(Function<String, List<String>> known) {
        paths = known;
    }

    @Override
    public boolean redraws() {
        return true;
    }

    @Override
    public void show(Line line) {
        reader.printAbove(styled(line));
    }

    @Override
    public void tell(Line line) {
        reader.printAbove(styled(line));
    }

    @Override
    public void status(List<Line> lines, String mark) {
        AttributedStringBuilder text = new AttributedStringBuilder();
        for (Line line : lines) {
            text.append(styled(line).columnSubSequence(0, Math.max(20, terminal.getWidth() - 1)));
            text.append("\n");
        }
        text.append(mark);
        // Prompts are patterns to JLine: a percent sign stands for itself only when doubled.
        prompt = text.toAttributedString().toAnsi(terminal).replace("%", "%%");
        if (reader.isReading() && !asking) {
            redraw();
        }
    }

    private void redraw() {
        try {
            reader.setPrompt(prompt);
            reader.callWidget(LineReader.REDISPLAY);
        } catch (IllegalStateException e) {
            // The line was finished in between: the next one shows the new prompt.
        }
    }

    @Override
    public Optional<String> readLine() throws InterruptedException {
        while (true) {
            Optional<String> line = read(prompt, null);
            if (line != null) {
                return line;
            }
        }
    }

    /** One line; null after a first Ctrl-C, empty at the end. */
    private Optional<String> read(String with, Character mask) throws InterruptedException {
        readingThread = Thread.currentThread();
        try {
            return Optional.of(mask == null ? reader.readLine(with) : reader.readLine(with, mask));
        } catch (EndOfFileException e) {
            return Optional.empty();
        } catch (UserInterruptException e) {
            if (interrupted) {
                interrupted = false;
                throw new InterruptedException("The screen was asked to stop reading.");
            }
            long now = clock.getAsLong();
            if (now - interruptedAt < SECOND_INTERRUPT_MILLIS) {
                return Optional.empty();
            }
            interruptedAt = now;
            if (!asking) {
                tell(Line.note(interruptHint));
            }
            return null;
        } finally {
            readingThread = null;
        }
    }

    @Override
    public Optional<String> ask(String question, boolean hidden) throws InterruptedException {
        // A question is left by one Ctrl-C: what is typed next must not be taken for the answer.
        asking = true;
        try {
            Optional<String> line = read(question.replace("%", "%%"), hidden ? '*' : null);
            return line == null ? Optional.empty() : line;
        } finally {
            asking = false;
        }
    }

    @Override
    public void interrupt() {
        Thread reading = readingThread;
        if (reading != null) {
            interrupted = true;
            reading.interrupt();
        }
    }

    @Override
    public boolean isInteractive() {
        return true;
    }

    @Override
    public void clear() {
        terminal.puts(InfoCmp.Capability.clear_screen);
        terminal.writer().write("\033[3J");
        terminal.flush();
        if (reader.isReading()) {
            redraw();
        }
    }

    private AttributedString styled(Line line) {
        AttributedStringBuilder out = new AttributedStringBuilder();
        for (Line.Span span : line.spans()) {
            out.styled(style(span.style()), span.text());
        }
        return out.toAttributedString();
    }

    private AttributedStyle style(Line.Style style) {
        if (!colour) {
            return AttributedStyle.DEFAULT;
        }
        return switch (style) {
            case PLAIN -> AttributedStyle.DEFAULT;
            case NOTE -> AttributedStyle.DEFAULT.faint();
            case WARNING -> AttributedStyle.BOLD.foreground(AttributedStyle.RED);
            case THEIR_NAME -> AttributedStyle.BOLD.foreground(AttributedStyle.CYAN);
            case OUR_NAME -> AttributedStyle.BOLD;
            case GOOD -> AttributedStyle.BOLD.foreground(AttributedStyle.GREEN);
        };
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException e) {
            // The terminal is gone already.
        }
    }
}
