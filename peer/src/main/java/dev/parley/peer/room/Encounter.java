package dev.parley.peer.room;

import dev.parley.crypto.Agreement;
import dev.parley.crypto.Continuity;
import dev.parley.crypto.SafetyNumber;
import dev.parley.crypto.Secret;
import dev.parley.crypto.Session;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.Ready;
import dev.parley.peer.chat.Untrusted;
import dev.parley.wire.Envelope;
import dev.parley.wire.Intent;
import java.util.List;
import java.util.Optional;

/**
 * What two ends have with each other, through whichever of their legs: the session in use, the record by which they know each other, and
 * the move from the place of a code to a room of their own (PROTOCOL.md sections 5.8, 5.9 and 7).
 */
final class Encounter implements Conversation.Host {
    private static final long UNPROVEN_MILLIS = 20_000;
    private static final long CODE_LIFE_MILLIS = 24 * 60 * 60_000L;
    private static final int MAX_UNUSABLE_IN_A_ROW = 2;

    private static final String ROLLED_BACK_REASON = "saved room is an older copy";

    /** What an encounter asks of its room. */
    interface Host {
        void tell(RoomEvent event);

        void save(RoomRecord record);

        boolean isLeaving();

        void close(Outcome outcome, long retryAfterMillis);
    }

    /** Somebody across whom this room does not know: nothing of ours is told until the person decides. */
    private record Stranger(Conversation conversation, Agreement agreement, Trust why) {}

    private final Randomness randomness;
    private final Delivery delivery;
    private final List<RoomEffect> effects;
    private final Host host;
    private final Legs legs;
    private final Presence presence = new Presence();
    private final long patience;
    private final long pauseMillis;

    private Untrusted ourName;
    private RoomRecord record;
    private boolean kept;
    private Optional<Leg> talking = Optional.empty();
    private Optional<Conversation> conversation = Optional.empty();
    private Optional<Stranger> stranger = Optional.empty();
    private boolean withStranger;
    private boolean joinedTold;
    private long began;
    private long heardAt;
    private int unusableInARow;

    Encounter(RoomSettings settings, Delivery delivery, Randomness randomness, List<RoomEffect> effects, Host host) {
        this.delivery = delivery;
        this.randomness = randomness;
        this.effects = effects;
        this.host = host;
        this.legs = new Legs(settings.where());
        this.patience = settings.patienceMillis();
        this.pauseMillis = settings.pauseMillis();
        this.ourName = settings.name();
        this.kept = settings.kept();
        this.record = settings.known()
                .orElseGet(() -> RoomRecord.fresh(settings.room(), Seating.freshKey(randomness), settings.identity()));
        addLeg(new Leg.Way(
                settings.where(),
                settings.room(),
                record.seatKey(),
                settings.side(),
                settings.intent(),
                settings.identity(),
                settings.code()));
    }

    private Leg addLeg(Leg.Way way) {
        Leg leg = new Leg(way, this, randomness, effects);
        legs.add(leg);
        return leg;
    }

    void start(long now) {
        began = now;
        presence.begin(now);
        Leg leg = legs.main();
        if (leg.where() == Where.ROOM) {
            host.save(record);
        }
        if (pauseMillis > 0) {
            leg.seating().dialLater(now, pauseMillis);
        } else {
            leg.seating().dialNow(now);
        }
    }

    Legs legs() {
        return legs;
    }

    void rename(Untrusted name) {
        ourName = name;
    }

    /** Whether the room outlives a goodbye. */
    void keep(boolean keeps) {
        kept = keeps;
    }

    /** The code or passphrase as typed again. */
    void retype(Secret typed, long now) {
        legs.all().forEach(leg -> leg.meeting().retype(typed, now));
    }

    // What the legs ask.

    Optional<Session> session() {
        return conversation.map(Conversation::session);
    }

    /** In the place of a code everybody is new. */
    Continuity continuity(Leg leg) {
        return leg.where() == Where.PLACE ? Continuity.none() : record.continuity();
    }

    /** Whether it is settled who should be at the other end of this leg. */
    boolean isKnown(Leg leg) {
        return leg.where() == Where.ROOM && (record.isPrivate() || record.pin().isPresent() && !record.pending());
    }

    boolean isFirst(Leg leg) {
        return legs.isFirst(leg);
    }

    boolean isTalking(Leg leg) {
        return talking.filter(leg::equals).isPresent();
    }

    boolean isTalking() {
        return talking.isPresent();
    }

    /** This leg is of no more use: the room ends, unless the two can go on in another. */
    void ended(Leg leg, Outcome why, long retryAfterMillis, long now) {
        if (leg != legs.main() && why != Outcome.OPENED_ELSEWHERE) {
            retirePlace(now);
        } else if (host.isLeaving()) {
            host.close(Outcome.LEFT, 0);
        } else {
            host.close(why, retryAfterMillis);
        }
    }

    /** The relay says who is across in this leg now. */
    void pairingChanged(Leg leg, long now) {
        boolean alone = leg.seating().pairing().isEmpty() && conversation.isEmpty() && !presence.isTogether();
        if (alone && leg == legs.main()) {
            host.tell(new RoomEvent.Waiting());
            presence.endBreak();
        }
    }

    /** Nothing flows through this leg any more; if it was the one in use, the two are apart for now. */
    void detach(Leg leg, long now) {
        if (isTalking(leg)) {
            talking = Optional.empty();
            presence.breakOff(now);
            dropStranger();
        }
    }

    void agreed(Leg leg, Agreement agreement, long now) {
        dropStranger();
        if (!presence.isTogether()) {
            presence.begin(now);
        }
        talking = Optional.of(leg);
        heardAt = now;
        leg.seating().expect(Intent.EITHER);
        Optional<Trust> objection = record.objection(agreement, leg.where());
        if (objection.isPresent()) {
            Delivery nothing = new Delivery(randomness, List.of(), entry -> {});
            Ready nameless = delivery.ready(Optional.empty());
            Conversation blocked = new Conversation(agreement, nameless, nothing, randomness, this, now);
            stranger = Optional.of(new Stranger(blocked, agreement, objection.get()));
            withStranger = true;
            return;
        }
        dropSession();
        for (long number : delivery.out().startOver()) {
            host.tell(new RoomEvent.StateChanged(number, MessageState.WAITING));
        }
        conversation = Optional.of(
                new Conversation(agreement, delivery.ready(Optional.of(ourName)), delivery, randomness, this, now));
        joinedTold = false;
        record = record.met(agreement, leg.where(), leg.meeting().mode());
        if (leg.where() == Where.PLACE) {
            record = record.movedTo(agreement.privateRoom(), Seating.freshKey(randomness));
            openPrivateRoom(now);
        }
        host.save(record);
    }

    /** A second connection, beside the one in the place: whichever brings the two together serves. */
    private void openPrivateRoom(long now) {
        Leg leg = addLeg(new Leg.Way(
                Where.ROOM,
                record.room(),
                record.seatKey(),
                Side.SYMMETRIC,
                Intent.EITHER,
                record.identity(),
                Optional.empty()));
        leg.seating().dialNow(now);
    }

    /** Where both rooms resume it the private one counts: the ends may see the two in different orders. */
    void resumed(Leg leg, long from, long now) {
        if (leg != legs.main() && isTalking(legs.main())) {
            return;
        }
        Conversation current = conversation.orElseThrow();
        if (!current.canResumeFrom(from)) {
            dropSession();
            leg.meeting().failed(Outcome.PROTOCOL, now);
            return;
        }
        talking = Optional.of(leg);
        heardAt = now;
        leg.seating().expect(Intent.EITHER);
        current.resume(from);
    }

    // Frames of the session.

    void onFrame(byte[] envelope, long now) {
        Conversation current = current();
        long before = current.session().nextIncoming();
        boolean wasProven = current.isProven();
        boolean hadReady = current.theirReady().isPresent();
        switch (current.onFrame(envelope, now)) {
            case FINE -> {
                if (current.session().nextIncoming() > before) {
                    unusableInARow = 0;
                    heardAt = now;
                }
                if (!hadReady && current.theirReady().isPresent()) {
                    onReady(current, current.theirReady().get());
                }
                if (isTalking() && current.isProven() && !wasProven) {
                    proven();
                }
            }
            case UNUSABLE -> {
                if (!withStranger && ++unusableInARow >= MAX_UNUSABLE_IN_A_ROW) {
                    dropSession();
                }
                restart(0, now);
            }
            case VIOLATION -> {
                if (withStranger) {
                    fail(Outcome.PROTOCOL, now);
                } else {
                    host.close(Outcome.PROTOCOL, 0);
                }
            }
        }
    }

    private Conversation current() {
        return withStranger ? stranger.orElseThrow().conversation() : conversation.orElseThrow();
    }

    private void fail(Outcome why, long now) {
        Leg leg = talking.orElseThrow();
        detach(leg, now);
        leg.meeting().failed(why, now);
    }

    private void restart(long atLeastMillis, long now) {
        Leg leg = talking.orElseThrow();
        detach(leg, now);
        leg.seating().restart(now, atLeastMillis);
    }

    private void onReady(Conversation current, Ready ready) {
        if (withStranger) {
            Stranger unknown = stranger.orElseThrow();
            host.tell(new RoomEvent.Blocked(
                    unknown.why(),
                    !unknown.agreement().continuityLost()
                            && !record.continuity().isEmpty(),
                    safetyNumber(current),
                    current.sessionNumber(),
                    delivery.out().unconfirmed()));
            presence.endBreak();
            presence.leave();
        } else if (ready.name().isEmpty()) {
            host.tell(new RoomEvent.Unrecognised());
            presence.endBreak();
            presence.leave();
        } else if (delivery.isRolledBack(ready)) {
            current.bye(ROLLED_BACK_REASON);
            host.close(Outcome.ROLLED_BACK, 0);
        } else {
            record = record.settled();
            host.save(record);
            current.open();
        }
    }

    private SafetyNumber safetyNumber(Conversation current) {
        return SafetyNumber.of(record.identity().publicKey(), current.theirKey());
    }

    /** The other end hears us in this pairing. */
    private void proven() {
        presence.prove(heardAt);
        talking.orElseThrow().meeting().proven();
        if (!current().isOpen()) {
            return;
        }
        boolean wasBroken = presence.endBreak();
        if (!joinedTold) {
            joinedTold = true;
            presence.meet();
            host.tell(new RoomEvent.Joined(
                    current().theirReady().orElseThrow().name().orElseThrow(),
                    record.trust(),
                    safetyNumber(current()),
                    current().sessionNumber()));
        } else if (wasBroken) {
            host.tell(new RoomEvent.Resumed());
        }
    }

    /** Carries out what the inputs so far made possible; everything that must outlive a crash is safe by now. */
    void settle(long now) {
        for (Incoming.Shown shown : delivery.in().show()) {
            host.tell(shown.message()
                    .<RoomEvent>map(message -> new RoomEvent.Received(message, shown.beforeCrash()))
                    .orElseGet(RoomEvent.Unreadable::new));
        }
        delivery.in().markShown();
        if (talking.isEmpty()) {
            return;
        }
        Conversation current = current();
        current.introduce();
        if (legs.at(Where.PLACE).isPresent() && current.isOpen()) {
            retirePlace(now);
        }
        if (talking.isPresent()) {
            current.settle(now);
            current.byeHeard().ifPresent(reason -> heardBye(current, reason, now));
        }
    }

    /** The two have met: the code is used up, and what is left of the place goes to the relay. */
    private void retirePlace(long now) {
        legs.at(Where.PLACE).ifPresent(leg -> detach(leg, now));
        legs.retirePlace();
    }

    private void heardBye(Conversation current, Untrusted reason, long now) {
        current.bye("");
        if (host.isLeaving()) {
            host.close(Outcome.LEFT, 0);
            return;
        }
        host.tell(new RoomEvent.PeerLeft(reason, delivery.out().unconfirmed()));
        Leg leg = talking.orElseThrow();
        boolean wasStranger = withStranger;
        detach(leg, now);
        if (wasStranger) {
            return;
        }
        dropSession();
        presence.leave();
        if (!kept && record.isPrivate()) {
            host.close(Outcome.PEER_LEFT, 0);
        } else if (!kept) {
            giveUpWaiting();
            delivery.meetNewPeer();
            record = record.forgotten();
            host.save(record);
        }
    }

    // The person's word.

    /** The numbers were compared and are the same. */
    void verified() {
        if (record.pin().isPresent() && joinedTold) {
            record = record.trusted(Trust.VERIFIED);
            host.save(record);
        }
    }

    /** Goes on with whoever is there now; {@code resend} if what waits was meant for them too. False if nobody waits for a decision. */
    boolean accept(boolean resend, long now) {
        if (stranger.isEmpty() || stranger.get().conversation().theirReady().isEmpty()) {
            return false;
        }
        Agreement theirs = stranger.get().agreement();
        Ready ready = stranger.get().conversation().theirReady().get();
        if (!resend) {
            giveUpWaiting();
        }
        if (delivery.isRolledBack(ready)) {
            // Not the same person with another key, but one who knows nothing of what went before.
            delivery.meetNewPeer();
        }
        dropSession();
        record = record.adopting(theirs.theirKey(), theirs.continuity());
        host.save(record);
        restart(0, now);
        return true;
    }

    private void giveUpWaiting() {
        delivery.out()
                .giveUp()
                .forEach(number -> host.tell(new RoomEvent.StateChanged(number, MessageState.NOT_DELIVERED)));
    }

    // Time and end.

    void tick(long now) {
        if (talking.isPresent()
                && now >= heardAt + UNPROVEN_MILLIS
                && !current().isProven()) {
            fail(Outcome.TIMED_OUT, now);
        }
        if (talking.isPresent() && current().isOverdue(now)) {
            host.close(Outcome.PROTOCOL, 0);
        }
        if (now >= presence.breakDue(legs.main().seating())) {
            presence.tellBreak();
            host.tell(new RoomEvent.Offline(
                    !legs.main().seating().isSeated(), delivery.out().unconfirmed()));
        }
        if (now >= codeEnds()) {
            ended(legs.at(Where.PLACE).orElseThrow(), Outcome.CODE_DEAD, 0, now);
        }
        if (now >= patienceEnds()) {
            host.close(Outcome.CONNECTION_LOST, 0);
        }
    }

    /** When {@link #tick} or {@link #settle} is wanted next, at the latest. */
    long deadline() {
        long next = Math.min(presence.breakDue(legs.main().seating()), Math.min(patienceEnds(), codeEnds()));
        if (talking.isPresent()) {
            next = Math.min(next, current().settleAt());
            if (!current().isProven()) {
                next = Math.min(next, heardAt + UNPROVEN_MILLIS);
            }
        }
        return next;
    }

    /** An opener's code dies after a day. */
    private long codeEnds() {
        return legs.at(Where.PLACE)
                .filter(leg -> leg.meeting().side() == Side.OPENER)
                .map(leg -> began + CODE_LIFE_MILLIS)
                .orElse(Long.MAX_VALUE);
    }

    private long patienceEnds() {
        if (conversation.isPresent() || presence.isTogether()) {
            return presence.patienceEnds(patience);
        }
        Leg leg = legs.main();
        return leg.meeting().isCodeNeeded() ? Long.MAX_VALUE : leg.seating().absenceReaches(patience);
    }

    /** Forgets everything: the room is over. */
    void end() {
        legs.all().forEach(Leg::retire);
        talking = Optional.empty();
        dropStranger();
        dropSession();
    }

    private void dropSession() {
        conversation.ifPresent(Conversation::close);
        conversation = Optional.empty();
        unusableInARow = 0;
    }

    private void dropStranger() {
        stranger.ifPresent(unknown -> unknown.conversation().close());
        stranger = Optional.empty();
        withStranger = false;
    }

    /** Says goodbye, if anybody hears us. */
    boolean bye() {
        talking.ifPresent(leg -> current().bye(""));
        return talking.isPresent();
    }

    @Override
    public void send(Envelope envelope) {
        talking.orElseThrow().send(envelope);
    }

    @Override
    public void tell(RoomEvent event) {
        host.tell(event);
    }

    @Override
    public long unwritten() {
        return talking.map(Leg::unwritten).orElse(0L);
    }
}
