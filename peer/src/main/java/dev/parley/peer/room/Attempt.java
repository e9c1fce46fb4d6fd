package dev.parley.peer.room;

import dev.parley.crypto.Agreement;
import dev.parley.crypto.CryptoException;
import dev.parley.crypto.EnvelopeKind;
import dev.parley.crypto.Handshake;
import dev.parley.crypto.HandshakeConfirm;
import dev.parley.crypto.HandshakeShare;
import dev.parley.crypto.HandshakeTerms;
import dev.parley.crypto.Mode;
import dev.parley.crypto.Session;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.wire.Envelope;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The handshake of one pairing, from flight 1 to a session that is new or goes on (PROTOCOL.md sections 5.2 and 5.6). Sends by itself;
 * says by {@link Result} when it is over. Never retries: that takes a new pairing.
 */
final class Attempt {
    /** How an envelope was taken. */
    enum Result {
        GOING_ON,
        /** The peers agreed on a new session: {@link #agreement()}. */
        AGREED,
        /** The session at hand goes on: {@link #resumeFrom()}. */
        RESUMED,
        /** A confirmation did not verify. */
        NOT_CONFIRMED,
        /** Our own flight came back. */
        OWN_END,
        /** Something came that the protocol does not allow. */
        BROKEN,
        /** A guess is due and none is left. */
        NO_GUESS_LEFT
    }

    private enum Phase {
        FLIGHT_1,
        SHARE,
        CONFIRM,
        OVER
    }

    private final int pairing;
    private final HandshakeTerms terms;
    private final Mode mode;
    private final Side side;
    private final Guesses guesses;
    private final Randomness randomness;
    private final Optional<Session> session;
    private final Consumer<Envelope> send;

    private Phase phase = Phase.FLIGHT_1;
    private Optional<Handshake> hello = Optional.empty();
    private Optional<HandshakeShare> share = Optional.empty();
    private Optional<HandshakeConfirm> confirm = Optional.empty();
    private Optional<Agreement> agreement = Optional.empty();
    private long resumeFrom;
    private Optional<Envelope> confirmOwed = Optional.empty();
    private boolean tested;

    /** {@code session} is the one at hand, if any: flight 1 then offers to go on with it. */
    Attempt(
            int pairing,
            HandshakeTerms terms,
            Mode mode,
            Side side,
            Guesses guesses,
            Randomness randomness,
            Optional<Session> session,
            Consumer<Envelope> send) {
        this.pairing = pairing;
        this.terms = terms;
        this.mode = mode;
        this.side = side;
        this.guesses = guesses;
        this.randomness = randomness;
        this.session = session;
        this.send = send;
    }

    void start() {
        if (session.isPresent()) {
            sendFlight1(EnvelopeKind.RESUME_SESSION, session.get().resume(pairing));
        } else {
            sendHello();
        }
    }

    /** Whether the other end has shown flight 1 of this pairing. */
    boolean hasHeard() {
        return phase != Phase.FLIGHT_1;
    }

    /** Whether we have let the other end test our code. */
    boolean isTested() {
        return tested;
    }

    /**
     * An opener's CONFIRM, to be sent once the record is safe: it lets the other end leave the place for good, and an opener without a
     * record could never follow.
     */
    Optional<Envelope> confirmOwed() {
        return confirmOwed;
    }

    Agreement agreement() {
        return agreement.orElseThrow();
    }

    /** The seq from which the other end wants our frames again. */
    long resumeFrom() {
        return resumeFrom;
    }

    Result onEnvelope(byte[] envelope) {
        Optional<EnvelopeKind> kind = EnvelopeKind.of(envelope[0]);
        byte[] body = Arrays.copyOfRange(envelope, 1, envelope.length);
        try {
            Result result = switch (phase) {
                case FLIGHT_1 -> onFlight1(kind, body);
                case SHARE -> kind.equals(Optional.of(EnvelopeKind.SHARE)) ? onShare(body) : Result.BROKEN;
                case CONFIRM -> kind.equals(Optional.of(EnvelopeKind.CONFIRM)) ? onConfirm(body) : Result.BROKEN;
                case OVER -> Result.BROKEN;
            };
            if (result != Result.GOING_ON) {
                phase = Phase.OVER;
            }
            return result;
        } catch (CryptoException e) {
            phase = Phase.OVER;
            return switch (e.reason()) {
                case NOT_CONFIRMED -> Result.NOT_CONFIRMED;
                case OWN_END -> Result.OWN_END;
                case MALFORMED, BAD_KEY, BAD_PROOF, BAD_FRAME, VIOLATION, BAD_REKEY -> Result.BROKEN;
            };
        }
    }

    /** Only flight 1 of this pairing is heard; what was left over from another connection passes silently. */
    private Result onFlight1(Optional<EnvelopeKind> kind, byte[] body) throws CryptoException {
        if (body.length < 4 || ByteBuffer.wrap(body).getInt() != pairing) {
            return Result.GOING_ON;
        }
        byte[] message = Arrays.copyOfRange(body, 4, body.length);
        if (kind.equals(Optional.of(EnvelopeKind.HELLO))) {
            return onHello(message);
        }
        if (kind.equals(Optional.of(EnvelopeKind.RESUME_SESSION)) && hello.isEmpty()) {
            return onResume(message);
        }
        return Result.GOING_ON;
    }

    private Result onResume(byte[] message) {
        OptionalLong next = session.orElseThrow().onResume(message, pairing);
        if (next.isPresent()) {
            resumeFrom = next.getAsLong();
            return Result.RESUMED;
        }
        // Two sessions that do not know each other: both ends start over in this pairing.
        sendHello();
        return Result.GOING_ON;
    }

    private Result onHello(byte[] theirHello) throws CryptoException {
        if (hello.isEmpty()) {
            sendHello();
        }
        HandshakeShare step = hello.orElseThrow().onHello(theirHello);
        share = Optional.of(step);
        send(EnvelopeKind.SHARE, step.share());
        phase = Phase.SHARE;
        return Result.GOING_ON;
    }

    private Result onShare(byte[] theirShare) throws CryptoException {
        HandshakeConfirm step = share.orElseThrow().onShare(theirShare);
        confirm = Optional.of(step);
        phase = Phase.CONFIRM;
        if (mode == Mode.CODE && guesses.isSpent()) {
            return Result.NO_GUESS_LEFT;
        }
        if (side == Side.OPENER) {
            return Result.GOING_ON;
        }
        if (mode == Mode.CODE) {
            // From here on the other end can test one guess of our code, whether or not it answers.
            guesses.spend();
            tested = true;
        }
        send(EnvelopeKind.CONFIRM, step.confirm());
        return Result.GOING_ON;
    }

    private Result onConfirm(byte[] theirConfirmation) throws CryptoException {
        HandshakeConfirm step = confirm.orElseThrow();
        byte[] ours = step.confirm();
        try {
            agreement = Optional.of(step.onConfirm(theirConfirmation));
        } catch (CryptoException e) {
            if (side == Side.OPENER) {
                guesses.spend();
            }
            throw e;
        }
        if (side == Side.OPENER) {
            confirmOwed = Optional.of(envelope(EnvelopeKind.CONFIRM, ours));
        }
        if (tested) {
            guesses.giveBack();
        }
        return Result.AGREED;
    }

    private void sendHello() {
        Handshake begun = Handshake.begin(terms, randomness);
        hello = Optional.of(begun);
        sendFlight1(EnvelopeKind.HELLO, begun.hello());
    }

    private void sendFlight1(EnvelopeKind kind, byte[] message) {
        send.accept(Envelope.of(ByteBuffer.allocate(1 + 4 + message.length)
                .put(kind.code())
                .putInt(pairing)
                .put(message)
                .array()));
    }

    private void send(EnvelopeKind kind, byte[] message) {
        send.accept(envelope(kind, message));
    }

    private static Envelope envelope(EnvelopeKind kind, byte[] message) {
        return Envelope.of(ByteBuffer.allocate(1 + message.length)
                .put(kind.code())
                .put(message)
                .array());
    }
}
