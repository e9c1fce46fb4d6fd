package dev.parley.peer.ui;

import java.io.IOError;
import java.util.function.Supplier;
import org.jline.reader.LineReader;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/** JLine's line editor where a chat needs it otherwise: pastes as a whole, windows that change their size, windows too small for it. */
final class ChatReader extends LineReaderImpl {
    private static final int MIN_COLUMNS = 12;
    private static final int MIN_ROWS = 3;

    /** Keys that come sooner than this behind a paste were not pressed by a person. */
    private static final long SAME_BREATH_MILLIS = 50;

    /** What is done with a paste. */
    enum Pastes {
        /** It goes into the line, or {@link BigPaste} is thrown. */
        ASK,
        /** Its first line goes into the answer. */
        FIRST_LINE,
        /** It is thrown away: somebody is asked to decide by a key. */
        DROP
    }

    /** A paste that is not put into the line unasked. */
    static final class BigPaste extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String before;
        private final String text;
        private final String after;

        BigPaste(String before, String text, String after) {
            super("A paste of " + text.length() + " characters.", null, false, false);
            this.before = before;
            this.text = text;
            this.after = after;
        }

        String before() {
            return before;
        }

        String text() {
            return text;
        }

        String after() {
            return after;
        }
    }

    private final boolean reflows;
    private final Supplier<String> latestPrompt;
    private volatile Pastes pastes = Pastes.ASK;

    /**
     * @param reflows whether the terminal wraps what it shows anew when its width changes
     * @param latestPrompt what stands before the typed line, for the width that the terminal has now
     */
    ChatReader(Terminal terminal, boolean reflows, Supplier<String> latestPrompt) {
        super(terminal, "parley", null);
        this.reflows = reflows;
        this.latestPrompt = latestPrompt;
    }

    void pastes(Pastes mode) {
        pastes = mode;
    }

    /** Writes {@code above} over the typing line, if it is not empty, and shows that line again, below what is the state now. */
    void paint(String above, boolean withPrompt) {
        lock.lock();
        try {
            boolean shows = reading && !isTooSmall();
            if (shows) {
                if (withPrompt) {
                    setPrompt(latestPrompt.get());
                }
                if (!above.isEmpty()) {
                    display.update(java.util.List.of(), 0, false);
                }
            }
            if (!above.isEmpty()) {
                terminal.writer().println(above);
            }
            if (shows) {
                redisplay(false);
            }
            terminal.flush();
        } finally {
            lock.unlock();
        }
    }

    /** Writes what is no text: a bell, a title. */
    void signal(String sequence) {
        lock.lock();
        try {
            terminal.writer().write(sequence);
            terminal.flush();
        } finally {
            lock.unlock();
        }
    }

    /** Empties the screen and what was scrolled out of it. */
    void wipe() {
        lock.lock();
        try {
            terminal.puts(Capability.clear_screen);
            terminal.writer().write("\033[3J");
            if (reading) {
                startOver();
                redisplay(false);
            }
            terminal.flush();
        } finally {
            lock.unlock();
        }
    }

    private boolean isTooSmall() {
        return size.getColumns() < MIN_COLUMNS || size.getRows() < MIN_ROWS;
    }

    @Override
    protected void redisplay(boolean flush) {
        if (!isTooSmall()) {
            super.redisplay(flush);
        }
    }

    /** A display that knows of nothing shown yet, with the cursor where its first line begins. */
    private void startOver() {
        display = new Display(terminal, false);
        display.resize(size.getRows(), size.getColumns());
    }

    @Override
    protected synchronized void handleSignal(Terminal.Signal signal) {
        lock.lock();
        try {
            if (signal == Terminal.Signal.WINCH) {
                resize();
            } else if (signal == Terminal.Signal.CONT) {
                comeBack();
            }
        } catch (IOError e) {
            // The terminal was closed in the same moment; whoever reads from it ends the program.
        } finally {
            lock.unlock();
        }
    }

    private void resize() {
        int above = isTooSmall() ? 0 : rowsAboveCursor(reflows ? terminal.getWidth() : size.getColumns());
        size.copy(terminal.getBufferSize());
        terminal.puts(Capability.carriage_return);
        for (int i = 0; i < Math.min(above, size.getRows()); i++) {
            terminal.puts(Capability.cursor_up);
        }
        terminal.puts(Capability.clr_eos);
        startOver();
        if (pastes == Pastes.ASK) {
            setPrompt(latestPrompt.get());
        }
        redisplay(true);
    }

    /** How many rows of what is shown stand above the one of the cursor, in a window of that many columns. */
    private int rowsAboveCursor(int columns) {
        int width = Math.max(1, columns);
        int rows = 0;
        String[] lines = (prompt.toString() + buf.upToCursor()).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            int length = new AttributedString(lines[i]).columnLength();
            rows += i < lines.length - 1 ? Math.max(1, (length + width - 1) / width) : length / width;
        }
        return Math.min(rows, size.getRows() - 1);
    }

    /** After the program was stopped and goes on: the shell has written, and set the terminal its own way. */
    private void comeBack() {
        terminal.enterRawMode();
        size.copy(terminal.getBufferSize());
        terminal.puts(Capability.keypad_xmit);
        terminal.writer().write(BRACKETED_PASTE_ON);
        terminal.puts(Capability.carriage_return);
        startOver();
        redisplay(true);
    }

    @Override
    public boolean beginPaste() {
        String text = readPaste().replace("\r\n", "\n").replace('\r', '\n');
        switch (pastes) {
            case DROP -> {}
            case FIRST_LINE ->
                getBuffer().write(text.strip().lines().findFirst().orElse(""));
            case ASK -> {
                if (PasteRule.isBig(text)) {
                    String line = getBuffer().toString();
                    int cursor = getBuffer().upToCursor().length();
                    throw new BigPaste(line.substring(0, cursor), text, line.substring(cursor));
                }
                getBuffer().write(text);
            }
        }
        return true;
    }

    /**
     * Everything up to the end of the paste. An end that stands in the pasted text itself is none: if another end follows in the same
     * breath, what lies between was pasted too, and not typed.
     */
    private String readPaste() {
        StringBuilder all = new StringBuilder();
        readUntilEnd(all);
        int end = all.length();
        while (bindingReader.peekCharacter(SAME_BREATH_MILLIS) >= 0) {
            all.appendCodePoint(bindingReader.readCharacter());
            if (endsWithMark(all)) {
                end = all.length();
            }
        }
        bindingReader.runMacro(all.substring(end));
        return all.substring(0, end - BRACKETED_PASTE_END.length());
    }

    private void readUntilEnd(StringBuilder all) {
        while (!endsWithMark(all)) {
            int next = bindingReader.readCharacter();
            if (next < 0) {
                throw new org.jline.reader.EndOfFileException();
            }
            all.appendCodePoint(next);
        }
    }

    private static boolean endsWithMark(StringBuilder text) {
        int at = text.length() - BRACKETED_PASTE_END.length();
        return at >= 0 && text.charAt(text.length() - 1) == '~' && text.indexOf(BRACKETED_PASTE_END, at) == at;
    }

    /** What a key does in the main map, with something done before. */
    void before(String widget, Runnable task) {
        org.jline.reader.Widget usual = getBuiltinWidgets().get(widget);
        getWidgets().put(widget, () -> {
            task.run();
            return usual.apply();
        });
    }

    /** The names of the widgets that a person's typing runs. */
    static java.util.List<String> typing() {
        return java.util.List.of(LineReader.SELF_INSERT, LineReader.ACCEPT_LINE);
    }
}
