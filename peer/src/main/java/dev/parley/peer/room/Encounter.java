package dev.parley.peer.room;

import dev.parley.crypto.Agreement;
import dev.parley.crypto.Continuity;
import dev.parley.crypto.IdentityKey;
import dev.parley.crypto.SafetyNumber;
import dev.parley.crypto.Session;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.FileProblem;
import dev.parley.peer.chat.Ready;
import dev.parley.peer.chat.Untrusted;
import dev.parley.wire.Envelope;
import java.util.List;
import java.util.Optional;

/**
 * What two ends have with each other, through whichever of their legs: the session in use, the record by which they know each other, and
 * the move from the place of a code to a room of their own (PROTOCOL.md sections 5.8, 5.9 and 7).
 */
final class Encounter {
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
    private final Acquaintance known;
    private final Greeting greeting;
    private final Route route;
    private final Deadlines deadlines;
    private final long pauseMillis;

    private Untrusted ourName;

    Encounter(RoomSettings settings, Delivery delivery, Randomness randomness, List<RoomEffect> effects, Host host) {
        this.delivery = delivery;
        this.randomness = randomness;
        this.effects = effects;
        this.host = host;
        this.legs = new Legs(settings.where());
        this.deadlines = new Deadlines(legs, presence, company, settings.patienceMillis());
        this.pauseMillis = settings.pauseMillis();
        this.ourName = settings.name();
        this.known = new Acquaintance(settings, randomness, host::save);
        this.greeting = new Greeting(known, presence, host::tell);
        this.route = new Route(presence, company, host::tell);
        addLeg(known.firstWay(settings));
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
            known.save();
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
        known.keep(keeps);
    }

    // What the legs ask.

    Optional<Session> session() {
        return company.session();
    }

    Continuity continuity(Leg leg) {
        return known.continuity(leg.where());
    }

    /** Whether it is settled who should be at the other end of this leg. */
    boolean isKnown(Leg leg) {
        return known.isKnown(leg.where());
    }

    boolean isFirst(Leg leg) {
        return legs.isFirst(leg);
    }

    boolean isTalking(Leg leg) {
        return route.isThrough(leg);
    }

    boolean isTalking() {
        return route.isOpen();
    }

    /** Whether the two have each other and only the way between them is missing, for the moment that nobody is told of. */
    boolean isBetween() {
        return !isTalking() && company.hasSession() && presence.seemsTogether();
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

    void detach(Leg leg, long now) {
        route.detach(leg, now);
    }

    void agreed(Leg leg, Agreement agreement, Optional<Envelope> confirm, long now) {
        company.dropStranger();
        if (!presence.isTogether()) {
            presence.begin(now);
        }
        route.take(leg);
        deadlines.heard(now);
        Optional<Trust> objection = known.objection(agreement, leg.where());
        if (objection.isPresent()) {
            Delivery nothing = new Delivery(randomness, List.of(), entry -> {});
            Ready nameless = delivery.ready(Optional.empty());
            company.hold(new Company.Stranger(
                    new Conversation(agreement, confirm, nameless, nothing, randomness, route, now),
                    agreement,
                    objection.get()));
            return;
        }
        delivery.startOver(host::tell);
        company.meet(new Conversation(
                agreement, confirm, delivery.ready(Optional.of(ourName)), delivery, randomness, route, now));
        greeting.begin();
        known.met(agreement, leg.where(), leg.meeting().mode());
        if (leg.where() == Where.PLACE) {
            // A second connection, beside the one in the place: whichever brings the two together serves.
            addLeg(known.privateWay()).seating().dialNow(now);
        }
        known.save();
    }

    void resumed(Leg leg, long from, long now) {
        if (route.isOpen() && leg.where() == Where.PLACE) {
            // They have found each other in the private room, and frames go one way only.
            return;
        }
        route.detach(now);
        if (!company.hasSession() || !company.known().canResumeFrom(from)) {
            company.dropSession();
            leg.meeting().failed(Outcome.PROTOCOL, now);
            return;
        }
        Conversation current = company.known();
        route.take(leg);
        deadlines.heard(now);
        current.resume(from);
    }

    void onFrame(Envelope envelope, long now) {
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
                route.restart(now);
            }
            case VIOLATION -> {
                if (company.stranger().isPresent()) {
                    route.fail(Outcome.PROTOCOL, now);
                } else {
                    host.close(Outcome.PROTOCOL, 0);
                }
            }
        }
    }

    private void onReady(Conversation current, Ready ready) {
        if (company.stranger().isPresent()) {
            greeting.stranger(company.stranger().get(), delivery.out().unconfirmed());
        } else if (ready.name().isEmpty()) {
            greeting.unrecognised(current);
        } else if (delivery.isRolledBack(ready) && !known.isLenient()) {
            if (current.isIntroduced()) {
                current.bye(ROLLED_BACK_REASON);
            }
            host.close(Outcome.ROLLED_BACK, 0);
        } else {
            if (delivery.isRolledBack(ready)) {
                // Both persons have decided to go on; who of them decided first must not matter.
                delivery.meetNewPeer();
            }
            known.settled();
            current.open();
        }
    }

    /** The other end hears us in this pairing. */
    private void proven(Conversation current) {
        presence.prove(deadlines.heardAt());
        route.leg().meeting().proven();
        if (current.isOpen()) {
            greeting.friend(current);
        }
    }

    /** Carries out what the inputs so far made possible; everything that must outlive a crash is safe by now. */
    void settle(long now) {
        boolean heard =
                isTalking() && company.stranger().isEmpty() && company.known().isOpen();
        if (heard && !greeting.isTold() && delivery.hasUntold()) {
            // After a cut, what they said may come before the echo that shows that they hear us: first, who they are.
            greeting.friend(company.known());
        }
        delivery.settle(host::tell, now);
        if (!route.isOpen()) {
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
        if (route.isOpen()) {
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
        route.detach(now);
        if (wasStranger) {
            return;
        }
        delivery.files().endAll(FileProblem.LEFT, true);
        company.dropSession();
        presence.leave();
        if (!known.isKept() && known.isPrivate()) {
            host.close(Outcome.PEER_LEFT, 0);
        } else if (!known.isKept()) {
            delivery.giveUp(host::tell);
            delivery.meetNewPeer();
            known.forget();
        }
    }

    // The person's word.

    /** The numbers were compared and are the same: {@code seen} must be those of whoever is there. */
    void verified(SafetyNumber seen) {
        if (greeting.isTold()
                && company.stranger().isEmpty()
                && company.hasSession()
                && seen.equals(greeting.safetyNumber(company.known()))) {
            known.verified();
            host.tell(new RoomEvent.Verified());
        }
    }

    /** Goes on with a stranger; {@code resend} if what waits was meant for them too. False if it is not they who wait. */
    boolean accept(SafetyNumber seen, boolean resend, long now) {
        Optional<Ready> ready =
                company.stranger().flatMap(unknown -> unknown.conversation().theirReady());
        if (ready.isEmpty() || !seen.equals(greeting.safetyNumber(company.current()))) {
            return false;
        }
        Agreement theirs = company.stranger().orElseThrow().agreement();
        delivery.files().endAll(FileProblem.GONE, false);
        if (!resend) {
            delivery.giveUp(host::tell);
        }
        if (delivery.isRolledBack(ready.get())) {
            // Not the same person with another key, but one who knows nothing of what went before.
            delivery.meetNewPeer();
        }
        company.dropSession();
        known.adopt(theirs);
        route.restart(now);
        return true;
    }

    Optional<IdentityKey> keyOf(SafetyNumber seen) {
        return company.theirKey().filter(key -> known.safetyNumber(key).equals(seen));
    }

    void tick(long now) {
        if (isTalking() && now >= deadlines.unproven()) {
            route.fail(Outcome.TIMED_OUT, now);
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
        route.close();
        company.dropStranger();
        company.dropSession();
    }

    /** Says goodbye, if anybody hears us. */
    void bye() {
        if (route.isOpen()) {
            company.current().bye("");
        }
    }

    void tell(RoomEvent event) {
        host.tell(event);
    }
}
