package dev.parley.peer.ui;

import dev.parley.peer.ui.RoomSummary.Reach;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What concerns all rooms of a {@link Switchboard} at once. For the reading thread, without the board's lock. */
final class RoomCommands {
    private final Screen real;
    private final Texts texts;
    private final List<RoomScreen> rooms;

    RoomCommands(Screen real, Texts texts, List<RoomScreen> rooms) {
        this.real = real;
        this.texts = texts;
        this.rooms = rooms;
    }

    /** {@code /rooms}. */
    void list(RoomScreen front) {
        for (RoomScreen room : rooms) {
            String state = room.state()
                    .map(RoomSummary::text)
                    .orElseGet(() -> room.statusLines().get(0).plain());
            String news = room.isAsking() && room != front
                    ? texts.get("rooms.line.asks")
                    : room.unread() > 0 ? texts.get("rooms.line.unread", room.unread()) : "";
            String mark = room == front ? "*" : " ";
            real.tell(Line.note(mark + room.number() + "  " + state + (news.isEmpty() ? "" : "  " + news)));
        }
        if (rooms.size() == 1) {
            real.tell(Line.note(texts.get("rooms.alone")));
        }
    }

    /** {@code /all}: the same line in each room, and to whom it went. No room learns of another. */
    void sayToAll(String text) {
        if (text.isEmpty()) {
            real.tell(Line.warning(texts.get("rooms.all.empty")));
            return;
        }
        for (RoomScreen room : rooms) {
            Optional<RoomSummary> state = room.isEnding() ? Optional.empty() : room.state();
            if (state.isPresent() && state.get().reach() != Reach.BLOCKED) {
                // Two slashes send one: what is said to all is never a command.
                room.type(text.startsWith("/") ? "/" + text : text);
            }
            real.tell(
                    state.isPresent() && state.get().reach() != Reach.BLOCKED
                            ? Line.note(fate(room, state.get()))
                            : Line.warning(texts.get(
                                    state.isPresent() ? "rooms.all.blocked" : "rooms.all.notYet",
                                    room.number(),
                                    state.map(RoomSummary::label).orElse("-"))));
        }
    }

    private String fate(RoomScreen room, RoomSummary state) {
        return texts.get(
                state.reach() == Reach.HEARD ? "rooms.all.to" : "rooms.all.waits",
                room.number(),
                state.label(),
                state.theirName());
    }

    /** What is still on its way when everything is left. */
    void tellUnderWay() {
        List<Line> lines = new ArrayList<>();
        for (RoomScreen room : rooms) {
            Optional<RoomSummary> state = room.state().filter(known -> known.underWay() > 0);
            state.ifPresent(known -> lines.add(
                    Line.warning(texts.get("rooms.quit.underWay", room.number(), known.label(), known.underWay()))));
        }
        if (rooms.size() > 1) {
            lines.add(Line.note(texts.get("rooms.quit", rooms.size())));
        }
        lines.forEach(real::tell);
    }
}
