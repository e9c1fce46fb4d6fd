package dev.parley.crypto;

import dev.parley.crypto.CryptoException.Reason;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * One end of a session that seals whatever it is told to, for tests of somebody else's peer. What it hears it opens as strictly as any
 * {@link Session}.
 */
public final class ProbeSession {
    private final Role role;
    private final byte[] id;
    private final Resumption resumption;
    private final RekeyParties parties;
    private byte[] root;
    private Chain sending;
    private Chain receiving;
    private Optional<Chain> receivingNext = Optional.empty();
    private Optional<Rekey.Started> started = Optional.empty();
    private long nextOutgoing;
    private long nextIncoming;

    ProbeSession(Role role, byte[] id, byte[] root, Resumption resumption, RekeyParties parties) {
        this.role = role;
        this.id = id;
        this.root = root;
        this.resumption = resumption;
        this.parties = parties;
        sending = new Chain(root, id, 0, role);
        receiving = new Chain(root, id, 0, role.other());
    }

    public Role role() {
        return role;
    }

    /** The epoch of the next frame we seal. */
    public int epoch() {
        return sending.epoch();
    }

    public long nextOutgoing() {
        return nextOutgoing;
    }

    public long nextIncoming() {
        return nextIncoming;
    }

    /** The plain text of a frame of that kind by the rules, with an ack of all that was opened. */
    public byte[] plain(FrameKind kind, byte[] body) {
        return SessionFrame.plain(kind, nextIncoming, body);
    }

    /** The same with another ack. */
    public static byte[] plain(FrameKind kind, long ack, byte[] body) {
        return SessionFrame.plain(kind, ack, body);
    }

    /** A plain text of {@code size} bytes, zeros behind the body, whatever its parts say. */
    public static byte[] plain(int kind, long ack, int length, byte[] body, int size) {
        return ByteBuffer.allocate(size)
                .put((byte) kind)
                .putLong(ack)
                .putInt(length)
                .put(body)
                .array();
    }

    /** Seals a frame by the rules. */
    public byte[] seal(FrameKind kind, byte[] body) {
        return seal(plain(kind, body));
    }

    /** Seals that plain text as the next frame; gives the whole envelope. */
    public byte[] seal(byte[] plain) {
        byte[] header = new SessionFrame.Header(sending.epoch(), nextOutgoing).encode();
        byte[] sealed = sending.seal(nextOutgoing, plain);
        nextOutgoing++;
        return Handshake.join(header, sealed);
    }

    /** Opens the next frame of theirs by the rules. */
    public SessionFrame.Opened open(byte[] envelope) throws CryptoException {
        SessionFrame.Header header = SessionFrame.Header.of(envelope);
        boolean switches = receivingNext.isPresent()
                && header.epoch() == receivingNext.get().epoch();
        Chain chain = switches ? receivingNext.get() : receiving;
        if (header.seq() != nextIncoming || header.epoch() != chain.epoch()) {
            throw new CryptoException(Reason.BAD_FRAME);
        }
        byte[] sealed = Arrays.copyOfRange(envelope, SessionFrame.HEADER_BYTES, envelope.length);
        byte[] plain = chain.open(header.seq(), sealed).orElseThrow(() -> new CryptoException(Reason.BAD_FRAME));
        SessionFrame.Opened opened = SessionFrame.parse(plain);
        if (opened.ack() > nextOutgoing) {
            throw new CryptoException(Reason.VIOLATION);
        }
        if (switches) {
            receiving = chain;
            receivingNext = Optional.empty();
        }
        chain.step();
        nextIncoming++;
        return opened;
    }

    /** Whether it is our turn to end the present epoch. */
    public boolean isOurTurn() {
        return sending.epoch() % 2 == (role == Role.A ? 0 : 1);
    }

    /** Whether we have begun a rekey that is not answered. */
    public boolean isRekeying() {
        return started.isPresent();
    }

    /** REKEY1, whether or not it is our turn, with its body changed. */
    public byte[] startRekey(UnaryOperator<byte[]> change) {
        Rekey.Started rekey = rekey().start();
        started = Optional.of(rekey);
        return seal(FrameKind.REKEY1, change.apply(rekey.body()));
    }

    /** REKEY2 by the rules; what is sealed after it is of the next epoch. */
    public byte[] answerRekey(byte[] body1) throws CryptoException {
        return answerRekey(body1, body2 -> body2);
    }

    /** The same with its body changed. */
    public byte[] answerRekey(byte[] body1, UnaryOperator<byte[]> change) throws CryptoException {
        Rekey.Answer answer = rekey().answer(root, body1);
        byte[] envelope = seal(FrameKind.REKEY2, change.apply(answer.body()));
        advance(answer.root());
        return envelope;
    }

    /** Takes their REKEY2; what is sealed from now on is of the next epoch. */
    public void finishRekey(byte[] body2) throws CryptoException {
        byte[] next =
                started.orElseThrow(() -> new CryptoException(Reason.BAD_REKEY)).finish(root, body2);
        started = Optional.empty();
        advance(next);
    }

    /** RESUME-SESSION, without envelope byte and pairing number. */
    public byte[] resume(int pairing, long next) {
        return resumption.encode(pairing, next);
    }

    /** The seq that they want next; empty if their RESUME-SESSION does not hold. */
    public OptionalLong onResume(byte[] message, int pairing) {
        OptionalLong next = resumption.decode(message, pairing);
        return next.isPresent() && next.getAsLong() > nextOutgoing ? OptionalLong.empty() : next;
    }

    private Rekey rekey() {
        return new Rekey(parties, id, sending.epoch() + 1, role);
    }

    private void advance(byte[] nextRoot) {
        int next = sending.epoch() + 1;
        sending = new Chain(nextRoot, id, next, role);
        receivingNext = Optional.of(new Chain(nextRoot, id, next, role.other()));
        root = nextRoot;
    }

    @Override
    public String toString() {
        return "ProbeSession[hidden]";
    }
}
