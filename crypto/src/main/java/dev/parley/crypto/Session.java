package dev.parley.crypto;

import dev.parley.crypto.CryptoException.Reason;
import dev.parley.wire.Envelope;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The agreed state of two ends: seals and opens frames in strict order and moves through rekey epochs (PROTOCOL.md section 7). A frame
 * that is refused changes nothing. One thread at a time.
 */
public final class Session implements AutoCloseable {
    private final Role role;
    private final byte[] id;
    private final Resumption resumption;
    private final RekeyParties parties;
    private final int maxBody;

    private byte[] root;
    private Chain sending;
    private Chain receiving;
    private Optional<Chain> receivingNext = Optional.empty();
    private Optional<Rekey.Started> rekeyStarted = Optional.empty();
    private byte[] scratch = new byte[0];
    private long nextOutgoing;
    private long nextIncoming;
    private long acknowledged;
    private boolean closed;

    Session(Role role, byte[] id, byte[] root, Resumption resumption, RekeyParties parties, int maxBody) {
        this.role = role;
        this.id = id;
        this.root = root;
        this.resumption = resumption;
        this.parties = parties;
        this.maxBody = maxBody;
        this.sending = new Chain(root, id, 0, role);
        this.receiving = new Chain(root, id, 0, role.other());
    }

    public Role role() {
        return role;
    }

    /** The sixteen public bytes that name this session. */
    public byte[] id() {
        return id.clone();
    }

    /** The largest body that the other end takes. */
    public int maxBody() {
        return maxBody;
    }

    /** The epoch of the next frame we seal. */
    public int epoch() {
        return sending.epoch();
    }

    /** The seq of the next frame we seal. */
    public long nextOutgoing() {
        return nextOutgoing;
    }

    /** The only seq that {@link #open} takes next. */
    public long nextIncoming() {
        return nextIncoming;
    }

    /** Everything opened so far may be acknowledged: the caller keeps it safe. Until then what we seal says nothing of it. */
    public void acknowledge() {
        acknowledged = nextIncoming;
    }

    /** Whether {@link #acknowledge} has said all there is. */
    public boolean isAcknowledged() {
        return acknowledged == nextIncoming;
    }

    /** Seals the next frame and gives its whole envelope. */
    public Envelope seal(FrameKind kind, byte[] body) {
        return seal(kind, List.of(ByteBuffer.wrap(body)));
    }

    /** Seals the next frame, whose body is what is left in {@code parts}, and gives its whole envelope. */
    public Envelope seal(FrameKind kind, List<ByteBuffer> parts) {
        if (SessionFrame.length(parts) > maxBody) {
            throw new IllegalArgumentException("The other end takes bodies of at most " + maxBody + " bytes.");
        }
        byte[] plain = SessionFrame.plain(kind, acknowledged, parts, scratch);
        byte[] sealed = sending.seal(nextOutgoing, plain);
        Arrays.fill(plain, (byte) 0);
        scratch = plain;
        byte[] header = new SessionFrame.Header(sending.epoch(), nextOutgoing).encode();
        nextOutgoing++;
        return Envelope.taking(header, sealed);
    }

    /** Opens the frame with exactly {@link #nextIncoming()}; anything else is a refusal that changes nothing. */
    public SessionFrame.Opened open(byte[] envelope) throws CryptoException {
        SessionFrame.Header header = SessionFrame.Header.of(envelope);
        return open(header, Arrays.copyOfRange(envelope, SessionFrame.HEADER_BYTES, envelope.length));
    }

    /** The same; an envelope that is parted behind its header is not copied. */
    public SessionFrame.Opened open(Envelope envelope) throws CryptoException {
        SessionFrame.Header header = SessionFrame.Header.of(envelope);
        return open(header, envelope.behind(SessionFrame.HEADER_BYTES));
    }

    private SessionFrame.Opened open(SessionFrame.Header header, byte[] sealed) throws CryptoException {
        if (header.seq() != nextIncoming) {
            throw new CryptoException(Reason.BAD_FRAME);
        }
        boolean switches = receivingNext.isPresent()
                && header.epoch() == receivingNext.get().epoch();
        Chain chain = switches ? receivingNext.get() : receiving;
        if (header.epoch() != chain.epoch()) {
            throw new CryptoException(Reason.BAD_FRAME);
        }
        byte[] plain = chain.open(header.seq(), sealed).orElseThrow(() -> new CryptoException(Reason.BAD_FRAME));
        SessionFrame.Opened opened = SessionFrame.parse(plain);
        if (!opened.holds(plain)) {
            Arrays.fill(plain, (byte) 0);
        }
        if (opened.ack() > nextOutgoing) {
            throw new CryptoException(Reason.VIOLATION);
        }
        if (switches) {
            receiving.wipe();
            receiving = chain;
            receivingNext = Optional.empty();
        }
        chain.step();
        nextIncoming++;
        return opened;
    }

    /** Whether it is our turn to rekey and none is in flight: A ends even epochs, B odd ones. */
    public boolean mayStartRekey() {
        return isTurnOf(role) && isSettled();
    }

    /** Seals REKEY1. */
    public Envelope startRekey() {
        if (!mayStartRekey()) {
            throw new IllegalStateException("It is not our turn to rekey.");
        }
        Rekey.Started started = rekey().start();
        rekeyStarted = Optional.of(started);
        return seal(FrameKind.REKEY1, started.body());
    }

    /** Takes their REKEY1, seals REKEY2 as the last frame of this epoch, and seals in the next one from then on. */
    public Envelope answerRekey(byte[] body1) throws CryptoException {
        if (!isTurnOf(role.other()) || !isSettled()) {
            throw new CryptoException(Reason.BAD_REKEY);
        }
        Rekey.Answer answer = rekey().answer(root, body1);
        Envelope envelope = seal(FrameKind.REKEY2, answer.body());
        advance(answer.root());
        return envelope;
    }

    /** Takes their REKEY2 and seals in the next epoch from then on; the caller sends at least a PING there. */
    public void finishRekey(byte[] body2) throws CryptoException {
        Rekey.Started started = rekeyStarted.orElseThrow(() -> new CryptoException(Reason.BAD_REKEY));
        byte[] next = started.finish(root, body2);
        rekeyStarted = Optional.empty();
        advance(next);
    }

    /** Flight 1 of a pairing in which this session goes on, without envelope byte and pairing number. */
    public byte[] resume(int pairing) {
        return resumption.encode(pairing, nextIncoming);
    }

    /** The seq that the other end wants next, if {@code message} proves that it holds this session in this pairing. */
    public OptionalLong onResume(byte[] message, int pairing) {
        if (closed) {
            return OptionalLong.empty();
        }
        OptionalLong next = resumption.decode(message, pairing);
        return next.isPresent() && next.getAsLong() > nextOutgoing ? OptionalLong.empty() : next;
    }

    private boolean isTurnOf(Role who) {
        return sending.epoch() % 2 == (who == Role.A ? 0 : 1);
    }

    private boolean isSettled() {
        return rekeyStarted.isEmpty() && receivingNext.isEmpty();
    }

    private Rekey rekey() {
        return new Rekey(parties, id, sending.epoch() + 1, role);
    }

    private void advance(byte[] nextRoot) {
        int next = sending.epoch() + 1;
        sending.wipe();
        sending = new Chain(nextRoot, id, next, role);
        receivingNext = Optional.of(new Chain(nextRoot, id, next, role.other()));
        Arrays.fill(root, (byte) 0);
        root = nextRoot;
    }

    /** Wipes every key of the session. Nothing is sealed, opened or resumed any more. */
    @Override
    public void close() {
        closed = true;
        Arrays.fill(root, (byte) 0);
        resumption.wipe();
        sending.wipe();
        receiving.wipe();
        receivingNext.ifPresent(Chain::wipe);
        rekeyStarted.ifPresent(Rekey.Started::wipe);
        rekeyStarted = Optional.empty();
    }

    @Override
    public String toString() {
        return "Session[hidden]";
    }
}
