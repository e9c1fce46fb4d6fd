package dev.parley.peer.conformance.peer;

import dev.parley.crypto.HandshakeTerms;
import dev.parley.crypto.Identity;
import dev.parley.crypto.Invite;
import dev.parley.crypto.InviteException;
import dev.parley.crypto.RoomName;
import dev.parley.crypto.Secret;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.conformance.peer.PeerTask.Part;
import dev.parley.peer.conformance.peer.PeerUnderTest.StartException;
import dev.parley.wire.Intent;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.RoomId;
import dev.parley.wire.SeatState;
import dev.parley.wire.Wire;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Everything of one scenario: the relay, the peer under test, and what it is told. Ends them all when it is closed. */
final class Stage implements AutoCloseable {
    /** How long a peer may take for what it must do at once. */
    static final long PATIENCE_MILLIS = 20_000;

    /** How long a program may take from its start to its first connection. */
    private static final long START_MILLIS = 60_000;

    /** How long nothing is waited for, where nothing must come. */
    static final long QUIET_MILLIS = 1_500;

    private static final String ROOM = "conformance";

    /** The number of the first pairing: not one that a peer would guess. */
    static final int PAIRING = 7;

    private final LongSupplier clock;
    private final Randomness randomness;
    private final Identity identity;
    private final TestRelay relay;
    private final SeatBook seats = new SeatBook();
    private final Part part;
    private final Shown shown;
    private final PeerUnderTest peer;
    private final String place;
    private final String passphrase;
    private Invite invite;
    private boolean connected;

    /** What all scenarios share. */
    record Tools(PeerUnderTest.Starter starter, LongSupplier clock, Randomness randomness, Identity identity) {}

    Stage(Tools tools, Part part, String passphrase) throws IOException, StartException {
        this.clock = tools.clock();
        this.randomness = tools.randomness();
        this.identity = tools.identity();
        this.part = part;
        relay = new TestRelay(randomness);
        invite = Invite.generate(randomness);
        String code = part == Part.JOIN ? invite.format() : "";
        place = invite.place();
        this.passphrase = passphrase;
        String room = part == Part.ROOM ? ROOM + " " + place : "";
        try {
            peer = tools.starter().start(new PeerTask(part, relay.address(), code, room, passphrase));
        } catch (StartException e) {
            relay.close();
            throw e;
        }
        shown = new Shown(peer, clock);
    }

    long now() {
        return clock.getAsLong();
    }

    Randomness randomness() {
        return randomness;
    }

    Identity identity() {
        return identity;
    }

    PeerUnderTest peer() {
        return peer;
    }

    Shown shown() {
        return shown;
    }

    TestRelay relay() {
        return relay;
    }

    /** The room that the peer meets in at first. */
    RoomId room() {
        return part == Part.ROOM ? RoomName.roomId(ROOM + " " + place) : invite.roomId();
    }

    /** What we are, across from the peer. */
    Side side() {
        return switch (part) {
            case JOIN -> Side.OPENER;
            case OPEN -> Side.JOINER;
            case ROOM -> Side.SYMMETRIC;
        };
    }

    /** Our terms in the first room, with the right secret. */
    HandshakeTerms terms() {
        if (part != Part.ROOM) {
            return terms(invite.secret());
        }
        return passphrase.isEmpty() ? HandshakeTerms.open(room(), identity) : terms(RoomName.passphrase(passphrase));
    }

    HandshakeTerms terms(Secret secret) {
        return HandshakeTerms.withCode(room(), side(), identity, secret);
    }

    /** With whoever was met by a code before. */
    HandshakeTerms privateTerms(RoomId privateRoom) {
        return HandshakeTerms.open(privateRoom, identity);
    }

    /** The peer's next connection, with nothing said on it. */
    Link connection() throws BrokenRule, InterruptedException {
        return connection("3.4");
    }

    Link connection(String section) throws BrokenRule, InterruptedException {
        long patience = connected ? PATIENCE_MILLIS : START_MILLIS;
        long end = now() + patience;
        while (now() < end) {
            Optional<Link> link = relay.next(250);
            if (link.isPresent()) {
                connected = true;
                return link.get();
            }
            if (!peer.isAlive()) {
                throw new BrokenRule(section, "the program ended in place of a connection to the relay");
            }
        }
        throw new BrokenRule(section, "no connection came to the relay within " + patience / 1_000 + " s");
    }

    /** What a relay without anything special says first. */
    static RelayFrame.Welcome welcome(Link link) {
        return new RelayFrame.Welcome(
                Wire.MIN_PROTOCOL,
                Wire.MAX_PROTOCOL,
                link.challenge(),
                Wire.MAX_ENVELOPE_BYTES,
                Wire.KEEP_ALIVE_SECONDS,
                Wire.SEAT_HOLD_SECONDS,
                0,
                "");
    }

    /** The peer's next connection, greeted, and what it asks for there. */
    Arrival arrival() throws BrokenRule, InterruptedException {
        return arrival("3.4");
    }

    Arrival arrival(String section) throws BrokenRule, InterruptedException {
        Link link = connection(section);
        link.say(welcome(link));
        return seats.arrival(link);
    }

    /** On a connection that was greeted: CLAIM or RESUME. */
    Arrival arrival(Link link) throws BrokenRule, InterruptedException {
        return seats.arrival(link);
    }

    /** The peer comes for the first time, to the room it was told; for an opener, its code is read. */
    Arrival firstArrival() throws BrokenRule, InterruptedException {
        return firstArrival(connection());
    }

    /** The same on a connection that is greeted here. */
    Arrival firstArrival(Link link) throws BrokenRule, InterruptedException {
        link.say(welcome(link));
        Arrival arrival = seats.arrival(link);
        if (part == Part.OPEN) {
            link.say(new RelayFrame.Seated(0, SeatState.EMPTY, 1));
            readCode();
        }
        Intent intent = arrival.intent();
        Intent due = switch (part) {
            case JOIN -> Intent.JOIN;
            case OPEN -> Intent.OPEN;
            case ROOM -> Intent.EITHER;
        };
        if (intent != due) {
            throw new BrokenRule("3.4", "claims its first seat with intent " + intent + ", not " + due);
        }
        if (!arrival.room().equals(room())) {
            throw new BrokenRule("4.1", "claims a seat in another room than that of its code or name");
        }
        return arrival;
    }

    /** The code that an opener shows. */
    void readCode() throws BrokenRule, InterruptedException {
        String code = shown.awaitCode();
        try {
            invite = Invite.parse(code);
        } catch (InviteException e) {
            throw new BrokenRule("4.1", "told '" + Shown.brief(code) + "', which is no code");
        }
    }

    /** The first pairing: we face the peer from now on. */
    void face(Arrival arrival) {
        arrival.link()
                .say(
                        part == Part.OPEN
                                ? new RelayFrame.Peer(dev.parley.wire.PeerEvent.ARRIVED, PAIRING)
                                : new RelayFrame.Seated(1, SeatState.PRESENT, PAIRING));
    }

    /** Nobody connects for a while, or the program has ended. */
    void nobodyComesBack(String section, String after) throws BrokenRule, InterruptedException {
        long end = now() + QUIET_MILLIS;
        while (now() < end && peer.isAlive()) {
            if (relay.next(100).isPresent()) {
                throw new BrokenRule(section, after + " must end the room, and it came back");
            }
        }
    }

    @Override
    public void close() {
        relay.close();
        peer.close();
    }
}
