package dev.parley.peer.room;

import dev.parley.crypto.Agreement;
import dev.parley.crypto.Continuity;
import dev.parley.crypto.Identity;
import dev.parley.crypto.IdentityKey;
import dev.parley.crypto.Secret;
import dev.parley.crypto.Session;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.Untrusted;
import dev.parley.wire.Envelope;
import dev.parley.wire.Intent;
import dev.parley.wire.NoticeKind;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.RoomId;
import dev.parley.wire.SeatKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Our way to the other end through one of the relay's rooms: a connection, a {@link Seating} and a {@link Meeting}. What the two ends have
 * with each other is {@link Encounter}'s, whichever leg it flows through.
 */
final class Leg {
    /** The longest that a relay's advice is heeded. */
    private static final long MAX_RETRY_MILLIS = 60_000;

    /** What may be unwritten when a pairing begins: more, and the relay makes us talk without listening. */
    private static final long MAX_UNWRITTEN_BYTES = 1 << 20;

    /** Which of the relay's rooms, how we came to it, and what we bring. */
    record Way(
            Where where,
            RoomId room,
            SeatKey seatKey,
            Arrivals arrivals,
            Side side,
            Intent intent,
            Identity identity,
            Optional<Secret> code,
            Predicate<IdentityKey> blocked) {}

    private final Way way;
    private final Seating seating;
    private final Meeting meeting;
    private final Encounter encounter;
    private final List<RoomEffect> effects;
    private long unwritten;

    Leg(Way way, Encounter encounter, Randomness randomness, List<RoomEffect> effects) {
        this.way = way;
        this.encounter = encounter;
        this.effects = effects;
        this.seating =
                new Seating(way.where(), way.room(), way.seatKey(), way.arrivals(), way.intent(), randomness, effects);
        this.meeting =
                new Meeting(way.room(), way.side(), way.identity(), way.code(), seating, randomness, new MeetingHost());
    }

    Where where() {
        return way.where();
    }

    Seating seating() {
        return seating;
    }

    Meeting meeting() {
        return meeting;
    }

    /** Bytes handed over that the connection has not written yet. */
    long unwritten() {
        return unwritten;
    }

    void onWritten(int bytes) {
        unwritten = Math.max(0, unwritten - bytes);
    }

    /** A new connection has nothing to write yet, however the one before ended. */
    void onOpened(long now) {
        unwritten = 0;
        seating.onOpened(now);
    }

    /** Ends with the relay's room for good, in order behind what was sent. */
    void retire() {
        meeting.end();
        seating.leave();
    }

    /** The connection could not be made or is gone; {@code broken} if the relay sent what is no frame of ours. */
    void onLost(boolean broken, long now) {
        pairingEnds(now);
        if (!seating.wasGreeted() && !encounter.isKnown(this)) {
            encounter.ended(this, broken ? Outcome.NOT_A_RELAY : Outcome.RELAY_UNREACHABLE, 0, now);
        } else if (meeting.isCodeNeeded()) {
            seating.drop(now);
        } else {
            seating.dialLater(now, meeting.pause(now));
        }
    }

    private void pairingEnds(long now) {
        meeting.stop(now);
        encounter.detach(this, now);
    }

    void onFrame(RelayFrame frame, long now) {
        seating.heard(now);
        frame.accept(new FrameHandler(now));
    }

    void send(Envelope envelope) {
        unwritten += envelope.size();
        transmit(new PeerFrame.Forward(envelope));
    }

    /** Whether the connection must be ended as dead. */
    boolean tick(long now) {
        if (seating.tick(now)) {
            return true;
        }
        if (seating.isHopeless(now) && !meeting.isCodeNeeded() && !encounter.isKnown(this)) {
            encounter.ended(this, Outcome.RELAY_UNREACHABLE, 0, now);
        } else {
            meeting.tick(now);
        }
        return false;
    }

    /** When {@link #tick} is wanted next, at the latest. */
    long deadline() {
        return Math.min(seating.deadline(), meeting.deadline());
    }

    void hangUp() {
        effects.add(new RoomEffect.Hangup(where()));
    }

    private void transmit(PeerFrame frame) {
        effects.add(new RoomEffect.Transmit(where(), frame));
    }

    private final class FrameHandler implements RelayFrame.Handler<Void> {
        private final long now;

        FrameHandler(long now) {
            this.now = now;
        }

        @Override
        public Void onWelcome(RelayFrame.Welcome welcome) {
            if (!welcome.notice().isEmpty() && !seating.hadSeat() && encounter.isFirst(Leg.this)) {
                encounter.tell(new RoomEvent.RelayNotice(Untrusted.of(welcome.notice())));
            }
            step(seating.onWelcome(welcome));
            return null;
        }

        @Override
        public Void onKeyChallenge(RelayFrame.KeyChallenge challenge) {
            // Answered before the room hears of the connection.
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
            if (encounter.isTalking(Leg.this)) {
                encounter.onFrame(deliver.envelope(), now);
            } else {
                meeting.onEnvelope(deliver.envelope().toByteArray(), now);
            }
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
            if (notice.kind() == NoticeKind.RESTARTING) {
                seating.hold(notice.delayMillis(), now);
            }
            if (!notice.text().isEmpty() && encounter.isFirst(Leg.this)) {
                encounter.tell(new RoomEvent.RelayNotice(Untrusted.of(notice.text())));
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
                    pairingEnds(now);
                    encounter.pairingChanged(Leg.this, now);
                    if (unwritten > MAX_UNWRITTEN_BYTES) {
                        seating.restart(now, MAX_RETRY_MILLIS);
                    } else {
                        meeting.begin(now);
                    }
                }
                case BROKEN -> {
                    pairingEnds(now);
                    seating.restart(now, 0);
                }
                case WRONG_VERSION -> encounter.ended(Leg.this, Outcome.RELAY_VERSION, 0, now);
                case REFUSED -> refused(seating.refusal(), now);
                case DISPLACED -> encounter.ended(Leg.this, Outcome.OPENED_ELSEWHERE, 0, now);
            }
        }
    }

    private void refused(RelayFrame.Refused refused, long now) {
        Optional<Refusal> refusal = refused.refusal();
        if (refusal.isEmpty() && encounter.isKnown(this)) {
            seating.restart(now, MAX_RETRY_MILLIS);
            return;
        }
        if (refusal.isEmpty()) {
            encounter.ended(this, Outcome.PROTOCOL, refused.retryAfterMillis(), now);
            return;
        }
        boolean keepsTrying = seating.hadSeat() || encounter.isKnown(this);
        switch (refusal.get()) {
            case ROOM_UNAVAILABLE -> {
                if (!keepsTrying) {
                    encounter.ended(this, Outcome.ROOM_GONE, 0, now);
                } else if (way.side() == Side.OPENER && encounter.session().isEmpty()) {
                    encounter.ended(this, Outcome.CODE_DEAD, 0, now);
                } else {
                    seating.restart(now, 0);
                }
            }
            case NOT_ADMITTED -> encounter.ended(this, Outcome.NOT_ADMITTED, 0, now);
            case UNSUPPORTED_PROTOCOL -> encounter.ended(this, Outcome.RELAY_VERSION, 0, now);
            case BUSY -> {
                if (keepsTrying) {
                    seating.restart(now, Math.min(MAX_RETRY_MILLIS, refused.retryAfterMillis()));
                } else {
                    encounter.ended(this, Outcome.RELAY_BUSY, refused.retryAfterMillis(), now);
                }
            }
            case UNSEATED -> meeting.unseated(Math.min(MAX_RETRY_MILLIS, refused.retryAfterMillis()), now);
            case STALE_ATTEMPT -> {
                pairingEnds(now);
                if (seating.isOvertaken()) {
                    encounter.ended(this, Outcome.OPENED_ELSEWHERE, 0, now);
                } else {
                    seating.restart(now, 0);
                }
            }
            case BAD_FRAME, TOO_SLOW, NOBODY_THERE -> {
                pairingEnds(now);
                seating.restart(now, 0);
            }
        }
    }

    private final class MeetingHost implements Meeting.Host {
        @Override
        public Optional<Session> session() {
            return encounter.session();
        }

        @Override
        public Continuity continuity() {
            return encounter.continuity(Leg.this);
        }

        @Override
        public boolean isTalking() {
            return encounter.isTalking(Leg.this);
        }

        @Override
        public boolean isKnown() {
            return encounter.isKnown(Leg.this);
        }

        @Override
        public void agreed(Agreement agreement, Optional<Envelope> confirm, long now) {
            if (way.blocked().test(agreement.theirKey())) {
                // Before anything of ours is sealed to them: not even our name.
                encounter.ended(Leg.this, Outcome.BLOCKED, 0, now);
            } else {
                encounter.agreed(Leg.this, agreement, confirm, now);
            }
        }

        @Override
        public void resumed(long from, long now) {
            encounter.resumed(Leg.this, from, now);
        }

        @Override
        public void ended(Outcome why, long retryAfterMillis, long now) {
            encounter.ended(Leg.this, why, retryAfterMillis, now);
        }

        @Override
        public void tell(RoomEvent event) {
            encounter.tell(event);
        }

        @Override
        public void send(Envelope envelope) {
            Leg.this.send(envelope);
        }

        @Override
        public void transmit(PeerFrame frame) {
            Leg.this.transmit(frame);
        }

        @Override
        public void hangUp() {
            Leg.this.hangUp();
        }
    }
}
