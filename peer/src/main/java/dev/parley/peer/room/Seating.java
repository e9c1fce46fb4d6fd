package dev.parley.peer.room;

import dev.parley.crypto.SeatProofs;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.wire.Intent;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.RoomId;
import dev.parley.wire.SeatKey;
import dev.parley.wire.SeatState;
import dev.parley.wire.Wire;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;

/**
 * Our seat in a room of the relay: connects, claims or takes back, and comes back after a loss (PROTOCOL.md section 3.4). Says nothing to
 * the person; {@link RoomClient} does.
 */
final class Seating {
    /** How long to try for the first seat, once a relay has answered at all. */
    private static final long FIRST_SEAT_MILLIS = 20_000;

    private static final long GREETING_MILLIS = 10_000;

    /** A little less than the relay waits for us, so that a cut is noticed within that time, all delays counted. */
    private static final long SILENCE_MILLIS = (Wire.DEAD_AFTER_SECONDS - 1) * 1_000L;

    /** How long a connection may stay silent that we have reason to doubt. */
    private static final long PROBE_MILLIS = 5_000;

    /** Between two connections that a person or a machine waking up asks for. */
    private static final long WAKE_MILLIS = 1_000;

    /** The longest that a relay which restarts may hold us off. */
    private static final long MAX_HOLD_MILLIS = 60_000;

    private static final int STALE_STEP = 64;
    private static final int MAX_STALE = 3;

    private enum Link {
        DOWN,
        DIALLING,
        GREETING,
        RESUMING,
        CLAIMING,
        SEATED
    }

    /** What a relay frame meant for the seat. */
    enum Step {
        NOTHING,
        /** Seated, or the other seat changed: look at {@link #pairing()}. */
        CHANGED,
        /** The relay speaks no protocol of ours. */
        WRONG_VERSION,
        /** The relay says what it may not say now. */
        BROKEN,
        /** Refused for good, or at least this time: look at {@link #refusal()}. */
        REFUSED,
        DISPLACED
    }

    private final Where where;
    private final RoomId room;
    private final SeatKey key;
    private final Arrivals arrivals;
    private final Backoff backoff;
    private final Randomness randomness;
    private final List<RoomEffect> effects;

    private Link link = Link.DOWN;
    private Intent intent;
    private boolean wasGreeted;
    private boolean hadSeat;
    private boolean ownsSeat;
    private boolean madeRoom;
    private int stale;
    private int attempt;
    private OptionalInt pairing = OptionalInt.empty();
    private RelayFrame.Refused refusal = new RelayFrame.Refused(0, 0);
    private long dialAt = Long.MAX_VALUE;
    private long dialNotBefore;
    private long lastDial;
    private long heldUntil;
    private long unseatedSince;
    private long lastHeard;
    private long probeUntil = Long.MAX_VALUE;

    Seating(
            Where where,
            RoomId room,
            SeatKey key,
            Arrivals arrivals,
            Intent intent,
            Randomness randomness,
            List<RoomEffect> effects) {
        this.where = where;
        this.room = room;
        this.key = key;
        this.intent = intent;
        this.arrivals = arrivals;
        this.attempt = arrivals.before();
        this.backoff = new Backoff(randomness);
        this.randomness = randomness;
        this.effects = effects;
    }

    /**
     * Our attempt was older than one that the relay has seen: words of a run before that were still under way, or, if it is so again and
     * again, a later run of ours.
     */
    boolean isOvertaken() {
        attempt += STALE_STEP;
        return ++stale > MAX_STALE;
    }

    private boolean hasTried() {
        return attempt != arrivals.before();
    }

    static SeatKey freshKey(Randomness randomness) {
        return SeatKey.of(randomness.bytes(Wire.SEAT_KEY_BYTES));
    }

    /** The number of the pairing with the peer across; empty while nobody is there. */
    OptionalInt pairing() {
        return pairing;
    }

    RelayFrame.Refused refusal() {
        return refusal;
    }

    boolean isSeated() {
        return link == Link.SEATED;
    }

    /** Whether this room ever gave us a seat. */
    boolean hadSeat() {
        return hadSeat;
    }

    /** Whether the room the relay has now was made by us, which gives the right to UNSEAT. */
    boolean madeRoom() {
        return madeRoom;
    }

    /** Whether the relay ever said WELCOME. */
    boolean wasGreeted() {
        return wasGreeted;
    }

    /** A room that both ends hold a session for may be made anew by either. */
    void expect(Intent next) {
        intent = next;
    }

    /** The relay ended our seat: the next arrival must claim. */
    void forgetSeat() {
        ownsSeat = false;
    }

    void dialNow(long now) {
        link = Link.DIALLING;
        dialAt = Long.MAX_VALUE;
        lastDial = now;
        heard(now);
        if (!hasTried()) {
            unseatedSince = now;
        }
        attempt++;
        effects.add(new RoomEffect.Dial(where));
    }

    /** The connection is gone, or we end it: come back after a pause. */
    void dialLater(long now, long atLeastMillis) {
        drop(now);
        dialNotBefore = Math.max(now + atLeastMillis, heldUntil);
        dialAt = Math.max(dialNotBefore, now + backoff.nextDelay(now - unseatedSince));
    }

    /** The person is there, or the machine woke up: no reason to wait longer, and every reason to doubt a silent connection. */
    void wake(long now) {
        if (link == Link.DOWN && dialAt != Long.MAX_VALUE) {
            dialAt = Math.min(dialAt, Math.max(dialNotBefore, lastDial + WAKE_MILLIS));
        }
    }

    /** The machine slept: whether the connection outlived that shows at once. */
    void probe(long now) {
        wake(now);
        if (link == Link.SEATED) {
            probeUntil = now + PROBE_MILLIS;
            transmit(new PeerFrame.Ping(ByteBuffer.wrap(randomness.bytes(8)).getLong()));
        }
    }

    /** The relay restarts and wants nobody back before. */
    void hold(long millis, long now) {
        long bounded = Math.min(MAX_HOLD_MILLIS, Math.max(0, millis));
        heldUntil = now + bounded + bounded * (randomness.bytes(1)[0] & 0xFF) / 512;
    }

    /** Hangs up and comes back, which makes a new pairing. */
    void restart(long now, long atLeastMillis) {
        effects.add(new RoomEffect.Hangup(where));
        dialLater(now, atLeastMillis);
    }

    /** No connection and no plan for one. */
    void drop(long now) {
        if (link == Link.SEATED) {
            unseatedSince = now;
        }
        link = Link.DOWN;
        pairing = OptionalInt.empty();
        dialAt = Long.MAX_VALUE;
    }

    void onOpened(long now) {
        link = Link.GREETING;
        heard(now);
    }

    void heard(long now) {
        lastHeard = now;
        probeUntil = Long.MAX_VALUE;
    }

    Step onWelcome(RelayFrame.Welcome frame) {
        if (link != Link.GREETING) {
            return Step.BROKEN;
        }
        wasGreeted = true;
        if (frame.minProtocol() > Wire.MAX_PROTOCOL
                || frame.maxProtocol() < Wire.MIN_PROTOCOL
                || frame.maxEnvelope() < Wire.MAX_ENVELOPE_BYTES) {
            return Step.WRONG_VERSION;
        }
        if (ownsSeat) {
            link = Link.RESUMING;
            transmit(new PeerFrame.Resume(
                    Wire.MAX_PROTOCOL,
                    room,
                    arrivals.instance(),
                    attempt,
                    SeatProofs.of(key, frame.challenge(), room, arrivals.instance(), attempt)));
        } else {
            claim();
        }
        return Step.NOTHING;
    }

    private void claim() {
        link = Link.CLAIMING;
        transmit(new PeerFrame.Claim(Wire.MAX_PROTOCOL, room, key, intent, arrivals.instance(), attempt));
    }

    Step onSeated(RelayFrame.Seated frame) {
        if (link == Link.CLAIMING) {
            madeRoom = intent == Intent.OPEN;
        }
        link = Link.SEATED;
        ownsSeat = true;
        hadSeat = true;
        backoff.reset();
        stale = 0;
        pairing = frame.other() == SeatState.PRESENT ? OptionalInt.of(frame.pairing()) : OptionalInt.empty();
        return Step.CHANGED;
    }

    Step onPeer(RelayFrame.Peer frame) {
        pairing = switch (frame.event()) {
            case ARRIVED, BACK -> OptionalInt.of(frame.pairing());
            case LOST, LEFT -> OptionalInt.empty();
        };
        return Step.CHANGED;
    }

    Step onRefused(RelayFrame.Refused frame) {
        if (link == Link.RESUMING
                && frame.refusal().filter(Refusal.ROOM_UNAVAILABLE::equals).isPresent()) {
            // The relay restarted or the hold ran out: the same connection may claim.
            ownsSeat = false;
            claim();
            return Step.NOTHING;
        }
        refusal = frame;
        return Step.REFUSED;
    }

    /** Gives the seat up for good. */
    void leave() {
        if (link == Link.SEATED) {
            transmit(new PeerFrame.Leave());
        }
        effects.add(new RoomEffect.Hangup(where));
        link = Link.DOWN;
        pairing = OptionalInt.empty();
        dialAt = Long.MAX_VALUE;
    }

    /** Carries out what is due; whether the connection must be ended as dead. */
    boolean tick(long now) {
        if (link == Link.DOWN && now >= dialAt) {
            dialNow(now);
        }
        return now >= deadAt();
    }

    /** Whether the first seat does not come although a relay answered. */
    boolean isHopeless(long now) {
        return hasTried() && !hadSeat && now - unseatedSince >= FIRST_SEAT_MILLIS;
    }

    /** When we will have been without a seat for {@code millis}. */
    long absenceReaches(long millis) {
        return link == Link.SEATED || !hasTried() ? Long.MAX_VALUE : unseatedSince + millis;
    }

    long deadline() {
        return Math.min(dialAt, deadAt());
    }

    private long deadAt() {
        return switch (link) {
            case DOWN -> Long.MAX_VALUE;
            case DIALLING, GREETING, RESUMING, CLAIMING -> lastHeard + GREETING_MILLIS;
            case SEATED -> Math.min(probeUntil, lastHeard + SILENCE_MILLIS);
        };
    }

    private void transmit(PeerFrame frame) {
        effects.add(new RoomEffect.Transmit(where, frame));
    }
}
