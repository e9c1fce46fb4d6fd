package dev.parley.peer.room;

import dev.parley.crypto.Secret;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.Untrusted;
import dev.parley.wire.Envelope;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One room from our side, put together of {@link Seating} and {@link Encounter}: what the relay and the person say, and how it ends. Every input returns the effects it has; times are monotonic milliseconds.
 * After a batch of inputs call {@link #settle}, and {@link #tick} when {@link #deadline} comes.
 */
public final class RoomClient {
    private static final long BYE_MILLIS = 5_000;
    private static final long BYE_ANSWER_MILLIS = 2_000;

    private final List<RoomEffect> effects = new ArrayList<>();
    private final RoomSettings settings;
    private final Delivery delivery;
    private final Seating seating;
    private final Encounter encounter;

    private long unwritten;
    private long leavingSince = -1;
    private long byeSince = -1;
    private boolean closed;

    public RoomClient(RoomSettings settings, Randomness randomness) {
        this.settings = settings;
        this.delivery = new Delivery(randomness);
        this.seating = new Seating(settings.room(), settings.intent(), randomness, effects);
        this.encounter = new Encounter(settings, seating, delivery, randomness, new EncounterHost());
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
            boolean wasSeated = seating.isSeated();
            encounter.stopTalking(now);
            if (broken && !seating.wasGreeted()) {
                close(Outcome.NOT_A_RELAY, 0);
            } else if (!seating.wasGreeted()) {
                close(Outcome.RELAY_UNREACHABLE, 0);
            } else if (leavingSince >= 0) {
                close(Outcome.LEFT, 0);
            } else if (encounter.isCodeNeeded()) {
                seating.drop(now);
            } else {
                if (wasSeated) {
                    tell(new RoomEvent.Offline(true, delivery.unconfirmed()));
                }
                seating.dialLater(now, encounter.pause(now));
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
        encounter.rename(name);
    }

    /** The code or passphrase as typed again, after {@link RoomEvent.CodeNeeded}. */
    public List<RoomEffect> retype(Secret code, long now) {
        if (!closed) {
            encounter.retype(code, now);
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
        if (!closed && encounter.talking().isPresent()) {
            encounter.talking().orElseThrow().settle(now);
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
        if (!encounter.isCodeNeeded() && seating.isHopeless(now) || encounter.isForsaken(now)) {
            close(seating.hadSeat() ? Outcome.CONNECTION_LOST : Outcome.RELAY_UNREACHABLE, 0);
            return drain();
        }
        encounter.tick(now);
        if (leavingSince >= 0) {
            proceedLeaving(now);
        }
        return settle(now);
    }

    /** When {@link #tick} is wanted next, at the latest. */
    public long deadline() {
        long next = Math.min(seating.deadline(), encounter.deadline());
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
            encounter.onEnvelope(deliver.envelope().toByteArray(), now);
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
                case CHANGED -> {
                    encounter.pairingChanged(now);
                    if (leavingSince >= 0 && seating.pairing().isEmpty()) {
                        close(Outcome.LEFT, 0);
                    }
                }
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
                } else if (settings.side() == Side.OPENER && !encounter.hasSession()) {
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
            case UNSEATED -> encounter.unseated(refused.retryAfterMillis(), now);
            case STALE_ATTEMPT, BAD_FRAME, TOO_SLOW, NOBODY_THERE -> {
                encounter.stopTalking(now);
                seating.restart(now, 0);
            }
        }
    }

    private void proceedLeaving(long now) {
        if (closed) {
            return;
        }
        if (encounter.talking().isEmpty()) {
            close(Outcome.LEFT, 0);
        } else if (byeSince < 0) {
            if (delivery.unconfirmed() == 0 || now - leavingSince >= BYE_MILLIS) {
                byeSince = now;
                encounter.talking().orElseThrow().bye("");
            }
        } else if (now - byeSince >= BYE_ANSWER_MILLIS) {
            close(Outcome.LEFT, 0);
        }
    }

    private void close(Outcome outcome, long retryAfter) {
        if (!closed) {
            closed = true;
            seating.leave();
            int unconfirmed = delivery.unconfirmed();
            encounter.end();
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

    private final class EncounterHost implements Encounter.Host {
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

        @Override
        public void transmit(PeerFrame frame) {
            RoomClient.this.transmit(frame);
        }

        @Override
        public void hangUp() {
            effects.add(new RoomEffect.Hangup());
        }

        @Override
        public boolean isLeaving() {
            return leavingSince >= 0;
        }

        @Override
        public void close(Outcome outcome, long retryAfterMillis) {
            RoomClient.this.close(outcome, retryAfterMillis);
        }
    }
}
