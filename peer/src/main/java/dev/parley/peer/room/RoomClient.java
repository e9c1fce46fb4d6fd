package dev.parley.peer.room;

import dev.parley.crypto.Agreement;
import dev.parley.crypto.IdentityKey;
import dev.parley.crypto.Mode;
import dev.parley.crypto.SafetyNumber;
import dev.parley.crypto.Secret;
import dev.parley.crypto.Session;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.Ready;
import dev.parley.peer.chat.Untrusted;
import dev.parley.wire.Envelope;
import dev.parley.wire.Intent;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One room from our side: seat, handshakes, conversation, end. Every input returns the effects it has; times are monotonic milliseconds.
 * After a batch of inputs call {@link #settle}, and {@link #tick} when {@link #deadline} comes.
 */
public final class RoomClient {
    private static final long ATTEMPT_MILLIS = 20_000;
    private static final long FLIGHT_1_MILLIS = 10_000;
    private static final long BYE_MILLIS = 5_000;
    private static final long BYE_ANSWER_MILLIS = 2_000;
    private static final long PASSPHRASE_PAUSE_MILLIS = 30_000;
    private static final int MAX_BROKEN_IN_A_ROW = 3;
    private static final int MAX_UNUSABLE_IN_A_ROW = 2;

    private final Randomness randomness;
    private final List<RoomEffect> effects = new ArrayList<>();
    private final Guesses guesses = new Guesses();
    private final Delivery delivery;
    private final Seating seating;
    private final Conversation.Host host = new ConversationHost();

    private RoomSettings settings;
    private Optional<Attempt> attempt = Optional.empty();
    private Optional<Conversation> conversation = Optional.empty();
    private boolean talking;
    private boolean joinedTold;
    private Optional<SafetyNumber> sessionNumber = Optional.empty();
    private long attemptSince;
    private long silentSince;
    private Optional<IdentityKey> peerKey = Optional.empty();
    private int brokenInARow;
    private int unusableInARow;
    private long unwritten;
    private long pausedUntil;
    private boolean codeNeeded;
    private long leavingSince = -1;
    private long byeSince = -1;
    private boolean closed;

    public RoomClient(RoomSettings settings, Randomness randomness) {
        this.settings = settings;
        this.randomness = randomness;
        this.delivery = new Delivery(randomness);
        this.seating = new Seating(settings.room(), settings.intent(), randomness, effects);
    }

    public List<RoomEffect> start(long now) {
        seating.dialNow(now);
        return drain();
    }

    /** Whether the room is over; nothing has an effect any more. */
    public boolean isClosed() {
        return closed;
    }

    public List<RoomEffect> onOpened(long now) {
        seating.onOpened(now);
        return drain();
    }

    /** The connection could not be made or is gone; {@code broken} if the relay sent what is no frame of ours. */
    public List<RoomEffect> onLost(boolean broken, long now) {
        if (!closed) {
            unwritten = 0;
            boolean wasTalking = talking;
            stopTalking(now);
            if (broken && !seating.wasGreeted()) {
                close(Outcome.NOT_A_RELAY, 0);
            } else if (!seating.wasGreeted()) {
                close(Outcome.RELAY_UNREACHABLE, 0);
            } else if (leavingSince >= 0) {
                close(Outcome.LEFT, 0);
            } else if (codeNeeded) {
                seating.drop(now);
            } else {
                if (wasTalking) {
                    tell(new RoomEvent.Offline(true, delivery.unconfirmed()));
                }
                seating.dialLater(now, Math.max(0, pausedUntil - now));
            }
        }
        return drain();
    }

    public List<RoomEffect> onFrame(RelayFrame frame, long now) {
        if (!closed) {
            seating.heard(now);
            frame.accept(new FrameHandler(now));
        }
        return drain();
    }

    /** The connection has written {@code bytes} of what it was handed. */
    public void onWritten(int bytes) {
        unwritten = Math.max(0, unwritten - bytes);
    }

    /** Queues a message. Gives the number that names the line in {@link RoomEvent.StateChanged}; empty if too much waits already. */
    public Optional<Long> say(Message message) {
        return closed || leavingSince >= 0 ? Optional.empty() : delivery.say(message);
    }

    /** Our name from the next handshake on. */
    public void rename(Untrusted name) {
        settings = new RoomSettings(settings.room(), settings.side(), settings.identity(), settings.code(), name);
    }

    /** The code or passphrase as typed again, after {@link RoomEvent.CodeNeeded}. */
    public List<RoomEffect> retype(Secret code, long now) {
        if (codeNeeded && !closed) {
            codeNeeded = false;
            if (guesses.isSpent()) {
                guesses.renew();
            }
            settings = settings.withCode(code);
            if (seating.isSeated()) {
                seating.restart(now, pausedUntil - now);
            } else if (pausedUntil > now) {
                seating.dialLater(now, pausedUntil - now);
            } else {
                seating.dialNow(now);
            }
        }
        return drain();
    }

    /** Leaves: what was sent is given five seconds to be acknowledged, then a goodbye, then the seat. */
    public List<RoomEffect> leave(long now) {
        if (!closed && leavingSince < 0) {
            leavingSince = now;
            settleNow(now);
            proceedLeaving(now);
        }
        return drain();
    }

    /** Seals what the last inputs made possible. */
    public List<RoomEffect> settle(long now) {
        settleNow(now);
        return drain();
    }

    private void settleNow(long now) {
        if (!closed && talking) {
            conversation.orElseThrow().settle(now);
            if (leavingSince >= 0) {
                proceedLeaving(now);
            }
        }
    }

    /** The code will not be typed again: the room ends. */
    public List<RoomEffect> giveUp() {
        close(Outcome.NOT_CONFIRMED, 0);
        return drain();
    }

    public List<RoomEffect> tick(long now) {
        if (closed) {
            return drain();
        }
        if (seating.tick(now)) {
            effects.add(new RoomEffect.Hangup());
            return onLost(false, now);
        }
        if (!codeNeeded && seating.isHopeless(now)
                || conversation.isPresent() && !talking && now - silentSince >= Seating.GIVE_UP_MILLIS) {
            close(seating.hadSeat() ? Outcome.CONNECTION_LOST : Outcome.RELAY_UNREACHABLE, 0);
            return drain();
        }
        attempt.ifPresent(current -> {
            if (!current.hasHeard() && now - attemptSince >= FLIGHT_1_MILLIS || now - attemptSince >= ATTEMPT_MILLIS) {
                attemptFailed(Outcome.TIMED_OUT, now);
            }
        });
        if (talking && !conversation.orElseThrow().isProven() && now - attemptSince >= ATTEMPT_MILLIS) {
            stopTalking(now);
            attemptFailed(Outcome.TIMED_OUT, now);
        }
        if (talking && conversation.orElseThrow().isOverdue(now)) {
            close(Outcome.PROTOCOL, 0);
        }
        if (pausedUntil > 0 && now >= pausedUntil && !codeNeeded) {
            pausedUntil = 0;
            if (seating.pairing().isPresent() && attempt.isEmpty() && !talking) {
                seating.restart(now, 0);
            }
        }
        if (leavingSince >= 0) {
            proceedLeaving(now);
        }
        return settle(now);
    }

    /** When {@link #tick} is wanted next, at the latest. */
    public long deadline() {
        long next = seating.deadline();
        if (attempt.isPresent()) {
            next = Math.min(next, attemptSince + (attempt.get().hasHeard() ? ATTEMPT_MILLIS : FLIGHT_1_MILLIS));
        }
        if (talking) {
            next = Math.min(next, conversation.orElseThrow().settleAt());
            if (!conversation.orElseThrow().isProven()) {
                next = Math.min(next, attemptSince + ATTEMPT_MILLIS);
            }
        }
        if (pausedUntil > 0 && !codeNeeded) {
            next = Math.min(next, pausedUntil);
        }
        if (conversation.isPresent() && !talking) {
            next = Math.min(next, silentSince + Seating.GIVE_UP_MILLIS);
        }
        if (leavingSince >= 0) {
            next = Math.min(next, byeSince >= 0 ? byeSince + BYE_ANSWER_MILLIS : leavingSince + BYE_MILLIS);
        }
        return next;
    }

    private final class FrameHandler implements RelayFrame.Handler<Void> {
        private final long now;

        FrameHandler(long now) {
            this.now = now;
        }

        @Override
        public Void onWelcome(RelayFrame.Welcome welcome) {
            if (!welcome.notice().isEmpty() && !seating.hadSeat()) {
                tell(new RoomEvent.RelayNotice(Untrusted.of(welcome.notice())));
            }
            step(seating.onWelcome(welcome));
            return null;
        }

        @Override
        public Void onSeated(RelayFrame.Seated seated) {
            step(seating.onSeated(seated));
            return null;
        }

        @Override
        public Void onPeer(RelayFrame.Peer peer) {
            step(seating.onPeer(peer));
            return null;
        }

        @Override
        public Void onDeliver(RelayFrame.Deliver deliver) {
            onEnvelope(deliver.envelope().toByteArray(), now);
            return null;
        }

        @Override
        public Void onPing(RelayFrame.Ping ping) {
            transmit(new PeerFrame.Pong(ping.echo()));
            return null;
        }

        @Override
        public Void onPong(RelayFrame.Pong pong) {
            return null;
        }

        @Override
        public Void onNotice(RelayFrame.Notice notice) {
            if (!notice.text().isEmpty()) {
                tell(new RoomEvent.RelayNotice(Untrusted.of(notice.text())));
            }
            return null;
        }

        @Override
        public Void onDisplaced(RelayFrame.Displaced displaced) {
            step(Seating.Step.DISPLACED);
            return null;
        }

        @Override
        public Void onRefused(RelayFrame.Refused refused) {
            step(seating.onRefused(refused));
            return null;
        }

        private void step(Seating.Step step) {
            switch (step) {
                case NOTHING -> {}
                case CHANGED -> pairingChanged(now);
                case WRONG_VERSION -> close(Outcome.RELAY_VERSION, 0);
                case REFUSED -> refused(seating.refusal(), now);
                case DISPLACED -> close(Outcome.OPENED_ELSEWHERE, 0);
            }
        }
    }

    private void refused(RelayFrame.Refused refused, long now) {
        Optional<Refusal> refusal = refused.refusal();
        if (refusal.isEmpty()) {
            close(Outcome.PROTOCOL, refused.retryAfterMillis());
            return;
        }
        switch (refusal.get()) {
            case ROOM_UNAVAILABLE -> {
                if (!seating.hadSeat()) {
                    close(Outcome.ROOM_GONE, 0);
                } else if (settings.side() == Side.OPENER && conversation.isEmpty()) {
                    close(Outcome.CODE_DEAD, 0);
                } else {
                    seating.restart(now, 0);
                }
            }
            case UNSUPPORTED_PROTOCOL -> close(Outcome.RELAY_VERSION, 0);
            case BUSY -> {
                if (seating.hadSeat()) {
                    seating.restart(now, refused.retryAfterMillis());
                } else {
                    close(Outcome.RELAY_BUSY, refused.retryAfterMillis());
                }
            }
            case UNSEATED -> unseated(refused.retryAfterMillis(), now);
            case STALE_ATTEMPT, BAD_FRAME, TOO_SLOW, NOBODY_THERE -> {
                stopTalking(now);
                seating.restart(now, 0);
            }
        }
    }

    /** The opener ended our seat: because of our confirmation, or because it gave up on us. */
    private void unseated(long retryAfter, long now) {
        boolean wasTested = attempt.filter(Attempt::isTested).isPresent();
        stopTalking(now);
        seating.forgetSeat();
        effects.add(new RoomEffect.Hangup());
        seating.drop(now);
        if (!wasTested) {
            close(Outcome.TURNED_AWAY, retryAfter);
            return;
        }
        tell(new RoomEvent.GuessFailed(guesses.left()));
        if (guesses.isSpent()) {
            close(Outcome.CODE_DEAD, 0);
        } else {
            needCode(retryAfter, now);
        }
    }

    private void needCode(long waitMillis, long now) {
        codeNeeded = true;
        pausedUntil = now + waitMillis;
        tell(new RoomEvent.CodeNeeded(waitMillis));
    }

    /** The relay says who is across now. Whatever was going on belonged to another pairing. */
    private void pairingChanged(long now) {
        boolean wasTalking = talking;
        stopTalking(now);
        OptionalInt pairing = seating.pairing();
        if (pairing.isEmpty()) {
            if (wasTalking) {
                tell(new RoomEvent.Offline(false, delivery.unconfirmed()));
            } else if (conversation.isEmpty()) {
                tell(new RoomEvent.Waiting());
            }
            if (leavingSince >= 0) {
                finishLeaving();
            }
        } else if (!codeNeeded && now >= pausedUntil) {
            Optional<Session> atHand = conversation.map(Conversation::session);
            if (conversation.isEmpty()) {
                tell(new RoomEvent.Agreeing());
            }
            Attempt next = new Attempt(pairing.getAsInt(), settings, guesses, randomness, atHand, this::send);
            attempt = Optional.of(next);
            attemptSince = now;
            next.start();
        }
    }

    private void onEnvelope(byte[] envelope, long now) {
        if (talking) {
            onSessionFrame(envelope, now);
            return;
        }
        if (attempt.isEmpty()) {
            return;
        }
        Attempt current = attempt.get();
        Attempt.Result result = current.onEnvelope(envelope);
        if (result == Attempt.Result.GOING_ON) {
            return;
        }
        switch (result) {
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
            case OWN_END -> close(Outcome.OWN_END, 0);
            case BROKEN -> attemptFailed(Outcome.PROTOCOL, now);
            case GOING_ON -> throw new AssertionError("Handled above.");
        }
    }

    private void agreed(Agreement agreement, long now) {
        if (peerKey.isPresent() && !peerKey.get().equals(agreement.theirKey())) {
            // Whoever we have talked to in this room is the only one we go on with: no text goes to another key.
            agreement.session().close();
            close(Outcome.PEER_CHANGED, 0);
            return;
        }
        conversation.ifPresent(Conversation::close);
        for (long number : delivery.startOver()) {
            tell(new RoomEvent.StateChanged(number, MessageState.WAITING));
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

    private void stopTalking(long now) {
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

    private void dropSession() {
        conversation.ifPresent(Conversation::close);
        conversation = Optional.empty();
        unusableInARow = 0;
    }

    private void notConfirmed(long now) {
        attempt = Optional.empty();
        if (settings.mode() == Mode.CODE) {
            tell(new RoomEvent.GuessFailed(guesses.left()));
        }
        switch (settings.side()) {
            case OPENER -> {
                unseatOther(now);
                if (guesses.isSpent() && conversation.isEmpty()) {
                    close(Outcome.CODE_DEAD, 0);
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
            transmit(new PeerFrame.Unseat());
        } else {
            seating.restart(now, 0);
        }
    }

    /** An attempt came to nothing: try again in a new pairing, but not for ever. */
    private void attemptFailed(Outcome why, long now) {
        boolean neverHeard = attempt.isPresent() && !attempt.get().hasHeard();
        attempt = Optional.empty();
        brokenInARow++;
        boolean mayUnseat = settings.side() == Side.OPENER && peerKey.isEmpty() && seating.madeRoom();
        if (mayUnseat && (neverHeard || brokenInARow >= MAX_BROKEN_IN_A_ROW)) {
            brokenInARow = 0;
            unseatOther(now);
        } else if (brokenInARow >= MAX_BROKEN_IN_A_ROW) {
            close(why, 0);
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
            case VIOLATION -> close(Outcome.PROTOCOL, 0);
            case BYE -> saidBye(current, now);
        }
    }

    private void tellJoined(Ready ready) {
        if (!joinedTold) {
            joinedTold = true;
            peerKey = Optional.of(conversation.orElseThrow().theirKey());
            tell(new RoomEvent.Joined(
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
        if (leavingSince >= 0) {
            finishLeaving();
            return;
        }
        tell(new RoomEvent.PeerLeft(current.byeReason(), delivery.unconfirmed()));
        stopTalking(now);
        if (settings.side() == Side.SYMMETRIC) {
            dropSession();
            peerKey = Optional.empty();
            delivery.forget();
        } else {
            close(Outcome.PEER_LEFT, 0);
        }
    }

    private void proceedLeaving(long now) {
        if (closed) {
            return;
        }
        if (!talking) {
            finishLeaving();
        } else if (byeSince < 0) {
            if (delivery.unconfirmed() == 0 || now - leavingSince >= BYE_MILLIS) {
                byeSince = now;
                conversation.orElseThrow().bye("");
            }
        } else if (now - byeSince >= BYE_ANSWER_MILLIS) {
            finishLeaving();
        }
    }

    private void finishLeaving() {
        close(Outcome.LEFT, 0);
    }

    private void close(Outcome outcome, long retryAfter) {
        if (!closed) {
            closed = true;
            seating.leave();
            int unconfirmed = delivery.unconfirmed();
            dropSession();
            talking = false;
            attempt = Optional.empty();
            tell(new RoomEvent.Closed(outcome, unconfirmed, retryAfter));
        }
    }

    private void send(Envelope envelope) {
        unwritten += envelope.size();
        transmit(new PeerFrame.Forward(envelope));
    }

    private void transmit(PeerFrame frame) {
        effects.add(new RoomEffect.Transmit(frame));
    }

    private void tell(RoomEvent event) {
        effects.add(new RoomEffect.Tell(event));
    }

    private List<RoomEffect> drain() {
        List<RoomEffect> drained = List.copyOf(effects);
        effects.clear();
        return drained;
    }

    private final class ConversationHost implements Conversation.Host {
        @Override
        public void send(Envelope envelope) {
            RoomClient.this.send(envelope);
        }

        @Override
        public void tell(RoomEvent event) {
            RoomClient.this.tell(event);
        }

        @Override
        public long unwritten() {
            return unwritten;
        }
    }
}
