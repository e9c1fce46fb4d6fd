package dev.parley.relay.net;

import dev.parley.relay.admission.AdmissionMode;
import dev.parley.relay.admission.Admittance;
import dev.parley.relay.room.Source;
import dev.parley.wire.Challenge;
import dev.parley.wire.FrameCodec;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.Wire;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.function.LongSupplier;

/**
 * One peer's connection: its half frame, its output, its partner and its timers. Owned by one event loop at a time. It holds memory only
 * for what is unfinished: an idle connection has no buffer.
 */
final class Connection implements Admittance.Connected {
    /** How long hands may be shaken: shorter than a peer waits, so that one that speaks no TLS meets the alert that tells it so. */
    private static final long HANDSHAKE_MILLIS = 8_000;

    /** How long a refused connection may take to fetch its refusal. */
    static final long LINGER_MILLIS = 2_000;

    enum Phase {
        /** Connected, no seat. */
        UNSEATED,
        SEATED,
        /** No longer read; closed when everything is written. */
        ENDING,
        CLOSED
    }

    private final Transport transport;
    private final Source source;
    private final Challenge challenge;
    private final LongSupplier clock;
    private final Output output;
    private final Throttle throttle = new Throttle();

    private Admittance admittance = new Admittance(AdmissionMode.EITHER);
    private Phase phase = Phase.UNSEATED;
    private SelectionKey key;
    private Connection partner;
    private ByteBuffer halfFrame;
    private long unheardBytes;
    private long unseatedSince;
    private boolean claimLeft = true;
    private boolean resumeLeft = true;
    private long lastRead;
    private boolean greeted;
    private boolean listed;
    private boolean joined;
    private int weighed;

    /** {@code clock} gives the loop's monotonic milliseconds. */
    Connection(Transport transport, Source source, Challenge challenge, LongSupplier clock) {
        this.transport = transport;
        this.source = source;
        this.challenge = challenge;
        this.clock = clock;
        this.output = new Output(transport, clock);
        unseatedSince = clock.getAsLong();
        lastRead = unseatedSince;
    }

    Transport transport() {
        return transport;
    }

    Source source() {
        return source;
    }

    @Override
    public byte[] relayPin() {
        return transport.relayPin();
    }

    /** How far it has come with being let in; moves with it from loop to loop. */
    Admittance admittance() {
        return admittance;
    }

    /** What its WELCOME says, and holds it to. */
    void mustBeAdmitted(AdmissionMode mode) {
        admittance = new Admittance(mode);
    }

    @Override
    public Challenge challenge() {
        return challenge;
    }

    Phase phase() {
        return phase;
    }

    Connection partner() {
        return partner;
    }

    void attach(SelectionKey newKey, LoopBuffers buffers) {
        key = newKey;
        transport.borrow(buffers);
    }

    /** Sends WELCOME, with the operator's word, as soon as frames may be sent for the first time; whether that is now. */
    boolean greet(String notice) {
        if (greeted || phase != Phase.UNSEATED || !transport.isReady()) {
            return false;
        }
        greeted = true;
        send(new RelayFrame.Welcome(
                Wire.MIN_PROTOCOL,
                Wire.MAX_PROTOCOL,
                challenge,
                Wire.MAX_ENVELOPE_BYTES,
                Wire.KEEP_ALIVE_SECONDS,
                Wire.SEAT_HOLD_SECONDS,
                admittance.bits(),
                notice));
        return true;
    }

    /** Its transport may have found something to write or to wait for while it was read. */
    void settle() {
        if (transport.heldBytes() > 0 || transport.isWorking()) {
            updateInterest();
        }
    }

    /** The work that its transport had done elsewhere is done. */
    void workDone() {
        transport.workDone();
        updateInterest();
    }

    void detach() {
        key.cancel();
        listed = false;
    }

    /** Bytes of memory that it holds for what is unfinished. */
    int memoryBytes() {
        return phase == Phase.CLOSED
                ? 0
                : output.heldBytes() + transport.memoryBytes() + (halfFrame == null ? 0 : halfFrame.capacity());
    }

    /** How much more memory it holds than when this was last asked. */
    int growth() {
        int before = weighed;
        weighed = memoryBytes();
        return weighed - before;
    }

    /** The bytes of an unfinished frame, handed over once. */
    ByteBuffer takeHalfFrame() {
        ByteBuffer taken = halfFrame;
        halfFrame = null;
        return taken;
    }

    void keepHalfFrame(ByteBuffer bytes) {
        halfFrame = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }

    /** Whether this is no longer, or not yet, known to be without a seat; said once for each change. */
    boolean changedSeating() {
        boolean changed = listed != (phase == Phase.UNSEATED);
        listed = phase == Phase.UNSEATED;
        return changed;
    }

    /** Whether it has claimed or resumed before; from now on it has. */
    boolean joinsAgain() {
        boolean again = joined;
        joined = true;
        return again;
    }

    /** Whether a CLAIM is allowed: one, and one more each time a seat was left. */
    boolean mayClaim() {
        boolean allowed = claimLeft;
        claimLeft = false;
        return allowed;
    }

    /** Whether a RESUME is allowed: one per connection. */
    boolean mayResume() {
        boolean allowed = resumeLeft;
        resumeLeft = false;
        return allowed;
    }

    void seated() {
        phase = Phase.SEATED;
    }

    void unseated() {
        phase = Phase.UNSEATED;
        unseatedSince = clock.getAsLong();
        claimLeft = true;
    }

    void face(Connection other) {
        partner = other;
        unheardBytes = 0;
        throttle.share(other.throttle);
        // It may have waited for a partner that took nothing and was replaced.
        updateInterest();
    }

    void faceNobody() {
        Connection before = partner;
        partner = null;
        unheardBytes = 0;
        if (before != null) {
            updateInterest();
        }
    }

    /** Charges the room for bytes that were passed on; whether this connection must now be left alone until {@link #mayGoOn}. */
    boolean charge(int bytes, long perSecond) {
        boolean pauses = throttle.charge(bytes, perSecond, clock.getAsLong());
        if (pauses) {
            updateInterest();
        }
        return pauses;
    }

    /** Whether the room's account is even again. */
    boolean mayGoOn(long now) {
        boolean may = throttle.mayGoOn(now);
        if (may) {
            updateInterest();
        }
        return may;
    }

    /** Counts envelope bytes that nobody hears; whether that is still allowed. */
    boolean mayBeUnheard(int bytes) {
        unheardBytes += bytes;
        return unheardBytes <= Wire.MAX_UNHEARD_BYTES;
    }

    void send(RelayFrame frame) {
        output.send(FrameCodec.encode(frame));
        if (output.hasUnsent()) {
            updateInterest();
        }
    }

    /** Sends the run of whole frames between {@code run}'s position and limit; keeps a copy of what the socket does not take. */
    void forward(ByteBuffer run) {
        output.forward(run);
        if (output.hasUnsent()) {
            updateInterest();
            if (partner != null) {
                partner.updateInterest();
            }
        }
    }

    /** The socket takes bytes again. */
    void flush() {
        output.flush();
        if (output.isBroken()) {
            return;
        }
        updateInterest();
        finishOutput();
        if (!output.hasUnsent() && partner != null) {
            partner.updateInterest();
        }
    }

    void dropQueuedEnvelopes() {
        output.dropEnvelopes();
        updateInterest();
        if (partner != null) {
            partner.updateInterest();
        }
    }

    /** Whether a write has failed: the loop ends the connection. */
    boolean isBroken() {
        return output.isBroken();
    }

    void wasRead() {
        lastRead = clock.getAsLong();
    }

    /** Whether this peer is being read: its partner takes what it says, and it takes what we say. */
    boolean isReading() {
        return (partner == null || !partner.output.hasUnsent())
                && !output.isFlooded()
                && !transport.isWorking()
                && !throttle.isPaused();
    }

    private void updateInterest() {
        if (key == null || !key.isValid()) {
            return;
        }
        int wanted = output.hasUnsent() ? SelectionKey.OP_WRITE : 0;
        if (phase == Phase.ENDING || isReading()) {
            wanted |= SelectionKey.OP_READ;
        }
        int before = key.interestOps();
        if (before == wanted) {
            return;
        }
        if ((wanted & ~before & SelectionKey.OP_READ) != 0) {
            // It was silent because it was not read: its time starts anew.
            lastRead = clock.getAsLong();
        }
        key.interestOps(wanted);
    }

    void end() {
        phase = Phase.ENDING;
        unseatedSince = clock.getAsLong();
        finishOutput();
        updateInterest();
    }

    /** Closes our half once everything is written, so that the peer reads a refusal before it meets the end. */
    private void finishOutput() {
        if (phase == Phase.ENDING) {
            output.finish();
        }
    }

    /** Gives up its key; whoever counts connections closes the channel. */
    void close() {
        phase = Phase.CLOSED;
        key.cancel();
    }

    /** Whether it took too long to join, to fetch its refusal, or to say or take anything, or a write has failed. */
    boolean isOverdue(long now) {
        return isBroken()
                || switch (phase) {
                    case UNSEATED ->
                        now - unseatedSince
                                >= (transport.isReady() ? Wire.JOIN_DEADLINE_SECONDS * 1_000L : HANDSHAKE_MILLIS);
                    case SEATED -> isDead(now);
                    case ENDING -> now - unseatedSince >= LINGER_MILLIS;
                    case CLOSED -> false;
                };
    }

    boolean needsPing(long now) {
        return phase == Phase.SEATED
                && !output.hasUnsent()
                && now - output.lastWrite() >= Wire.KEEP_ALIVE_SECONDS * 1_000L;
    }

    /** Nothing read and nothing written for too long; a peer we do not read is not blamed for silence, only for taking nothing. */
    private boolean isDead(long now) {
        long limit = Wire.DEAD_AFTER_SECONDS * 1_000L;
        if (output.hasUnsent()) {
            return now - output.lastWrite() >= limit;
        }
        return isReading() && now - lastRead >= limit;
    }
}
