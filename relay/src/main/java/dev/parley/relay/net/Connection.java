package dev.parley.relay.net;

import dev.parley.relay.admission.AdmissionMode;
import dev.parley.relay.admission.Admittance;
import dev.parley.relay.room.Source;
import dev.parley.wire.Challenge;
import dev.parley.wire.FrameCodec;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.function.LongSupplier;

/**
 * One peer's connection: its half frame, its unsent bytes, its partner and its timers. Owned by one event loop at a time. It holds memory
 * only for what is unfinished: an idle connection has no buffer.
 */
final class Connection implements Admittance.Connected {
    /** Beyond this much unsent control traffic, a peer that does not read is not read either. */
    private static final int MAX_CONTROL_BYTES = 4_096;

    /** More ciphertext than this can only be answers of TLS to a peer that asks without reading. */
    private static final int MAX_HELD_BYTES = 176 << 10;

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
    private final WriteQueue unsent = new WriteQueue();
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
    private long lastWrite;
    private boolean outputShut;
    private boolean broken;
    private boolean greeted;
    private boolean listed;
    private boolean joined;

    /** {@code clock} gives the loop's monotonic milliseconds. */
    Connection(Transport transport, Source source, Challenge challenge, LongSupplier clock) {
        this.transport = transport;
        this.source = source;
        this.challenge = challenge;
        this.clock = clock;
        unseatedSince = clock.getAsLong();
        lastRead = unseatedSince;
        lastWrite = unseatedSince;
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

    /** Whether it is now that frames may be sent for the first time. */
    boolean isToBeGreeted() {
        boolean first = !greeted && phase == Phase.UNSEATED && transport.isReady();
        greeted |= first;
        return first;
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
        byte[] bytes = FrameCodec.encode(frame);
        boolean wasIdle = !hasUnsent();
        if (unsent.isEmpty()) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            write(buffer);
            if (buffer.position() > 0 && buffer.hasRemaining()) {
                unsent.addRun(buffer, 0);
            } else if (buffer.hasRemaining()) {
                unsent.addControl(bytes);
            }
        } else {
            unsent.addControl(bytes);
        }
        if (hasUnsent()) {
            wait(wasIdle);
        }
    }

    /** Whether bytes are here that the socket did not take. */
    private boolean hasUnsent() {
        return !unsent.isEmpty() || transport.heldBytes() > 0;
    }

    private void wait(boolean fromNow) {
        if (fromNow) {
            // The time to take it begins.
            lastWrite = clock.getAsLong();
        }
        updateInterest();
    }

    /** Sends the run of whole frames between {@code run}'s position and limit; keeps a copy of what the socket does not take. */
    void forward(ByteBuffer run) {
        int start = run.position();
        boolean wasIdle = !hasUnsent();
        if (unsent.isEmpty()) {
            write(run);
        }
        if (run.hasRemaining()) {
            unsent.addRun(run, start);
        }
        if (hasUnsent()) {
            wait(wasIdle);
            if (partner != null) {
                partner.updateInterest();
            }
        }
    }

    /** The socket takes bytes again. */
    void flush() {
        try {
            boolean progress = transport.flush();
            if (transport.heldBytes() == 0) {
                progress |= unsent.writeTo(transport);
            }
            if (progress) {
                lastWrite = clock.getAsLong();
            }
        } catch (IOException e) {
            broken = true;
            return;
        }
        updateInterest();
        if (!hasUnsent() && partner != null) {
            partner.updateInterest();
        }
    }

    void dropQueuedEnvelopes() {
        unsent.dropEnvelopes();
        updateInterest();
        if (partner != null) {
            partner.updateInterest();
        }
    }

    private void write(ByteBuffer buffer) {
        int before = buffer.remaining();
        try {
            transport.write(buffer);
        } catch (IOException e) {
            broken = true;
            buffer.position(buffer.limit());
            return;
        }
        if (buffer.remaining() < before) {
            lastWrite = clock.getAsLong();
        }
    }

    /** Whether a write has failed: the loop ends the connection. */
    boolean isBroken() {
        return broken;
    }

    void wasRead() {
        lastRead = clock.getAsLong();
    }

    /** Whether this peer is being read: its partner takes what it says, and it takes what we say. */
    boolean isReading() {
        return (partner == null || !partner.hasUnsent())
                && unsent.controlBytes() <= MAX_CONTROL_BYTES
                && transport.heldBytes() <= MAX_HELD_BYTES
                && !transport.isWorking()
                && !throttle.isPaused();
    }

    private void updateInterest() {
        if (key == null || !key.isValid()) {
            return;
        }
        int wanted = hasUnsent() ? SelectionKey.OP_WRITE : 0;
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
    void finishOutput() {
        if (phase == Phase.ENDING && !hasUnsent() && !outputShut) {
            outputShut = true;
            try {
                transport.finish();
            } catch (IOException e) {
                // Already broken: the read side ends it.
            }
        }
    }

    /** Gives up its key; whoever counts connections closes the channel. */
    void close() {
        phase = Phase.CLOSED;
        key.cancel();
    }

    boolean isPastJoinDeadline(long now) {
        long limit = transport.isReady() ? Wire.JOIN_DEADLINE_SECONDS * 1_000L : HANDSHAKE_MILLIS;
        return phase == Phase.UNSEATED && now - unseatedSince >= limit;
    }

    boolean isPastLinger(long now) {
        return phase == Phase.ENDING && now - unseatedSince >= LINGER_MILLIS;
    }

    boolean needsPing(long now) {
        return phase == Phase.SEATED && !hasUnsent() && now - lastWrite >= Wire.KEEP_ALIVE_SECONDS * 1_000L;
    }

    /** Nothing read and nothing written for too long; a peer we do not read is not blamed for silence, only for taking nothing. */
    boolean isDead(long now) {
        long limit = Wire.DEAD_AFTER_SECONDS * 1_000L;
        if (phase != Phase.SEATED) {
            return false;
        }
        if (hasUnsent()) {
            return now - lastWrite >= limit;
        }
        return isReading() && now - lastRead >= limit;
    }
}
