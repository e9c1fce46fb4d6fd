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
    private static final String ROLLED_BACK_REASON = "saved room is an older copy";

    /** What an encounter asks of its room. */
    interface Host {
        void tell(RoomEvent event);

        void save(RoomRecord record);

        boolean isLeaving();

        void close(Outcome outcome, long retryAfterMillis);
    }

    private final Randomness randomness;
    private final Delivery delivery;
    private final List<RoomEffect> effects;
    private final Host host;
    private final Legs legs;
    private final Presence presence = new Presence();
    private final Company company = new Company();
    private final Deadlines deadlines;
    private final long pauseMillis;

    private Untrusted ourName;
    private RoomRecord record;
    private boolean kept;
    private Optional<Leg> talking = Optional.empty();
    private boolean joinedTold;

    Encounter(RoomSettings settings, Delivery delivery, Randomness randomness, List<RoomEffect> effects, Host host) {
        this.delivery = delivery;
        this.randomness = randomness;
        this.effects = effects;
        this.host = host;
        this.legs = new Legs(settings.where());
        this.deadlines = new Deadlines(legs, presence, company, settings.patienceMillis());
        this.pauseMillis = settings.pauseMillis();
        this.ourName = settings.name();
        this.kept = settings.kept();
        this.record = settings.known()
                .map(RoomRecord::nextRun)
                .orElseGet(() -> RoomRecord.fresh(
                        settings.room(),
                        Seating.freshKey(randomness),
                        Arrivals.fresh(randomness),
                        settings.identity()));
        addLeg(new Leg.Way(
                settings.where(),
                settings.room(),
                record.seatKey(),
                record.arrivals(),
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
        deadlines.begin(now);
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
        return company.session();
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
        boolean alone = leg.seating().pairing().isEmpty() && !company.hasSession() && !presence.isTogether();
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
            company.dropStranger();
        }
    }

    void agreed(Leg leg, Agreement agreement, Optional<Envelope> confirm, long now) {
        company.dropStranger();
        if (!presence.isTogether()) {
            presence.begin(now);
        }
        talking = Optional.of(leg);
        deadlines.heard(now);
        leg.seating().expect(Intent.EITHER);
        Optional<Trust> objection = record.objection(agreement, leg.where());
        if (objection.isPresent()) {
            Delivery nothing = new Delivery(randomness, List.of(), entry -> {});
            Ready nameless = delivery.ready(Optional.empty());
            Conversation blocked = new Conversation(agreement, confirm, nameless, nothing, randomness, this, now);
            company.hold(new Company.Stranger(blocked, agreement, objection.get()));
            return;
        }
        for (long number : delivery.out().startOver()) {
            host.tell(new RoomEvent.StateChanged(number, MessageState.WAITING));
        }
        company.meet(new Conversation(
                agreement, confirm, delivery.ready(Optional.of(ourName)), delivery, randomness, this, now));
        joinedTold = false;
        record = record.met(agreement, leg.where(), leg.meeting().mode());
        if (leg.where() == Where.PLACE) {
            record = record.movedTo(agreement.privateRoom(), Seating.freshKey(randomness), Arrivals.fresh(randomness));
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
                record.arrivals(),
                Side.SYMMETRIC,
                Intent.EITHER,
                record.identity(),
                Optional.empty()));
        leg.seating().dialNow(now);
    }

    void resumed(Leg leg, long from, long now) {
        if (talking.isPresent() && leg.where() == Where.PLACE) {
            // They have found each other in the private room, and frames go one way only.
            return;
        }
        talking.ifPresent(other -> detach(other, now));
        if (!company.hasSession() || !company.known().canResumeFrom(from)) {
            company.dropSession();
            leg.meeting().failed(Outcome.PROTOCOL, now);
            return;
        }
        Conversation current = company.known();
        talking = Optional.of(leg);
        deadlines.heard(now);
        leg.seating().expect(Intent.EITHER);
        current.resume(from);
    }

    // Frames of the session.

    void onFrame(byte[] envelope, long now) {
        Conversation current = company.current();
        long before = current.session().nextIncoming();
        boolean wasProven = current.isProven();
        boolean hadReady = current.theirReady().isPresent();
        switch (current.onFrame(envelope, now)) {
            case FINE -> {
                if (current.session().nextIncoming() > before) {
                    company.frameOpened();
                    deadlines.heard(now);
                }
                if (!hadReady && current.theirReady().isPresent()) {
                    onReady(current, current.theirReady().get());
                }
                if (isTalking() && current.isProven() && !wasProven) {
                    proven(current);
                }
            }
            case UNUSABLE -> {
                company.frameUnusable();
                restart(now);
            }
            case VIOLATION -> {
                if (company.stranger().isPresent()) {
                    fail(Outcome.PROTOCOL, now);
                } else {
                    host.close(Outcome.PROTOCOL, 0);
                }
            }
        }
    }

    private void fail(Outcome why, long now) {
        Leg leg = talking.orElseThrow();
        detach(leg, now);
        leg.meeting().failed(why, now);
    }

    private void restart(long now) {
        Leg leg = talking.orElseThrow();
        detach(leg, now);
        leg.seating().restart(now, 0);
    }

    private void onReady(Conversation current, Ready ready) {
        if (company.stranger().isPresent()) {
            Company.Stranger unknown = company.stranger().get();
            boolean shares =
                    !record.continuity().isEmpty() && !unknown.agreement().continuityLost();
            host.tell(new RoomEvent.Blocked(
                    unknown.why(),
                    shares,
                    safetyNumber(current),
                    current.sessionNumber(),
                    delivery.out().unconfirmed()));
            awaitGreeting();
        } else if (ready.name().isEmpty()) {
            host.tell(new RoomEvent.Unrecognised(safetyNumber(current), current.sessionNumber()));
            awaitGreeting();
        } else if (delivery.isRolledBack(ready) && !record.lenient()) {
            if (current.isIntroduced()) {
                current.bye(ROLLED_BACK_REASON);
            }
            host.close(Outcome.ROLLED_BACK, 0);
        } else {
            if (delivery.isRolledBack(ready)) {
                // Both persons have decided to go on; who of them decided first must not matter.
                delivery.meetNewPeer();
            }
            record = record.settled();
            host.save(record);
            current.open();
        }
    }

    /** Somebody is there, and whoever is greeted next is told. */
    private void awaitGreeting() {
        presence.endBreak();
        presence.meet();
        joinedTold = false;
    }

    private SafetyNumber safetyNumber(Conversation current) {
        return SafetyNumber.of(record.identity().publicKey(), current.theirKey());
    }

    /** The other end hears us in this pairing. */
    private void proven(Conversation current) {
        presence.prove(deadlines.heardAt());
        talking.orElseThrow().meeting().proven();
        if (!current.isOpen()) {
            return;
        }
        boolean wasBroken = presence.endBreak();
        if (!joinedTold) {
            joinedTold = true;
            presence.meet();
            host.tell(new RoomEvent.Joined(
                    current.theirReady().orElseThrow().name().orElseThrow(),
                    record.trust(),
                    safetyNumber(current),
                    current.sessionNumber()));
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
            // A goodbye and the end of the pairing may come in one go.
            Optional<Untrusted> bye = company.hasSession() ? company.known().byeHeard() : Optional.empty();
            bye.ifPresent(reason -> heardBye(company.known(), reason, now));
            return;
        }
        Conversation current = company.current();
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
        if (isTalking()) {
            current.bye("");
        }
        if (host.isLeaving()) {
            host.close(Outcome.LEFT, 0);
            return;
        }
        if (reason.raw().equals(ROLLED_BACK_REASON)) {
            host.close(Outcome.ROLLED_BACK, 0);
            return;
        }
        host.tell(new RoomEvent.PeerLeft(reason, delivery.out().unconfirmed()));
        boolean wasStranger = company.stranger().isPresent();
        talking.ifPresent(leg -> detach(leg, now));
        if (wasStranger) {
            return;
        }
        company.dropSession();
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

    /** The numbers were compared and are the same: {@code seen} must be those of whoever is there. */
    void verified(SafetyNumber seen) {
        if (joinedTold
                && company.stranger().isEmpty()
                && company.hasSession()
                && seen.equals(safetyNumber(company.known()))) {
            record = record.trusted(Trust.VERIFIED);
            host.save(record);
            host.tell(new RoomEvent.Verified());
        }
    }

    /** Goes on with a stranger; {@code resend} if what waits was meant for them too. False if it is not they who wait. */
    boolean accept(SafetyNumber seen, boolean resend, long now) {
        Optional<Ready> ready =
                company.stranger().flatMap(unknown -> unknown.conversation().theirReady());
        if (ready.isEmpty() || !seen.equals(safetyNumber(company.current()))) {
            return false;
        }
        Agreement theirs = company.stranger().orElseThrow().agreement();
        if (!resend) {
            giveUpWaiting();
        }
        if (delivery.isRolledBack(ready.get())) {
            // Not the same person with another key, but one who knows nothing of what went before.
            delivery.meetNewPeer();
        }
        company.dropSession();
        record = record.adopting(theirs.theirKey(), theirs.continuity());
        host.save(record);
        restart(now);
        return true;
    }

    private void giveUpWaiting() {
        delivery.out()
                .giveUp()
                .forEach(number -> host.tell(new RoomEvent.StateChanged(number, MessageState.NOT_DELIVERED)));
    }

    // Time and end.

    void tick(long now) {
        if (isTalking() && now >= deadlines.unproven()) {
            fail(Outcome.TIMED_OUT, now);
        }
        if (isTalking() && company.current().isOverdue(now)) {
            host.close(Outcome.PROTOCOL, 0);
        }
        if (now >= deadlines.breakDue()) {
            presence.tellBreak();
            host.tell(new RoomEvent.Offline(
                    !legs.main().seating().isSeated(), delivery.out().unconfirmed()));
        }
        if (now >= deadlines.codeEnds()) {
            ended(legs.at(Where.PLACE).orElseThrow(), Outcome.CODE_DEAD, 0, now);
        }
        if (now >= deadlines.patienceEnds()) {
            host.close(Outcome.CONNECTION_LOST, 0);
        }
    }

    /** When {@link #tick} or {@link #settle} is wanted next, at the latest. */
    long deadline() {
        return deadlines.next(isTalking());
    }

    /** Forgets everything: the room is over. */
    void end() {
        legs.all().forEach(Leg::retire);
        talking = Optional.empty();
        company.dropStranger();
        company.dropSession();
    }

    /** Says goodbye, if anybody hears us. */
    void bye() {
        talking.ifPresent(leg -> company.current().bye(""));
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
