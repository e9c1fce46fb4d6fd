package dev.parley.peer.room;

import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.MessageCodec;
import dev.parley.peer.chat.MessageException;
import dev.parley.peer.chat.MessagePart;
import dev.parley.peer.chat.Untrusted;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What outlives a session: own messages until they are delivered, and the ids of those received. After a new session everything
 * undelivered goes again, oldest first; the receiver drops what it already has.
 */
final class Delivery {
    /** Own parts that may wait for delivery at a time. */
    static final int MAX_UNDELIVERED = 1_024;

    /** One own part on its way. */
    static final class Outgoing {
        private final long number;
        private final boolean last;
        private final byte[] body;
        private MessageState state = MessageState.WAITING;
        private long seq = -1;

        private Outgoing(long number, boolean last, byte[] body) {
            this.number = number;
            this.last = last;
            this.body = body;
        }

        byte[] body() {
            return body;
        }

        long number() {
            return number;
        }

        /** Whether the person's line ends with this part. */
        boolean isLast() {
            return last;
        }
    }

    private final Randomness randomness;
    private final ArrayDeque<Outgoing> undelivered = new ArrayDeque<>();
    private final RecentIds received = new RecentIds();
    private final StringBuilder unfinished = new StringBuilder();
    private long lastSent;
    private long lastReceived;

    Delivery(Randomness randomness) {
        this.randomness = randomness;
    }

    long lastSent() {
        return lastSent;
    }

    long lastReceived() {
        return lastReceived;
    }

    /** How many own lines are not delivered. */
    int unconfirmed() {
        return (int) undelivered.stream().filter(Outgoing::isLast).count();
    }

    /** Queues a message; the number of its last part names the line, empty if too much is waiting already. */
    Optional<Long> say(Message message) {
        List<byte[]> parts = MessageCodec.encode(message);
        if (undelivered.size() + parts.size() > MAX_UNDELIVERED) {
            return Optional.empty();
        }
        for (int i = 0; i < parts.size(); i++) {
            lastSent++;
            undelivered.add(new Outgoing(
                    lastSent,
                    i == parts.size() - 1,
                    MessagePart.encode(randomness.bytes(MessagePart.ID_BYTES), lastSent, parts.get(i))));
        }
        return Optional.of(lastSent);
    }

    Optional<Outgoing> nextWaiting() {
        return undelivered.stream()
                .filter(part -> part.state == MessageState.WAITING)
                .findFirst();
    }

    void sent(Outgoing part, long seq) {
        part.state = MessageState.SENT;
        part.seq = seq;
    }

    /** The lines whose last part is now acknowledged. */
    List<Long> acknowledge(long nextSeq) {
        List<Long> delivered = new ArrayList<>();
        while (!undelivered.isEmpty()
                && undelivered.peek().state == MessageState.SENT
                && undelivered.peek().seq < nextSeq) {
            Outgoing part = undelivered.remove();
            if (part.isLast()) {
                delivered.add(part.number);
            }
        }
        return delivered;
    }

    /** A new session: what is not delivered must be sealed again; the lines that were sent wait again. */
    List<Long> startOver() {
        List<Long> waiting = new ArrayList<>();
        for (Outgoing part : undelivered) {
            if (part.state == MessageState.SENT && part.isLast()) {
                waiting.add(part.number);
            }
            part.state = MessageState.WAITING;
        }
        return waiting;
    }

    /** The other end left for good: nothing will be delivered any more. */
    void forget() {
        undelivered.clear();
        unfinished.setLength(0);
    }

    /** A whole message, once its last part is here; empty for a part in between and for one that came before. */
    Optional<Message> receive(byte[] body) throws MessageException {
        MessagePart part = MessagePart.decode(body);
        if (!received.add(part.id())) {
            return Optional.empty();
        }
        lastReceived = Math.max(lastReceived, part.number());
        return part.message().accept(new Message.Handler<>() {
            @Override
            public Optional<Message> onText(Message.Text text) {
                return assemble(text.text(), part.more()).map(Message.Text::new);
            }

            @Override
            public Optional<Message> onAction(Message.Action action) {
                return assemble(action.text(), part.more()).map(Message.Action::new);
            }

            @Override
            public Optional<Message> onNick(Message.Nick nick) {
                return Optional.of(nick);
            }
        });
    }

    private Optional<Untrusted> assemble(Untrusted text, boolean more) {
        unfinished.append(text.raw());
        boolean full = unfinished.length() >= MessageCodec.MAX_TEXT_BYTES;
        if (more && !full) {
            return Optional.empty();
        }
        String whole = unfinished.toString();
        unfinished.setLength(0);
        return Optional.of(Untrusted.of(whole));
    }
}
