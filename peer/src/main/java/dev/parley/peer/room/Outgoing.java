package dev.parley.peer.room;

import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.FileNote;
import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.MessageCodec;
import dev.parley.peer.chat.MessageException;
import dev.parley.peer.chat.MessagePart;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Own messages until they are delivered; they outlive a session, and through the journal a crash. */
final class Outgoing {
    /** Own parts that may wait for delivery at a time. */
    static final int MAX_UNDELIVERED = 1_024;

    /** One own part on its way. */
    static final class Part {
        private final long number;
        private final boolean endsLine;
        private final byte[] body;
        private MessageState state = MessageState.WAITING;
        private long seq = -1;

        private Part(long number, boolean endsLine, byte[] body) {
            this.number = number;
            this.endsLine = endsLine;
            this.body = body;
        }

        byte[] body() {
            return body;
        }

        long number() {
            return number;
        }

        /** Whether a line of the person ends with this part. */
        boolean endsLine() {
            return endsLine;
        }
    }

    /** An own line, by the number of its last part. */
    record Line(long number, Message message) {}

    private final Randomness randomness;
    private final Consumer<JournalEntry> journal;
    private final ArrayDeque<Part> undelivered = new ArrayDeque<>();
    private long lastSent;
    private long lastDelivered;

    Outgoing(Randomness randomness, Consumer<JournalEntry> journal) {
        this.randomness = randomness;
        this.journal = journal;
    }

    long lastSent() {
        return lastSent;
    }

    long lastDelivered() {
        return lastDelivered;
    }

    /** How many own lines are not delivered. */
    int unconfirmed() {
        return (int) undelivered.stream().filter(Part::endsLine).count();
    }

    /** Queues a message; the number of its last part names the line, empty if too much is waiting already. */
    Optional<Long> say(Message message) {
        List<byte[]> parts = MessageCodec.encode(message);
        if (undelivered.size() + parts.size() > MAX_UNDELIVERED) {
            return Optional.empty();
        }
        for (int i = 0; i < parts.size(); i++) {
            lastSent++;
            byte[] body = MessagePart.encode(randomness.bytes(MessagePart.ID_BYTES), lastSent, parts.get(i));
            undelivered.add(new Part(lastSent, i == parts.size() - 1 && !(message instanceof Message.File), body));
            journal.accept(JournalEntry.of(JournalEntry.Kind.SAID, lastSent, body));
        }
        return Optional.of(lastSent);
    }

    /** How many parts are not delivered. */
    int size() {
        return undelivered.size();
    }

    boolean isUndelivered(long number) {
        return undelivered.stream().anyMatch(part -> part.number == number);
    }

    Optional<Part> nextWaiting() {
        return undelivered.stream()
                .filter(part -> part.state == MessageState.WAITING)
                .findFirst();
    }

    void sent(Part part, long seq) {
        part.state = MessageState.SENT;
        part.seq = seq;
    }

    /** The lines whose last part is now acknowledged. */
    List<Long> acknowledge(long nextSeq) {
        List<Long> delivered = new ArrayList<>();
        long before = lastDelivered;
        while (!undelivered.isEmpty()
                && undelivered.peek().state == MessageState.SENT
                && undelivered.peek().seq < nextSeq) {
            Part part = undelivered.remove();
            lastDelivered = part.number;
            if (part.endsLine()) {
                delivered.add(part.number);
            }
        }
        if (lastDelivered > before) {
            journal.accept(JournalEntry.of(JournalEntry.Kind.DELIVERED, lastDelivered));
        }
        return delivered;
    }

    /** A new session: what is not delivered must be sealed again; the lines that were sent wait again. */
    List<Long> startOver() {
        List<Long> waiting = new ArrayList<>();
        for (Part part : undelivered) {
            if (part.state == MessageState.SENT && part.endsLine()) {
                waiting.add(part.number);
            }
            part.state = MessageState.WAITING;
        }
        return waiting;
    }

    /** Nothing of what waits will ever be delivered. Gives the lines. */
    List<Long> giveUp() {
        List<Long> lines =
                undelivered.stream().filter(Part::endsLine).map(Part::number).toList();
        if (!undelivered.isEmpty()) {
            undelivered.clear();
            journal.accept(JournalEntry.of(JournalEntry.Kind.GIVEN_UP, lastSent));
        }
        return lines;
    }

    /** Whoever is there now never had anything of ours. */
    void meetNewPeer() {
        lastDelivered = 0;
    }

    /** The own lines that are not delivered, as they were said. */
    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        Assembly assembly = new Assembly();
        for (Part part : undelivered) {
            try {
                assembly.add(MessagePart.decode(part.body))
                        .filter(whole -> !(whole instanceof Message.File))
                        .ifPresent(whole -> lines.add(new Line(part.number, whole)));
            } catch (MessageException e) {
                // The journal of a later version: the other end may know what it says.
            }
        }
        return lines;
    }

    void restoreCounters(long sent, long delivered) {
        lastSent = sent;
        lastDelivered = delivered;
    }

    void restoreSaid(long number, byte[] body) {
        lastSent = Math.max(lastSent, number);
        boolean endsLine = true;
        try {
            MessagePart part = MessagePart.decode(body);
            if (part.message() instanceof Message.File file) {
                if (isPromise(file.note())) {
                    return;
                }
                endsLine = false;
            } else {
                endsLine = !part.more();
            }
        } catch (MessageException e) {
            // A line of its own, then.
        }
        undelivered.add(new Part(number, endsLine, body));
    }

    /** Whether it needs the program that said it, which is gone. */
    private static boolean isPromise(FileNote note) {
        return note instanceof FileNote.Offered || note instanceof FileNote.Accepted;
    }

    void restoreDelivered(long upTo) {
        lastDelivered = Math.max(lastDelivered, upTo);
        undelivered.removeIf(part -> part.number <= upTo);
    }

    void restoreGivenUp(long upTo) {
        undelivered.removeIf(part -> part.number <= upTo);
    }

    List<JournalEntry> snapshot() {
        return undelivered.stream()
                .map(part -> JournalEntry.of(JournalEntry.Kind.SAID, part.number, part.body))
                .toList();
    }
}
