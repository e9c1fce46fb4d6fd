package dev.parley.peer.machine;

import dev.parley.peer.files.DiskDesk;
import dev.parley.peer.room.RoomEvent;
import dev.parley.peer.ui.Line;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** {@code --json}: events out, commands in (docs/json.md). What would be told to a person becomes a {@code note}. */
public final class JsonScreen implements MachineScreen {
    private final JsonLines out;
    private final InputLines in;

    public JsonScreen(InputStream in, JsonLines out) {
        this.in = new InputLines(in);
        this.out = out;
    }

    @Override
    public Face face(String room, Optional<String> code, String relay, DiskDesk desk) {
        return new JsonFace(in, out, new JsonFace.Place(room, code, relay), desk);
    }

    @Override
    public void ended(RoomEvent.Closed end) {
        out.event(
                "closed",
                "outcome",
                end.outcome().name().toLowerCase(java.util.Locale.ROOT),
                "code",
                end.outcome().code(),
                "exit",
                end.outcome().exitCode(),
                "undelivered",
                end.unconfirmed(),
                "retry_after_ms",
                end.retryAfterMillis());
    }

    @Override
    public void show(Line line) {
        tell(line);
    }

    @Override
    public void tell(Line line) {
        out.event("note", "text", line.plain());
    }

    @Override
    public void status(List<Line> lines, String mark) {}

    /** The lines before the room: a code or a token that a flag told us to read from standard input. */
    @Override
    public Optional<String> readLine() throws InterruptedException {
        return in.next().text();
    }

    @Override
    public Optional<String> ask(String question, boolean hidden) {
        out.error("E_QUESTION", "there is nobody to ask; give it by a flag, a file or the environment: " + question);
        return Optional.empty();
    }

    @Override
    public void close() {}
}
