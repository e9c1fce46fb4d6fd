package dev.parley.peer.ui;

import dev.parley.peer.ui.Line.Span;
import dev.parley.peer.ui.Line.Style;
import dev.parley.peer.ui.Transcripts.Transcript;
import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A room's screen, of which everything shown can be written down: one record per line, the time first, then who speaks ({@code <} the other
 * side, {@code >} we, {@code -} the program), then the line. Lines are clean before they come here, and a break in one would be escaped:
 * no text from outside begins a record.
 */
public final class LoggedScreen implements Screen {
    private final Screen inner;
    private final Texts texts;
    private final InstantSource clock;
    private Optional<Transcript> transcript = Optional.empty();
    private List<Line> status = List.of();
    private String mark = "> ";

    public LoggedScreen(Screen inner, Texts texts, InstantSource clock) {
        this.inner = inner;
        this.texts = texts;
        this.clock = clock;
    }

    /** The file that is written, if one is. */
    synchronized Optional<String> file() {
        return transcript.map(Transcript::name);
    }

    /** Writes to {@code file} from now on. */
    void start(Transcript file) {
        stop();
        synchronized (this) {
            transcript = Optional.of(file);
        }
        inner.tell(Line.warning(texts.get("log.started", file.name())));
        record('-', texts.get("log.started", file.name()));
        refresh();
    }

    /** Writes no more. Says whether anything was written until now. */
    public boolean stop() {
        Optional<Transcript> was;
        synchronized (this) {
            was = transcript;
            transcript = Optional.empty();
        }
        was.ifPresent(Transcript::close);
        if (was.isPresent()) {
            refresh();
        }
        return was.isPresent();
    }

    private void record(char who, String line) {
        Optional<Transcript> failed = Optional.empty();
        String problem = "";
        synchronized (this) {
            if (transcript.isEmpty()) {
                return;
            }
            try {
                transcript.get().add(clock.instant().truncatedTo(ChronoUnit.SECONDS) + " " + who + " " + escaped(line));
            } catch (IOException e) {
                problem = e.getClass().getSimpleName();
                failed = transcript;
            }
        }
        if (failed.isPresent()) {
            stop();
            inner.tell(Line.warning(texts.get("log.failed", failed.get().name(), problem)));
        }
    }

    /** What might end a record in some program that reads it. */
    private static String escaped(String line) {
        StringBuilder out = new StringBuilder(line.length());
        line.codePoints().forEach(point -> {
            if (Character.isISOControl(point) || point == 0x2028 || point == 0x2029) {
                out.append(String.format("\\u{%x}", point));
            } else {
                out.appendCodePoint(point);
            }
        });
        return out.toString();
    }

    @Override
    public void show(Line line) {
        inner.show(line);
        record('<', line.plain());
    }

    @Override
    public void tell(Line line) {
        inner.tell(line);
        boolean isOurs = !line.spans().isEmpty() && line.spans().get(0).style() == Style.OUR_NAME;
        record(isOurs ? '>' : '-', line.plain());
    }

    @Override
    public void status(List<Line> lines, String typingMark) {
        synchronized (this) {
            status = lines;
            mark = typingMark;
        }
        refresh();
    }

    private void refresh() {
        List<Line> lines;
        String typingMark;
        synchronized (this) {
            lines = new ArrayList<>(status);
            typingMark = mark;
            if (transcript.isPresent() && !lines.isEmpty()) {
                List<Span> spans = new ArrayList<>(lines.get(0).spans());
                spans.add(new Span(Style.WARNING, " " + texts.get("log.mark")));
                lines.set(0, new Line(spans));
            }
        }
        if (!lines.isEmpty()) {
            inner.status(lines, typingMark);
        }
    }

    @Override
    public void onKey(Runnable listener) {
        inner.onKey(listener);
    }

    @Override
    public void offer(Offer offer) {
        inner.offer(offer);
    }

    @Override
    public void complete(Arguments arguments) {
        inner.complete(arguments);
    }

    @Override
    public void completePaths(Function<String, List<String>> paths) {
        inner.completePaths(paths);
    }

    @Override
    public boolean redraws() {
        return inner.redraws();
    }

    @Override
    public void represents(Supplier<RoomSummary> room) {
        inner.represents(room);
    }

    @Override
    public boolean takesSeveralRooms() {
        return inner.takesSeveralRooms();
    }

    @Override
    public Optional<String> readLine() throws InterruptedException {
        return inner.readLine();
    }

    @Override
    public Optional<String> ask(String question, boolean hidden) throws InterruptedException {
        return inner.ask(question, hidden);
    }

    @Override
    public void interrupt() {
        inner.interrupt();
    }

    @Override
    public boolean isInteractive() {
        return inner.isInteractive();
    }

    @Override
    public void clear() {
        inner.clear();
    }

    @Override
    public void draw(QrPicture picture) {
        inner.draw(picture);
    }

    @Override
    public void ring() {
        inner.ring();
    }

    @Override
    public void title(String label) {
        inner.title(label);
    }

    @Override
    public Switches switches() {
        return inner.switches();
    }

    @Override
    public void onInterrupt(BooleanSupplier hook) {
        inner.onInterrupt(hook);
    }

    @Override
    public void close() {
        stop();
    }
}
