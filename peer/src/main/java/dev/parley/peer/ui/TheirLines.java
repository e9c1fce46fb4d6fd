package dev.parley.peer.ui;

import dev.parley.peer.chat.Message;
import dev.parley.peer.room.RoomEvent;
import dev.parley.peer.ui.Line.Span;
import dev.parley.peer.ui.Line.Style;
import java.util.List;

/** What the other end says, cleaned, and marked as theirs on every line. */
final class TheirLines {
    private final Screen screen;
    private final Texts texts;
    private final TheirName theirName;
    private boolean beforeCrashTold;

    TheirLines(Screen screen, Texts texts, TheirName theirName) {
        this.screen = screen;
        this.texts = texts;
        this.theirName = theirName;
    }

    void on(RoomEvent.Received received, String ourName) {
        if (received.beforeCrash() && !beforeCrashTold) {
            beforeCrashTold = true;
            screen.tell(Line.note(texts.get("room.beforeCrash")));
        }
        received.message().accept(new Heard(ourName));
    }

    /** Something came that nobody can read. */
    void unreadable() {
        screen.tell(Line.warning(texts.get("room.unreadable", theirName.shown())));
    }

    private final class Heard implements Message.Handler<Void> {
        private final String ourName;

        Heard(String ourName) {
            this.ourName = ourName;
        }

        /** Whoever sits there speaks on every line: no text can begin one that looks like another's. */
        @Override
        public Void onText(Message.Text text) {
            String name = theirName.shown();
            String mark = name + ": ";
            for (String line : SafeText.lines(text.text())) {
                screen.show(
                        screen.isInteractive()
                                ? new Line(List.of(new Span(Style.THEIR_NAME, mark), new Span(Style.PLAIN, line)))
                                : Line.of(Style.PLAIN, line));
                mark = " ".repeat(name.length()) + "| ";
            }
            return ring();
        }

        @Override
        public Void onAction(Message.Action action) {
            screen.show(new Line(List.of(
                    new Span(Style.THEIR_NAME, "* " + theirName.shown()),
                    new Span(Style.PLAIN, " " + SafeText.line(action.text())))));
            return ring();
        }

        private Void ring() {
            if (screen.switches().is(Switches.Name.BELL, false)) {
                screen.ring();
            }
            return null;
        }

        @Override
        public Void onNick(Message.Nick nick) {
            String before = theirName.shown();
            theirName.told(nick.name(), ourName);
            screen.tell(Line.note(texts.get("nick.theirs", before, theirName.shown())));
            return null;
        }

        /** A stream into a chat: nobody here asked for it. */
        @Override
        public Void onBytes(Message.Bytes bytes) {
            unreadable();
            return null;
        }

        @Override
        public Void onStored(Message.Stored stored) {
            return null;
        }

        /** Told by its own events. */
        @Override
        public Void onFile(Message.File file) {
            return null;
        }
    }
}
