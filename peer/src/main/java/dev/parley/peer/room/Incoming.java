package dev.parley.peer.room;

import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.MessageException;
import dev.parley.peer.chat.MessagePart;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Their messages until the person has seen them; one that comes again is dropped. */
final class Incoming {
    /** No honest peer has more under way than may be undelivered. */
    private static final int MAX_UNTOLD = Outgoing.MAX_UNDELIVERED;

    /** One thing to show, in order. */
    record Shown(Optional<Message> message, boolean beforeCrash) {
        /** What this version cannot read. */
        RoomEvent event() {
            return message.<RoomEvent>map(whole -> new RoomEvent.Received(whole, beforeCrash))
                    .orElseGet(RoomEvent.Unreadable::new);
        }

        static Shown unreadable(boolean beforeCrash) {
            return new Shown(Optional.empty(), beforeCrash);
        }
    }

    private record Taken(JournalEntry entry, boolean beforeCrash) {}

    private final Consumer<JournalEntry> journal;
    private final RecentIds ids = new RecentIds();
    private final ArrayDeque<Taken> untold = new ArrayDeque<>();
    private final List<Taken> begun = new ArrayList<>();
    private Assembly assembly = new Assembly();
    private long lastTaken;
    private long lastShown;
    private long lastMarked;

    Incoming(Consumer<JournalEntry> journal) {
        this.journal = journal;
    }

    long lastTaken() {
        return lastTaken;
    }

    /** Takes one part in. False if its bytes cannot be one, or are too many; a part that came before is none the less well. */
    boolean take(byte[] body) {
        Optional<MessagePart.Head> head = MessagePart.Head.of(body);
        if (head.isEmpty() || untold.size() >= MAX_UNTOLD) {
            return false;
        }
        // Numbers only rise: what has an old one is an old part, also if its id is forgotten. Its id was not taken.
        if (head.get().number() > lastTaken && ids.add(head.get().id())) {
            lastTaken = head.get().number();
            JournalEntry entry = JournalEntry.of(JournalEntry.Kind.TAKEN, lastTaken, body);
            untold.add(new Taken(entry, false));
            journal.accept(entry);
        }
        return true;
    }

    /** Whether parts wait for {@link #show}. */
    boolean hasUntold() {
        return !untold.isEmpty();
    }

    /** What may be shown now, in order. */
    List<Shown> show() {
        List<Shown> shown = new ArrayList<>();
        while (!untold.isEmpty()) {
            Taken next = untold.remove();
            begun.add(next);
            try {
                Optional<Message> whole =
                        assembly.add(MessagePart.decode(next.entry().bytes()));
                if (whole.isPresent()) {
                    shown.add(new Shown(whole, begun.stream().anyMatch(Taken::beforeCrash)));
                    finish(next.entry().number());
                }
            } catch (MessageException e) {
                shown.add(Shown.unreadable(next.beforeCrash()));
                finish(next.entry().number());
            }
        }
        return shown;
    }

    /** What {@link #show} gave was shown. Not said earlier: a crash before may show a line twice, but none never. */
    void markShown() {
        if (lastMarked < lastShown) {
            lastMarked = lastShown;
            journal.accept(JournalEntry.of(JournalEntry.Kind.SHOWN, lastShown));
        }
    }

    private void finish(long number) {
        lastShown = number;
        begun.clear();
    }

    /** Whoever is there now begins to count anew. */
    void meetNewPeer() {
        ids.clear();
        untold.clear();
        begun.clear();
        assembly = new Assembly();
        lastTaken = 0;
        lastShown = 0;
        lastMarked = 0;
    }

    void restoreCounters(long taken, long shown) {
        lastTaken = taken;
        lastShown = shown;
        lastMarked = shown;
    }

    void restoreIds(byte[] joined) {
        for (int at = 0; at < joined.length; at += MessagePart.ID_BYTES) {
            ids.add(HexFormat.of().formatHex(joined, at, at + MessagePart.ID_BYTES));
        }
    }

    void restoreTaken(JournalEntry entry) {
        MessagePart.Head.of(entry.bytes()).ifPresent(head -> ids.add(head.id()));
        lastTaken = Math.max(lastTaken, entry.number());
        untold.add(new Taken(entry, true));
    }

    void restoreShown(long upTo) {
        lastShown = Math.max(lastShown, upTo);
        lastMarked = lastShown;
        untold.removeIf(taken -> taken.entry().number() <= upTo);
    }

    List<JournalEntry> snapshot() {
        List<JournalEntry> entries = new ArrayList<>();
        ByteBuffer joined = ByteBuffer.allocate(ids.all().size() * MessagePart.ID_BYTES);
        ids.all().forEach(id -> joined.put(HexFormat.of().parseHex(id)));
        entries.add(JournalEntry.of(JournalEntry.Kind.IDS, 0, joined.array()));
        begun.forEach(taken -> entries.add(taken.entry()));
        untold.forEach(taken -> entries.add(taken.entry()));
        return entries;
    }

    long lastShown() {
        return lastShown;
    }
}
