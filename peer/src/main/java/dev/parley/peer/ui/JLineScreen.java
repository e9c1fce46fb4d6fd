package dev.parley.peer.ui;

import dev.parley.peer.chat.Untrusted;
import java.io.IOError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jline.utils.InfoCmp.Capability;

/**
 * A real terminal through JLine: lines arrive above the one being typed, the state of the room stands over it. The line editor's own
 * cleverness (history expansion, quotes, escapes) is off: what is typed is what is sent.
 */
public final class JLineScreen implements Screen {
    private static final long SECOND_INTERRUPT_MILLIS = 2_000;
    private static final int INTERRUPTED = 130;
    private static final long BETWEEN_BELLS_MILLIS = 2_000;

    static {
        // Box-drawing letters of a stranger must not switch the terminal to another character set and back: it has them
        // in its own.
        System.setProperty("org.jline.utils.disableAlternateCharset", "true");
    }

    private final Terminal terminal;
    private final ChatReader reader;
    private final Painter painter;
    private final SwitchedCompleter completer = new SwitchedCompleter();
    private volatile Function<String, List<String>> paths = begun -> List.of();
    private final Look look;
    private final Texts texts;
    private final LongSupplier clock;
    private final WindowTitle title;
    private volatile List<Line> status = List.of();
    private volatile String mark = "> ";
    private volatile BooleanSupplier interruptHook = () -> false;
    private volatile Thread readingThread;
    private volatile boolean interrupted;
    private volatile boolean asking;
    private volatile Arguments arguments = command -> List.of();
    private volatile long interruptedAt = Long.MIN_VALUE / 2;
    private long rungAt = Long.MIN_VALUE / 2;

    /** @param clock monotonic milliseconds */
    public JLineScreen(Terminal terminal, Look look, Texts texts, LongSupplier clock) {
        this.terminal = terminal;
        this.look = look;
        this.texts = texts;
        this.clock = clock;
        reader = new ChatReader(terminal, look.reflows(), this::prompt);
        reader.setParser(new LiteralParser());
        reader.setCompleter(completer);
        reader.option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
        reader.option(LineReader.Option.ERASE_LINE_ON_FINISH, true);
        reader.option(LineReader.Option.BRACKETED_PASTE, true);
        reader.option(LineReader.Option.AUTO_FRESH_LINE, false);
        reader.setVariable(LineReader.SECONDARY_PROMPT_PATTERN, "");
        // Codes do not come back with the arrow keys.
        reader.setVariable(LineReader.HISTORY_IGNORE, "/join *");
        RoomKeys.bind(reader);
        title = new WindowTitle(reader::signal, look);
        painter = new Painter(this::paint);
    }

    /** The terminal this process runs in; it is given back as it was, however the process ends. */
    public static JLineScreen system(Look look, Texts texts, LongSupplier clock) throws IOException {
        JLineScreen screen = new JLineScreen(
                TerminalBuilder.builder().system(true).dumb(true).build(), look, texts, clock);
        Runtime.getRuntime().addShutdownHook(new Thread(screen::giveBack, "terminal-restorer"));
        screen.terminal.handle(Terminal.Signal.INT, signal -> screen.interruptedBetweenLines());
        return screen;
    }

    /** While no line is read one Ctrl-C is too easily meant for the line before; two end the process. */
    private void interruptedBetweenLines() {
        long now = clock.getAsLong();
        if (now - interruptedAt < SECOND_INTERRUPT_MILLIS) {
            Runtime.getRuntime().exit(INTERRUPTED);
        }
        interruptedAt = now;
    }

    @Override
    public void onKey(Runnable listener) {
        ChatReader.typing().forEach(widget -> reader.before(widget, listener));
    }

    @Override
    public void onInterrupt(BooleanSupplier hook) {
        interruptHook = hook;
    }

    @Override
    public void offer(Offer offer) {
        completer.use(
                switch (offer) {
                    case NOTHING -> (line, words, candidates) -> {};
                    case COMMANDS ->
                        new CommandCompleter(command -> arguments.of(command), begun -> paths.apply(begun));
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
        painter.add(line);
    }

    @Override
    public void tell(Line line) {
        painter.add(line);
    }

    @Override
    public void draw(QrPicture picture) {
        if (picture.width() > terminal.getWidth()) {
            tell(Line.note(texts.get("qr.narrow", picture.width())));
            return;
        }
        boolean inkIsDark = look.colour() || look.switches().is(Switches.Name.LIGHT, false);
        picture.rows(inkIsDark).forEach(row -> painter.add(Line.of(Line.Style.PICTURE, row)));
    }

    @Override
    public void status(List<Line> lines, String typingMark) {
        status = List.copyOf(lines);
        mark = typingMark;
        painter.touch();
    }

    @Override
    public void ring() {
        long now = clock.getAsLong();
        if (now - rungAt >= BETWEEN_BELLS_MILLIS) {
            rungAt = now;
            reader.signal("\007");
        }
    }

    @Override
    public void title(String label) {
        title.show(label);
    }

    @Override
    public Switches switches() {
        return look.switches();
    }

    private void paint(List<Line> group) {
        List<String> above = new ArrayList<>();
        group.forEach(line -> above.add(ansi(line, Integer.MAX_VALUE)));
        reader.paint(String.join(System.lineSeparator(), above), !asking);
    }

    private String prompt() {
        int columns = Math.max(1, terminal.getWidth() - 1);
        StringBuilder text = new StringBuilder();
        status.forEach(line -> text.append(ansi(line, columns)).append('\n'));
        // Prompts are patterns to JLine: a percent sign stands for itself only when doubled.
        return text.append(mark).toString().replace("%", "%%");
    }

    private String ansi(Line line, int columns) {
        AttributedStringBuilder out = new AttributedStringBuilder();
        for (Line.Span span : line.spans()) {
            out.styled(style(span.style()), span.text());
        }
        return out.toAttributedString().columnSubSequence(0, columns).toAnsi(terminal);
    }

    private AttributedStyle style(Line.Style style) {
        if (!look.colour()) {
            return AttributedStyle.DEFAULT;
        }
        return switch (style) {
            case PLAIN -> AttributedStyle.DEFAULT;
            case NOTE -> AttributedStyle.DEFAULT.faint();
            case WARNING -> AttributedStyle.BOLD.foreground(AttributedStyle.RED);
            case THEIR_NAME -> AttributedStyle.BOLD.foreground(AttributedStyle.CYAN);
            case OUR_NAME -> AttributedStyle.BOLD;
            case GOOD -> AttributedStyle.BOLD.foreground(AttributedStyle.GREEN);
            case PICTURE ->
                AttributedStyle.DEFAULT
                        .foreground(AttributedStyle.BLACK)
                        .background(AttributedStyle.BRIGHT + AttributedStyle.WHITE);
        };
    }

    @Override
    public Optional<String> readLine() throws InterruptedException {
        String draft = "";
        while (true) {
            try {
                Read read = read(prompt(), null, draft);
                if (read.finished()) {
                    return read.line();
                }
                draft = read.line().orElse("");
            } catch (ChatReader.BigPaste paste) {
                String all = paste.before() + paste.text() + paste.after();
                switch (whatWith(paste.text())) {
                    case SEND -> {
                        // What was pasted as a whole is text, whatever it begins with.
                        return Optional.of(all.equals(paste.text()) && all.startsWith("/") ? "/" + all : all);
                    }
                    case EDIT -> draft = all;
                    case DROP -> draft = paste.before() + paste.after();
                }
            }
        }
    }

    /** A line, its end, or a draft to go on with. */
    private record Read(Optional<String> line, boolean finished) {}

    private Read read(String with, Character mask, String draft) throws InterruptedException {
        readingThread = Thread.currentThread();
        try {
            return new Read(Optional.of(reader.readLine(with, null, mask, draft)), true);
        } catch (EndOfFileException | IOError e) {
            // The end of the input, or of the terminal itself: its window was closed.
            return new Read(Optional.empty(), true);
        } catch (UserInterruptException e) {
            if (interrupted) {
                interrupted = false;
                throw new InterruptedException("The screen was asked to stop reading.");
            }
            if (asking) {
                return new Read(Optional.empty(), true);
            }
            if (interruptHook.getAsBoolean()) {
                return new Read(Optional.of(e.getPartialLine()), false);
            }
            long now = clock.getAsLong();
            if (now - interruptedAt < SECOND_INTERRUPT_MILLIS) {
                return new Read(Optional.empty(), true);
            }
            interruptedAt = now;
            tell(Line.note(texts.get("interrupt.hint")));
            return new Read(Optional.empty(), false);
        } finally {
            readingThread = null;
        }
    }

    private enum Choice {
        SEND,
        EDIT,
        DROP
    }

    private Choice whatWith(String paste) throws InterruptedException {
        String first = SafeText.line(Untrusted.of(paste.lines().findFirst().orElse("")));
        tell(Line.warning(texts.get("paste.is", PasteRule.lines(paste), (paste.length() + 1_023) / 1_024)));
        tell(Line.of(Line.Style.PLAIN, "  " + (first.length() > 60 ? first.substring(0, 60) + "..." : first)));
        String answer = ask(texts.get("paste.ask"), null, ChatReader.Pastes.DROP)
                .orElse("")
                .strip();
        if (texts.isYes(answer) || answer.equalsIgnoreCase(texts.get("word.yes").substring(0, 1))) {
            return Choice.SEND;
        }
        return answer.equalsIgnoreCase("e") ? Choice.EDIT : Choice.DROP;
    }

    @Override
    public Optional<String> ask(String question, boolean hidden) throws InterruptedException {
        return ask(question, hidden ? '*' : null, ChatReader.Pastes.FIRST_LINE);
    }

    /** A question is left by one Ctrl-C: what is typed next must not be taken for the answer. */
    private Optional<String> ask(String question, Character mask, ChatReader.Pastes pastes)
            throws InterruptedException {
        painter.flush();
        asking = true;
        reader.pastes(pastes);
        reader.setVariable(LineReader.DISABLE_HISTORY, true);
        try {
            return read(question.replace("%", "%%"), mask, "").line();
        } finally {
            reader.setVariable(LineReader.DISABLE_HISTORY, false);
            reader.pastes(ChatReader.Pastes.ASK);
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
    public void complete(Arguments offers) {
        arguments = offers;
    }

    @Override
    public boolean isInteractive() {
        return true;
    }

    @Override
    public boolean takesSeveralRooms() {
        return true;
    }

    @Override
    public void clear() {
        painter.flush();
        reader.wipe();
    }

    @Override
    public void close() {
        painter.close();
        title.giveBack();
        try {
            terminal.close();
        } catch (IOException e) {
            // The terminal is gone already.
        }
    }

    /** The process ends: what this screen switched on is switched off. */
    private void giveBack() {
        title.giveBack();
        if (reader.isReading()) {
            terminal.puts(Capability.keypad_local);
            terminal.writer().write(ChatReader.BRACKETED_PASTE_OFF);
            terminal.flush();
        }
    }
}
