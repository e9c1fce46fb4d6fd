package dev.parley.peer.machine;

import dev.parley.peer.files.DiskDesk;
import dev.parley.peer.room.RoomEvent;
import dev.parley.peer.ui.Line;
import dev.parley.peer.ui.Texts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** {@code parley pipe}: bytes of standard input to the other side, bytes of the other side to standard output, words to standard error. */
public final class PipeScreen implements MachineScreen {
    private static final int MAX_LINE_BYTES = 1_024;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Texts texts;

    /** @param in not buffered: what stands behind a first line must not be lost */
    public PipeScreen(InputStream in, PrintStream out, PrintStream err, Texts texts) {
        this.in = in;
        this.out = out;
        this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
        this.texts = texts;
    }

    @Override
    public Face face(String room, Optional<String> code, String relay, DiskDesk desk) {
        code.ifPresent(spoken -> {
            tell(Line.note(texts.get("invite.code", spoken)));
            tell(Line.note(texts.get("invite.hint", "parley pipe join --relay " + relay)));
        });
        return new PipeFace(in, out, line -> tell(Line.note(line)), texts);
    }

    @Override
    public void ended(RoomEvent.Closed end) {
        // The exit code says it, and the last line on standard error.
    }

    @Override
    public void show(Line line) {
        tell(line);
    }

    @Override
    public void tell(Line line) {
        err.println(line.plain());
    }

    @Override
    public void status(List<Line> lines, String mark) {}

    /** A first line before the bytes: a code that a flag told us to read from standard input. */
    @Override
    public Optional<String> readLine() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            for (int value = in.read(); value >= 0 && value != '\n'; value = in.read()) {
                if (line.size() == MAX_LINE_BYTES) {
                    return Optional.empty();
                }
                line.write(value);
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.of(line.toString(StandardCharsets.UTF_8).strip());
    }

    @Override
    public Optional<String> ask(String question, boolean hidden) {
        tell(Line.warning(texts.get("pipe.question", question)));
        return Optional.empty();
    }

    @Override
    public void close() {
        out.flush();
    }
}
