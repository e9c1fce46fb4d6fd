package dev.parley.peer.room;

import dev.parley.crypto.Agreement;
import dev.parley.crypto.CryptoException;
import dev.parley.crypto.FrameKind;
import dev.parley.crypto.IdentityKey;
import dev.parley.crypto.RekeyRule;
import dev.parley.crypto.SafetyNumber;
import dev.parley.crypto.Session;
import dev.parley.crypto.SessionFrame;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.MessageException;
import dev.parley.peer.chat.Ready;
import dev.parley.peer.chat.Untrusted;
import dev.parley.wire.Envelope;
import dev.parley.wire.Utf8;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One session in use: frames in order, acks, rekeys, goodbye (PROTOCOL.md section 7). Seals late: content is sealed only while little is
 * unwritten. {@link #settle} runs when everything taken in so far is safe over a crash; only then it is acknowledged.
 */
final class Conversation implements AutoCloseable {
    /** What may be sealed and not yet written before content waits. */
    static final int MAX_UNWRITTEN_BYTES = 128 << 10;

    /** What may be unwritten before even acks wait: the reserve. */
    static final int MAX_RESERVE_BYTES = 256 << 10;

    /** An honest end has two under way at most: that of a resume, and that of a rekey. */
    private static final int MAX_PONGS_OWED = 16;

    private static final long REPEATED_ACK_MILLIS = 1_000;
    private static final long EXHAUSTED_MILLIS = 60_000;
    private static final int PING_BYTES = 16;
    private static final int MAX_REASON_BYTES = 256;

    /** How a frame was taken. */
    enum Heard {
        FINE,
        /** A frame is missing or does not open: the pairing is of no more use. */
        UNUSABLE,
        /** The other end broke the protocol under its own key. */
        VIOLATION
    }

    /** What a conversation needs of its room. */
    interface Host {
        void send(Envelope envelope);

        void tell(RoomEvent event);

        /** Bytes handed over that the connection has not written yet. */
        long unwritten();
    }

    private final Session session;
    private final IdentityKey theirKey;
    private final SafetyNumber sessionNumber;
    private final Delivery delivery;
    private final Randomness randomness;
    private final Host host;
    private final Outbox outbox = new Outbox();
    private final Pace pace = new Pace();
    private final RekeyRule rekeys;

    private Optional<Envelope> confirm;
    private Optional<Ready> introduction;
    private Optional<Ready> theirReady = Optional.empty();
    private Optional<Untrusted> byeHeard = Optional.empty();
    private byte[] pingAwaited = new byte[0];
    private final ArrayDeque<byte[]> pongsOwed = new ArrayDeque<>();
    private boolean pingOwed;
    private boolean ackOwed;
    private boolean open;
    private long repeatedAckAt;
    private long exhaustedSince = -1;
    private boolean byeSent;

    /**
     * {@code confirm} is the envelope that the handshake still owes, {@code introduction} our READY, the first frame of our direction.
     */
    Conversation(
            Agreement agreement,
            Optional<Envelope> confirm,
            Ready introduction,
            Delivery delivery,
            Randomness randomness,
            Host host,
            long now) {
        this.confirm = confirm;
        this.session = agreement.session();
        this.theirKey = agreement.theirKey();
        this.sessionNumber = agreement.sessionNumber();
        this.introduction = Optional.of(introduction);
        this.delivery = delivery;
        this.randomness = randomness;
        this.host = host;
        this.rekeys = new RekeyRule(now);
        this.repeatedAckAt = now;
    }

    Session session() {
        return session;
    }

    IdentityKey theirKey() {
        return theirKey;
    }

    SafetyNumber sessionNumber() {
        return sessionNumber;
    }

    /** Their READY, once it was opened. */
    Optional<Ready> theirReady() {
        return theirReady;
    }

    /** Whether our READY is on its way. */
    boolean isIntroduced() {
        return introduction.isEmpty();
    }

    /** Whether the other end has shown in this pairing that it hears us: by its READY, or by the echo of our PING. */
    boolean isProven() {
        return theirReady.isPresent() && !pingOwed && pingAwaited.length == 0;
    }

    /** From now on messages go both ways; before, one of theirs is a violation. */
    void open() {
        open = true;
    }

    boolean isOpen() {
        return open;
    }

    /** The reason of their goodbye, once it was heard. */
    Optional<Untrusted> byeHeard() {
        return byeHeard;
    }

    /** Goes on in a new pairing: repeats what the other end did not get, and checks that it hears us. */
    void resume(long from) {
        outbox.from(from).forEach(host::send);
        pace.restart(session.nextOutgoing());
        pingOwed = true;
        rekeys.demand();
    }

    boolean canResumeFrom(long next) {
        return outbox.canRepeatFrom(next);
    }

    Heard onFrame(Envelope envelope, long now) {
        try {
            SessionFrame.Header header = SessionFrame.Header.of(envelope);
            if (header.seq() < session.nextIncoming()) {
                if (now - repeatedAckAt >= REPEATED_ACK_MILLIS) {
                    repeatedAckAt = now;
                    ackOwed = true;
                }
                return Heard.FINE;
            }
            boolean first = header.seq() == 0;
            int epoch = session.epoch();
            SessionFrame.Opened frame = session.open(envelope);
            rekeys.count(frame.kind(), frame.size());
            outbox.acknowledge(frame.ack());
            pace.acknowledge(frame.ack(), now);
            for (long number : delivery.out().acknowledge(frame.ack())) {
                host.tell(new RoomEvent.StateChanged(number, MessageState.DELIVERED));
            }
            if (first != (frame.kind() == FrameKind.READY) || outbox.isOverflowing()) {
                return Heard.VIOLATION;
            }
            ackOwed |= frame.kind() != FrameKind.ACK;
            Heard heard = take(frame);
            if (session.epoch() != epoch) {
                rekeys.restart(now);
            }
            return heard;
        } catch (CryptoException e) {
            return e.reason() == CryptoException.Reason.BAD_FRAME ? Heard.UNUSABLE : Heard.VIOLATION;
        }
    }

    private Heard take(SessionFrame.Opened frame) throws CryptoException {
        switch (frame.kind()) {
            case READY -> {
                try {
                    theirReady = Optional.of(Ready.decode(frame.body()));
                } catch (MessageException e) {
                    return Heard.VIOLATION;
                }
            }
            case MESSAGE -> {
                if (!open || !delivery.in().take(frame.body())) {
                    return Heard.VIOLATION;
                }
            }
            case CHUNK -> {
                if (!open) {
                    return Heard.VIOLATION;
                }
                delivery.files().takeChunk(frame.content());
            }
            case ACK -> {}
            case PING -> {
                if (frame.size() != PING_BYTES) {
                    return Heard.VIOLATION;
                }
                if (host.unwritten() > MAX_RESERVE_BYTES) {
                    pongsOwed.clear();
                } else if (pongsOwed.size() == MAX_PONGS_OWED) {
                    pongsOwed.remove();
                }
                pongsOwed.add(frame.body());
            }
            case PONG -> {
                if (pingAwaited.length > 0 && Arrays.equals(frame.body(), pingAwaited)) {
                    pingAwaited = new byte[0];
                }
            }
            case REKEY1 -> {
                if (!byeSent) {
                    keep(FrameKind.REKEY2, session.answerRekey(frame.body()), 0);
                }
            }
            case REKEY2 -> {
                session.finishRekey(frame.body());
                seal(FrameKind.PING, randomness.bytes(PING_BYTES));
            }
            case BYE ->
                byeHeard = Optional.of(Untrusted.of(
                        frame.size() > MAX_REASON_BYTES
                                ? ""
                                : Utf8.decode(frame.body()).orElse("")));
        }
        return Heard.FINE;
    }

    /**
     * Seals what may go now: our READY, a rekey that is due, content, and an ack if nothing else carried it. Everything opened so far is
     * safe by now.
     */
    void settle(long now) {
        session.acknowledge();
        introduce();
        if (byeSent || host.unwritten() > MAX_RESERVE_BYTES) {
            return;
        }
        if (pingOwed) {
            pingOwed = false;
            pingAwaited = randomness.bytes(PING_BYTES);
            seal(FrameKind.PING, pingAwaited);
        }
        if (theirReady.isPresent() && rekeys.isDue(now) && session.mayStartRekey()) {
            keep(FrameKind.REKEY1, session.startRekey(), 0);
        }
        sealContent();
        sealChunks(now);
        while (!pongsOwed.isEmpty()) {
            seal(FrameKind.PONG, pongsOwed.remove());
        }
        if (ackOwed) {
            seal(FrameKind.ACK, new byte[0]);
        }
        exhaustedSince = rekeys.isExhausted() ? (exhaustedSince < 0 ? now : exhaustedSince) : -1;
    }

    /** Says READY, behind the CONFIRM that may be owed, unless it was said. */
    void introduce() {
        confirm.ifPresent(host::send);
        confirm = Optional.empty();
        introduction.ifPresent(ready -> seal(FrameKind.READY, ready.encode()));
        introduction = Optional.empty();
    }

    private boolean maySealContent() {
        return open && !outbox.isFull() && !rekeys.isExhausted() && host.unwritten() < MAX_UNWRITTEN_BYTES;
    }

    private void sealContent() {
        while (maySealContent()) {
            Optional<Outgoing.Part> part = delivery.out().nextWaiting();
            if (part.isEmpty()) {
                return;
            }
            delivery.out().sent(part.get(), session.nextOutgoing());
            seal(FrameKind.MESSAGE, part.get().body());
            if (part.get().endsLine()) {
                host.tell(new RoomEvent.StateChanged(part.get().number(), MessageState.SENT));
            }
        }
    }

    /** Behind the text: so many that a line said next waits for little. */
    private void sealChunks(long now) {
        while (maySealContent() && pace.maySeal()) {
            int most = Math.min(session.maxBody(), SessionFrame.bodyBytes(pace.chunkBytes()));
            Optional<List<ByteBuffer>> chunk = delivery.files().nextChunk(most);
            if (chunk.isEmpty()) {
                pace.ranDry(now);
                return;
            }
            int bytes = chunk.get().stream().mapToInt(ByteBuffer::remaining).sum();
            pace.sealed(session.nextOutgoing(), bytes, now);
            keep(FrameKind.CHUNK, session.seal(FrameKind.CHUNK, chunk.get()), bytes);
        }
    }

    /** Whether the side in turn has let an epoch run far beyond its end. */
    boolean isOverdue(long now) {
        return exhaustedSince >= 0 && now - exhaustedSince >= EXHAUSTED_MILLIS;
    }

    /** When {@link #settle} should run again by time alone. */
    long settleAt() {
        boolean able =
                !byeSent && theirReady.isPresent() && host.unwritten() <= MAX_RESERVE_BYTES && session.mayStartRekey();
        return able ? rekeys.dueAt() : Long.MAX_VALUE;
    }

    /** Says goodbye: the last frame of our direction. */
    void bye(String reason) {
        if (!byeSent) {
            introduce();
            seal(FrameKind.BYE, Utf8.encodeAtMost(reason, MAX_REASON_BYTES));
            byeSent = true;
        }
    }

    /** Nothing is sealed behind our BYE. */
    private void seal(FrameKind kind, byte[] body) {
        if (!byeSent) {
            keep(kind, session.seal(kind, body), body.length);
        }
    }

    /** Only a frame that acknowledges everything spares us an ack of its own. */
    private void keep(FrameKind kind, Envelope envelope, int bodyBytes) {
        rekeys.count(kind, bodyBytes);
        outbox.add(envelope);
        ackOwed &= !session.isAcknowledged();
        host.send(envelope);
    }

    @Override
    public void close() {
        session.close();
    }
}
