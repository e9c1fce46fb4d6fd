package dev.parley.peer.ui;

import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.room.MessageState;
import dev.parley.peer.room.RoomEvent;
import dev.parley.peer.ui.Line.Span;
import dev.parley.peer.ui.Line.Style;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Our own lines until their fate is known: above the typing line while they are under way, then among the others with what became of them. */
final class OwnLines {
    private static final int SHOWN_UNDER_WAY = 3;
    private static final int PREVIEW_CHARS = 60;

    private record OwnLine(Untrusted text, boolean action, MessageState state, String preview) {
        OwnLine(Untrusted text, boolean action) {
            this(text, action, MessageState.WAITING, SafeText.beginning(text, PREVIEW_CHARS));
        }

        OwnLine in(MessageState now) {
            return new OwnLine(text, action, now, preview);
        }
    }

    private final Screen screen;
    private final Texts texts;
    private final Map<Long, OwnLine> underWay = new LinkedHashMap<>();
    private String waitingTold = "";

    OwnLines(Screen screen, Texts texts) {
        this.screen = screen;
        this.texts = texts;
    }

    int count() {
        return underWay.size();
    }

    /** One more that waits. */
    void add(long number, Untrusted text, boolean action) {
        underWay.put(number, new OwnLine(text, action));
    }

    /** Why they wait, once per absence: the lines above the typing line show the rest. */
    void tellWaiting(String why) {
        if (!why.equals(waitingTold)) {
            waitingTold = why;
            screen.tell(Line.note(texts.get(why)));
        }
    }

    /** Somebody hears us: the next absence is another one. */
    void areHeard() {
        waitingTold = "";
    }

    /** One that waits since we ran the last time; what is no line for the eye is none here. */
    void add(RoomEvent.Undelivered undelivered) {
        undelivered.message().accept(new Message.Handler<Void>() {
            @Override
            public Void onText(Message.Text text) {
                add(undelivered.number(), text.text(), false);
                return null;
            }

            @Override
            public Void onAction(Message.Action action) {
                add(undelivered.number(), action.text(), true);
                return null;
            }

            @Override
            public Void onNick(Message.Nick nick) {
                return null;
            }

            @Override
            public Void onBytes(Message.Bytes bytes) {
                return null;
            }

            @Override
            public Void onStored(Message.Stored stored) {
                return null;
            }

            @Override
            public Void onFile(Message.File file) {
                return null;
            }
        });
    }

    void on(RoomEvent.StateChanged changed, String ourName) {
        OwnLine line = underWay.get(changed.number());
        if (line == null) {
            return;
        }
        switch (changed.state()) {
            case DELIVERED -> show(line, "✓ " + texts.get("line.delivered"), ourName);
            case NOT_DELIVERED -> show(line, "✗ " + texts.get("line.lost"), ourName);
            case WAITING, SENT -> {
                underWay.put(changed.number(), line.in(changed.state()));
                return;
            }
        }
        underWay.remove(changed.number());
    }

    /** The room is over: what is not delivered now waits on disk, or never will be. */
    void giveUp(boolean waits, String ourName) {
        String fate = waits ? "… " + texts.get("line.kept") : "✗ " + texts.get("line.lost");
        underWay.values().forEach(line -> show(line, fate, ourName));
        if (!underWay.isEmpty() && !screen.isInteractive()) {
            screen.tell(Line.warning(texts.get("room.unconfirmed", underWay.size())));
        }
        underWay.clear();
    }

    private void show(OwnLine line, String fate, String ourName) {
        if (!screen.isInteractive()) {
            return;
        }
        String mark = line.action() ? "* " + ourName + " " : ourName + "> ";
        List<String> lines = SafeText.lines(line.text());
        for (int i = 0; i < lines.size(); i++) {
            List<Span> spans = new ArrayList<>();
            spans.add(new Span(Style.OUR_NAME, i == 0 ? mark : " ".repeat(ourName.length()) + "| "));
            spans.add(new Span(Style.PLAIN, lines.get(i)));
            if (i == lines.size() - 1) {
                spans.add(new Span(Style.NOTE, "  " + fate));
            }
            screen.tell(new Line(spans));
        }
    }

    /** The first of those under way, and how many there are beside. */
    List<Line> previews() {
        List<Line> lines = new ArrayList<>();
        underWay.values().stream().limit(SHOWN_UNDER_WAY).forEach(line -> lines.add(Line.note(preview(line))));
        if (underWay.size() > SHOWN_UNDER_WAY) {
            lines.add(Line.note(texts.get("line.more", underWay.size() - SHOWN_UNDER_WAY)));
        }
        return lines;
    }

    private String preview(OwnLine line) {
        return (line.state() == MessageState.SENT ? "→ " + texts.get("line.sent") : "… " + texts.get("line.waiting"))
                + "  " + line.preview();
    }
}
