package dev.parley.peer.room;

import dev.parley.crypto.Agreement;
import dev.parley.crypto.Continuity;
import dev.parley.crypto.HandshakeTerms;
import dev.parley.crypto.Identity;
import dev.parley.crypto.Mode;
import dev.parley.crypto.Secret;
import dev.parley.crypto.Session;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.wire.Envelope;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.RoomId;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How two ends agree in one of the relay's rooms: one handshake attempt at a time, its guesses and its pauses (PROTOCOL.md sections 5.2
 * and 5.6). Where we sit is {@link Seating}'s business, what comes of it {@link Encounter}'s.
 */
final class Meeting {
    private static final long ATTEMPT_MILLIS = 20_000;
    private static final long FLIGHT_1_MILLIS = 10_000;
    private static final long PASSPHRASE_PAUSE_MILLIS = 30_000;
    private static final int MAX_BROKEN_IN_A_ROW = 3;

    /** Between attempts with somebody we know, once several have failed: ten a minute at most. */
    private static final long SLOW_MILLIS = 6_000;

    private static final long WINDOW_MILLIS = 10_000;
    private static final int MAX_BEGUN_IN_WINDOW = 20;

    /** What a meeting asks of its leg. */
    interface Host {
        /** The session at hand, if any. */
        Optional<Session> session();

        Continuity continuity();

        /** Whether frames of the session flow here. */
        boolean isTalking();

        /** Whether we know who should be here, so that no failure ends the room. */
        boolean isKnown();

        /** {@code confirm} must leave before anything else, once what is agreed is safe over a crash. */
        void agreed(Agreement agreement, Optional<Envelope> confirm, long now);

        void resumed(long from, long now);

        /** This room of the relay is of no more use. */
        void ended(Outcome why, long retryAfterMillis, long now);

        void tell(RoomEvent event);

        void send(Envelope envelope);

        void transmit(PeerFrame frame);

        void hangUp();
    }

    private final RoomId room;
    private final Side side;
    private final Identity identity;
    private final Seating seating;
    private final Randomness randomness;
    private final Host host;
    private final Guesses guesses = new Guesses();

    private Optional<Secret> code;
    private Optional<Attempt> attempt = Optional.empty();
    private boolean codeNeeded;
    private long attemptSince;
    private long pausedUntil;
    private int brokenInARow;
    private long windowSince;
    private int begunInWindow;

    Meeting(
            RoomId room,
            Side side,
            Identity identity,
            Optional<Secret> code,
            Seating seating,
            Randomness randomness,
            Host host) {
        this.room = room;
        this.side = side;
        this.identity = identity;
        this.code = code;
        this.seating = seating;
        this.randomness = randomness;
        this.host = host;
    }

    Mode mode() {
        return code.isPresent() ? Mode.CODE : Mode.OPEN;
    }

    Side side() {
        return side;
    }

    boolean isCodeNeeded() {
        return codeNeeded;
    }

    /** How long the next connection must wait at least. */
    long pause(long now) {
        return Math.max(0, pausedUntil - now);
    }

    /** The code or passphrase as typed again. */
    void retype(Secret typed, long now) {
        if (!codeNeeded) {
            return;
        }
        codeNeeded = false;
        if (guesses.isSpent()) {
            guesses.renew();
        }
        code = Optional.of(typed);
        if (seating.isSeated()) {
            seating.restart(now, pause(now));
        } else if (pausedUntil > now) {
            seating.dialLater(now, pause(now));
        } else {
            seating.dialNow(now);
        }
    }

    /** Somebody is across, in a new pairing. */
    void begin(long now) {
        OptionalInt pairing = seating.pairing();
        if (pairing.isEmpty() || codeNeeded || now < pausedUntil) {
            return;
        }
        if (isTooOften(now)) {
            seating.restart(now, SLOW_MILLIS);
            return;
        }
        if (host.session().isEmpty()) {
            host.tell(new RoomEvent.Agreeing());
        }
        HandshakeTerms terms = code.map(secret -> HandshakeTerms.withCode(room, side, identity, secret))
                .orElseGet(() -> HandshakeTerms.open(room, identity))
                .remembering(host.continuity());
        Attempt next =
                new Attempt(pairing.getAsInt(), terms, mode(), side, guesses, randomness, host.session(), host::send);
        attempt = Optional.of(next);
        attemptSince = now;
        next.start();
    }

    /** Whether pairings come faster than any network is broken: each costs a handshake. */
    private boolean isTooOften(long now) {
        if (now - windowSince >= WINDOW_MILLIS) {
            windowSince = now;
            begunInWindow = 0;
        }
        return ++begunInWindow > MAX_BEGUN_IN_WINDOW;
    }

    /** The pairing is over, whatever was going on in it. */
    void stop(long now) {
        if (side == Side.SYMMETRIC && attempt.filter(Attempt::isTested).isPresent()) {
            // Our passphrase could be tested and no answer came: as slow as a wrong one.
            pausedUntil = now + PASSPHRASE_PAUSE_MILLIS;
            if (guesses.isSpent() && !codeNeeded) {
                attempt = Optional.empty();
                needCode(PASSPHRASE_PAUSE_MILLIS, now);
            }
        }
        attempt = Optional.empty();
    }

    /** Nothing more is tried here. */
    void end() {
        attempt = Optional.empty();
    }

    void onEnvelope(byte[] envelope, long now) {
        if (attempt.isEmpty()) {
            return;
        }
        Attempt current = attempt.get();
        switch (current.onEnvelope(envelope)) {
            case GOING_ON -> {}
            case AGREED -> {
                attempt = Optional.empty();
                host.agreed(current.agreement(), current.confirmOwed(), now);
            }
            case RESUMED -> {
                attempt = Optional.empty();
                host.resumed(current.resumeFrom(), now);
            }
            case NOT_CONFIRMED -> notConfirmed(now);
            case NO_GUESS_LEFT -> {
                attempt = Optional.empty();
                if (side == Side.OPENER) {
                    unseatOther(now);
                } else {
                    needCode(0, now);
                }
            }
            case OWN_END -> {
                // Where we know who should be here, or may send others away, a reflection is a nuisance and no end.
                if (host.isKnown() || side == Side.OPENER) {
                    failed(Outcome.OWN_END, now);
                } else {
                    host.ended(Outcome.OWN_END, 0, now);
                }
            }
            case BROKEN -> failed(Outcome.PROTOCOL, now);
        }
    }

    /** The opener ended our seat: because of our confirmation, or because it gave up on us. */
    void unseated(long retryAfter, long now) {
        boolean wasTested = attempt.filter(Attempt::isTested).isPresent();
        stop(now);
        seating.forgetSeat();
        host.hangUp();
        seating.drop(now);
        if (!wasTested) {
            host.ended(Outcome.TURNED_AWAY, retryAfter, now);
            return;
        }
        host.tell(new RoomEvent.GuessFailed(guesses.left()));
        if (guesses.isSpent()) {
            host.ended(Outcome.CODE_DEAD, 0, now);
        } else {
            needCode(retryAfter, now);
        }
    }

    /** An attempt or what it led to came to nothing: try again in a new pairing, but with a stranger not for ever. */
    void failed(Outcome why, long now) {
        boolean neverHeard = attempt.isPresent() && !attempt.get().hasHeard();
        stop(now);
        brokenInARow++;
        boolean tooOften = brokenInARow >= MAX_BROKEN_IN_A_ROW;
        boolean mayUnseat = side == Side.OPENER && !host.isKnown() && seating.madeRoom();
        if (mayUnseat && (neverHeard || tooOften)) {
            brokenInARow = 0;
            unseatOther(now);
        } else if (tooOften && !host.isKnown()) {
            host.ended(why, 0, now);
        } else {
            seating.restart(now, tooOften ? SLOW_MILLIS : 0);
        }
    }

    /** What the attempt led to works. */
    void proven() {
        brokenInARow = 0;
    }

    private void needCode(long waitMillis, long now) {
        codeNeeded = true;
        pausedUntil = now + waitMillis;
        host.tell(new RoomEvent.CodeNeeded(waitMillis));
    }

    private void notConfirmed(long now) {
        attempt = Optional.empty();
        if (mode() == Mode.CODE) {
            host.tell(
                    side == Side.SYMMETRIC
                            ? new RoomEvent.PassphraseFailed()
                            : new RoomEvent.GuessFailed(guesses.left()));
        }
        switch (side) {
            case OPENER -> {
                unseatOther(now);
                if (guesses.isSpent()) {
                    host.ended(Outcome.CODE_DEAD, 0, now);
                }
            }
            case JOINER -> needCode(0, now);
            case SYMMETRIC -> {
                if (mode() == Mode.OPEN) {
                    failed(Outcome.PROTOCOL, now);
                } else {
                    // Either side may be the one that is wrong: both ask, and whoever waits for the other does so
                    // alone.
                    host.hangUp();
                    seating.drop(now);
                    needCode(PASSPHRASE_PAUSE_MILLIS, now);
                }
            }
        }
    }

    /** Ends the other seat where we may; elsewhere a new pairing must do. */
    private void unseatOther(long now) {
        if (seating.madeRoom()) {
            host.transmit(new PeerFrame.Unseat());
        } else {
            seating.restart(now, 0);
        }
    }

    /** Carries out what is due by time alone. */
    void tick(long now) {
        if (attempt.isPresent() && now >= attemptDeadline()) {
            failed(Outcome.TIMED_OUT, now);
        }
        if (pausedUntil > 0 && now >= pausedUntil && !codeNeeded) {
            pausedUntil = 0;
            if (seating.pairing().isPresent() && attempt.isEmpty() && !host.isTalking()) {
                seating.restart(now, 0);
            }
        }
    }

    /** When {@link #tick} is wanted next, at the latest. */
    long deadline() {
        long pauseEnd = pausedUntil > 0 && !codeNeeded ? pausedUntil : Long.MAX_VALUE;
        return attempt.isPresent() ? Math.min(pauseEnd, attemptDeadline()) : pauseEnd;
    }

    private long attemptDeadline() {
        return attemptSince + (attempt.orElseThrow().hasHeard() ? ATTEMPT_MILLIS : FLIGHT_1_MILLIS);
    }
}
