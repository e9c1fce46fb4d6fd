package dev.parley.peer.room;

import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.Ready;
import dev.parley.peer.chat.Untrusted;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What outlives a session: own messages until they are delivered, theirs until they are shown, and the numbers by which both ends can
 * tell that nothing is missing (PROTOCOL.md section 8.5). Everything is said to the journal as it happens.
 */
final class Delivery {
    private final Consumer<JournalEntry> journal;
    private final Outgoing out;
    private final Incoming in;
    private final Transfers files;

    /** With nobody who takes files. */
    Delivery(Randomness randomness, List<JournalEntry> restored, Consumer<JournalEntry> journal) {
        this(randomness, restored, journal, effect -> {});
    }

    /**
     * @param restored what the journal held; it is not written again
     * @param effects takes what is to be done about files
     */
    Delivery(
            Randomness randomness,
            List<JournalEntry> restored,
            Consumer<JournalEntry> journal,
            Consumer<RoomEffect> effects) {
        this.journal = journal;
        this.out = new Outgoing(randomness, journal);
        this.in = new Incoming(journal);
        this.files = new Transfers(out, effects);
        restored.forEach(this::restore);
    }

    private void restore(JournalEntry entry) {
        long number = entry.number();
        switch (entry.kind()) {
            case COUNTERS -> {
                ByteBuffer counters = ByteBuffer.wrap(entry.bytes());
                out.restoreCounters(counters.getLong(), counters.getLong());
                in.restoreCounters(counters.getLong(), counters.getLong());
            }
            case IDS -> in.restoreIds(entry.bytes());
            case SAID -> out.restoreSaid(number, entry.bytes());
            case DELIVERED -> out.restoreDelivered(number);
            case TAKEN -> in.restoreTaken(entry);
            case SHOWN -> in.restoreShown(number);
            case NEW_PEER -> forgetPeer();
            case GIVEN_UP -> out.restoreGivenUp(number);
        }
    }

    private void forgetPeer() {
        out.meetNewPeer();
        in.meetNewPeer();
    }

    Outgoing out() {
        return out;
    }

    Incoming in() {
        return in;
    }

    Transfers files() {
        return files;
    }

    /** Whether something came that {@link #settle} will say. */
    boolean hasUntold() {
        return in.hasUntold();
    }

    /** Says what came, in order, to the person or to the transfers, which go on then. */
    void settle(Consumer<RoomEvent> tell, long now) {
        for (Incoming.Shown shown : in.show()) {
            if (shown.message().orElse(null) instanceof Message.File file) {
                files.take(file.note());
            } else {
                tell.accept(shown.event());
            }
        }
        in.markShown();
        files.settle(now);
    }

    /** A new session: lines that were sent wait again. */
    void startOver(Consumer<RoomEvent> tell) {
        files.newSession();
        tell(out.startOver(), MessageState.WAITING, tell);
    }

    /** What waits was not meant for who comes now. */
    void giveUp(Consumer<RoomEvent> tell) {
        tell(out.giveUp(), MessageState.NOT_DELIVERED, tell);
    }

    private static void tell(List<Long> lines, MessageState state, Consumer<RoomEvent> tell) {
        lines.forEach(number -> tell.accept(new RoomEvent.StateChanged(number, state)));
    }

    /** Our READY; without a name to somebody whose key we do not know. */
    Ready ready(Optional<Untrusted> ourName) {
        return new Ready(ourName, out.lastSent(), in.lastTaken());
    }

    /**
     * Whether one of the two ends has gone back in time: it no longer knows what the other had from it or gave to it. Each end writes
     * down a part before it is sealed or acknowledged, so that no crash looks like this.
     */
    boolean isRolledBack(Ready theirs) {
        return theirs.received() > out.lastSent()
                || theirs.received() < out.lastDelivered()
                || theirs.sent() < in.lastTaken();
    }

    /** Somebody else is there from now on: what the one before sent and got no longer counts. */
    void meetNewPeer() {
        journal.accept(JournalEntry.of(JournalEntry.Kind.NEW_PEER, 0));
        forgetPeer();
    }

    /** The shortest journal that says the same. */
    List<JournalEntry> snapshot() {
        List<JournalEntry> entries = new ArrayList<>();
        entries.add(JournalEntry.counters(out.lastSent(), out.lastDelivered(), in.lastTaken(), in.lastShown()));
        entries.addAll(in.snapshot());
        entries.addAll(out.snapshot());
        return entries;
    }
}
