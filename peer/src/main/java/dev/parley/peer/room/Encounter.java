package dev.parley.peer.room;

import dev.parley.crypto.Agreement;
import dev.parley.crypto.IdentityKey;
import dev.parley.crypto.Mode;
import dev.parley.crypto.SafetyNumber;
import dev.parley.crypto.Secret;
import dev.parley.crypto.Session;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.Ready;
import dev.parley.peer.chat.Untrusted;
import dev.parley.wire.Intent;
import dev.parley.wire.PeerFrame;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What two ends of a room have with each other: one handshake attempt at a time, its guesses and pauses, the conversation it leads to,
 * and the key that they know each other by (PROTOCOL.md sections 5.2, 5.6 and 7). Where we sit is {@link Seating}'s business.
 */
final class Encounter {
    private static final long ATTEMPT_MILLIS = 20_000;
    private static final long FLIGHT_1_MILLIS = 10_000;
    private static final long PASSPHRASE_PAUSE_MILLIS = 30_000;
    private static final int MAX_BROKEN_IN_A_ROW = 3;
    private static final int MAX_UNUSABLE_IN_A_ROW = 2;

    /** What an encounter asks of its room. */
    interface Host extends Conversation.Host {
        void transmit(PeerFrame frame);

        void hangUp();

        boolean isLeaving();

        void close(Outcome outcome, long retryAfterMillis);
    }

    private final Randomness randomness;
    private final Seating seating;
    private final Delivery delivery;
    private final Host host;
    private final Guesses guesses = new Guesses();

    private RoomSettings settings;
    private Optional<Attempt> attempt = Optional.empty();
    private Optional<Conversation> conversation = Optional.empty();
    private Optional<SafetyNumber> sessionNumber = Optional.empty();
    private Optional<IdentityKey> peerKey = Optional.empty();
    private boolean talking;
    private boolean joinedTold;
    private boolean codeNeeded;
    private long attemptSince;
    private long silentSince;
    private long pausedUntil;
    private int brokenInARow;
    private int unusableInARow;

    Encounter(RoomSettings settings, Seating seating, Delivery delivery, Randomness randomness, Host host) {
        this.settings = settings;
        this.seating = seating;
        this.delivery = delivery;
        this.randomness = randomness;
        this.host = host;
    }

    /** The conversation, while frames of it flow in the present pairing. */
    Optional<Conversation> talking() {
        return talking ? conversation : Optional.empty();
    }

    boolean hasSession() {
        return conversation.isPresent();
    }

    boolean isCodeNeeded() {
        return codeNeeded;
    }

    /** How long the next connection must wait at least. */
    long pause(long now) {
        return Math.max(0, pausedUntil - now);
    }

    void rename(Untrusted name) {
        settings = new RoomSettings(settings.room(), settings.side(), settings.identity(), settings.code(), name);
    }

    /** The code or passphrase as typed again. */
    void retype(Secret code, long now) {
        if (!codeNeeded) {
            return;
        }
        codeNeeded = false;
        if (guesses.isSpent()) {
            guesses.renew();
        }
        settings = settings.withCode(code);
        if (seating.isSeated()) {
            seating.restart(now, pause(now));
        } else if (pausedUntil > now) {
            seating.dialLater(now, pause(now));
        } else {
            seating.dialNow(now);
        }
    }

    /** Whether a session has been out of use for too long. */
    boolean isForsaken(long now) {
        return conversation.isPresent() && !talking && now - silentSince >= Seating.GIVE_UP_MILLIS;
    }

    /** Carries out what is due by time alone. */
    void tick(long now) {
        long limit = attempt.isPresent() && !attempt.get().hasHeard() ? FLIGHT_1_MILLIS : ATTEMPT_MILLIS;
        boolean unproven = talking && !conversation.orElseThrow().isProven();
        if ((attempt.isPresent() || unproven) && now - attemptSince >= limit) {
            attemptFailed(Outcome.TIMED_OUT, now);
        }
        if (talking && conversation.orElseThrow().isOverdue(now)) {
            host.close(Outcome.PROTOCOL, 0);
        }
        if (pausedUntil > 0 && now >= pausedUntil && !codeNeeded) {
            pausedUntil = 0;
            if (seating.pairing().isPresent() && attempt.isEmpty() && !talking) {
                seating.restart(now, 0);
            }
        }
    }

    /** When {@link #tick} or a settling of the conversation is wanted next, at the latest. */
    long deadline() {
        long next = pausedUntil > 0 && !codeNeeded ? pausedUntil : Long.MAX_VALUE;
        if (attempt.isPresent()) {
            next = Math.min(next, attemptSince + (attempt.get().hasHeard() ? ATTEMPT_MILLIS : FLIGHT_1_MILLIS));
        }
        if (talking) {
            next = Math.min(next, conversation.orElseThrow().settleAt());
            if (!conversation.orElseThrow().isProven()) {
                next = Math.min(next, attemptSince + ATTEMPT_MILLIS);
            }
        } else if (conversation.isPresent()) {
            next = Math.min(next, silentSince + Seating.GIVE_UP_MILLIS);
        }
        return next;
    }

    /** Forgets everything: the room is over. */
    void end() {
        dropSession();
        talking = false;
        attempt = Optional.empty();
    }

    /** The opener ended our seat: because of our confirmation, or because it gave up on us. */
    void unseated(long retryAfter, long now) {
        boolean wasTested = attempt.filter(Attempt::isTested).isPresent();
        stopTalking(now);
        seating.forgetSeat();
        host.hangUp();
        seating.drop(now);
        if (!wasTested) {
            host.close(Outcome.TURNED_AWAY, retryAfter);
            return;
        }
        host.tell(new RoomEvent.GuessFailed(guesses.left()));
        if (guesses.isSpent()) {
            host.close(Outcome.CODE_DEAD, 0);
        } else {
            needCode(retryAfter, now);
        }
    }

    void needCode(long waitMillis, long now) {
        codeNeeded = true;
        pausedUntil = now + waitMillis;
        host.tell(new RoomEvent.CodeNeeded(waitMillis));
    }

    /** The relay says who is across now. Whatever was going on belonged to another pairing. */
    void pairingChanged(long now) {
        boolean wasTalking = talking;
        stopTalking(now);
        OptionalInt pairing = seating.pairing();
        if (pairing.isEmpty()) {
            if (wasTalking) {
                host.tell(new RoomEvent.Offline(false, delivery.unconfirmed()));
            } else if (conversation.isEmpty()) {
                host.tell(new RoomEvent.Waiting());
            }
        } else if (!codeNeeded && now >= pausedUntil) {
            Optional<Session> atHand = conversation.map(Conversation::session);
            if (conversation.isEmpty()) {
                host.tell(new RoomEvent.Agreeing());
            }
            Attempt next = new Attempt(pairing.getAsInt(), settings, guesses, randomness, atHand, host::send);
            attempt = Optional.of(next);
            attemptSince = now;
            next.start();
        }
    }

    void onEnvelope(byte[] envelope, long now) {
        if (talking) {
            onSessionFrame(envelope, now);
            return;
        }
        if (attempt.isEmpty()) {
            return;
        }
        Attempt current = attempt.get();
        switch (current.onEnvelope(envelope)) {
            case GOING_ON -> {}
            case AGREED -> agreed(current.agreement(), now);
            case RESUMED -> resumed(current.resumeFrom(), now);
            case NOT_CONFIRMED -> notConfirmed(now);
            case NO_GUESS_LEFT -> {
                attempt = Optional.empty();
                if (settings.side() == Side.OPENER) {
                    unseatOther(now);
                } else {
                    needCode(0, now);
                }
            }
            case OWN_END -> host.close(Outcome.OWN_END, 0);
            case BROKEN -> attemptFailed(Outcome.PROTOCOL, now);
        }
    }

    private void agreed(Agreement agreement, long now) {
        if (peerKey.isPresent() && !peerKey.get().equals(agreement.theirKey())) {
            // Whoever we have talked to in this room is the only one we go on with: no text goes to another key.
            agreement.session().close();
            host.close(Outcome.PEER_CHANGED, 0);
            return;
        }
        conversation.ifPresent(Conversation::close);
        for (long number : delivery.startOver()) {
            host.tell(new RoomEvent.StateChanged(number, MessageState.WAITING));
        }
        Conversation fresh = new Conversation(agreement, delivery, randomness, host, now);
        conversation = Optional.of(fresh);
        sessionNumber = Optional.of(agreement.sessionNumber());
        joinedTold = false;
        beginTalking();
        fresh.start(settings.name());
    }

    private void resumed(long from, long now) {
        Conversation current = conversation.orElseThrow();
        if (!current.canResumeFrom(from)) {
            dropSession();
            attemptFailed(Outcome.PROTOCOL, now);
            return;
        }
        beginTalking();
        current.resume(from);
    }

    private void beginTalking() {
        attempt = Optional.empty();
        talking = true;
        seating.expect(Intent.EITHER);
    }

    void stopTalking(long now) {
        if (talking) {
            silentSince = now;
        }
        if (settings.side() == Side.SYMMETRIC
                && attempt.filter(Attempt::isTested).isPresent()) {
            // Our passphrase could be tested and no answer came: as slow as a wrong one.
            pausedUntil = now + PASSPHRASE_PAUSE_MILLIS;
            if (guesses.isSpent() && !codeNeeded) {
                attempt = Optional.empty();
                needCode(PASSPHRASE_PAUSE_MILLIS, now);
            }
        }
        talking = false;
        attempt = Optional.empty();
    }

    void dropSession() {
        conversation.ifPresent(Conversation::close);
        conversation = Optional.empty();
        unusableInARow = 0;
    }

    private void notConfirmed(long now) {
        attempt = Optional.empty();
        if (settings.mode() == Mode.CODE) {
            host.tell(new RoomEvent.GuessFailed(guesses.left()));
        }
        switch (settings.side()) {
            case OPENER -> {
                unseatOther(now);
                if (guesses.isSpent() && conversation.isEmpty()) {
                    host.close(Outcome.CODE_DEAD, 0);
                }
            }
            case JOINER -> needCode(0, now);
            case SYMMETRIC -> {
                if (settings.mode() == Mode.OPEN) {
                    attemptFailed(Outcome.PROTOCOL, now);
                } else if (guesses.isSpent()) {
                    needCode(0, now);
                } else {
                    pausedUntil = now + PASSPHRASE_PAUSE_MILLIS;
                    seating.restart(now, PASSPHRASE_PAUSE_MILLIS);
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

    /** An attempt came to nothing: try again in a new pairing, but not for ever. */
    private void attemptFailed(Outcome why, long now) {
        boolean neverHeard = attempt.isPresent() && !attempt.get().hasHeard();
        stopTalking(now);
        brokenInARow++;
        boolean mayUnseat = settings.side() == Side.OPENER && peerKey.isEmpty() && seating.madeRoom();
        if (mayUnseat && (neverHeard || brokenInARow >= MAX_BROKEN_IN_A_ROW)) {
            brokenInARow = 0;
            unseatOther(now);
        } else if (brokenInARow >= MAX_BROKEN_IN_A_ROW) {
            host.close(why, 0);
        } else {
            seating.restart(now, 0);
        }
    }

    private void onSessionFrame(byte[] envelope, long now) {
        Conversation current = conversation.orElseThrow();
        long before = current.session().nextIncoming();
        switch (current.onFrame(envelope, now)) {
            case FINE -> {
                if (current.session().nextIncoming() > before) {
                    unusableInARow = 0;
                    attemptSince = now;
                }
                if (current.isProven()) {
                    brokenInARow = 0;
                }
                current.theirReady().ifPresent(this::tellJoined);
            }
            case UNUSABLE -> {
                stopTalking(now);
                if (++unusableInARow >= MAX_UNUSABLE_IN_A_ROW) {
                    dropSession();
                }
                seating.restart(now, 0);
            }
            case VIOLATION -> host.close(Outcome.PROTOCOL, 0);
            case BYE -> saidBye(current, now);
        }
    }

    private void tellJoined(Ready ready) {
        if (!joinedTold) {
            joinedTold = true;
            peerKey = Optional.of(conversation.orElseThrow().theirKey());
            host.tell(new RoomEvent.Joined(
                    ready.name(),
                    settings.mode() == Mode.CODE ? Trust.VERIFIED : Trust.UNVERIFIED,
                    SafetyNumber.of(
                            settings.identity().publicKey(),
                            conversation.orElseThrow().theirKey()),
                    sessionNumber.orElseThrow()));
        }
    }

    private void saidBye(Conversation current, long now) {
        current.bye("");
        if (host.isLeaving()) {
            host.close(Outcome.LEFT, 0);
            return;
        }
        host.tell(new RoomEvent.PeerLeft(current.byeReason(), delivery.unconfirmed()));
        stopTalking(now);
        if (settings.side() == Side.SYMMETRIC) {
            dropSession();
            peerKey = Optional.empty();
            delivery.forget();
        } else {
            host.close(Outcome.PEER_LEFT, 0);
        }
    }
}
