package dev.parley.peer.conformance.peer;

import dev.parley.crypto.EnvelopeKind;
import dev.parley.crypto.FrameKind;
import dev.parley.crypto.ProbeAgreement;
import dev.parley.crypto.ProbeSession;
import dev.parley.crypto.Role;
import dev.parley.crypto.SessionFrame;
import dev.parley.peer.chat.MessageException;
import dev.parley.peer.chat.Ready;
import dev.parley.peer.chat.Untrusted;
import dev.parley.wire.Intent;
import dev.parley.wire.PeerEvent;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.RelayFrame;
import java.util.Optional;

/** Meets the peer under test by the rules, step by step, so that a scenario can leave them where it wants to. */
final class Meeting {
    private final Stage stage;
    private final Optional<Role> role;
    private Optional<Arrival> first = Optional.empty();
    private Optional<Link> privateLink = Optional.empty();
    private Optional<ProbeAgreement> agreement = Optional.empty();
    private Optional<Talk> talk = Optional.empty();
    private byte[] name = {};

    /** @param role what we are to be in the handshake; any if empty */
    Meeting(Stage stage, Optional<Role> role) {
        this.stage = stage;
        this.role = role;
    }

    /** From the beginning to a session in use, we as role A: then no rekey begins that the scenario does not want. */
    static Talk of(Stage stage) throws BrokenRule, InterruptedException {
        return new Meeting(stage, Optional.of(Role.A)).whole();
    }

    static Talk of(Stage stage, Role role) throws BrokenRule, InterruptedException {
        return new Meeting(stage, Optional.of(role)).whole();
    }

    private Talk whole() throws BrokenRule, InterruptedException {
        return handshake().takeReady().sayReady().moveOn();
    }

    Arrival first() {
        return first.orElseThrow();
    }

    Talk talk() {
        return talk.orElseThrow();
    }

    ProbeAgreement agreement() {
        return agreement.orElseThrow();
    }

    /** READY of theirs, as JSON. */
    byte[] theirReady() {
        return name;
    }

    private boolean byCode() {
        return stage.side() != dev.parley.crypto.Side.SYMMETRIC;
    }

    /** To the first pairing, and through the handshake. */
    Meeting handshake() throws BrokenRule, InterruptedException {
        Arrival arrival = stage.firstArrival();
        return handshake(arrival);
    }

    Meeting handshake(Arrival arrival) throws BrokenRule, InterruptedException {
        stage.face(arrival);
        return handshakeFacing(arrival, Stage.PAIRING);
    }

    /** The peer faces us already. */
    Meeting handshakeFacing(Arrival arrival, int pairing) throws BrokenRule, InterruptedException {
        first = Optional.of(arrival);
        HandshakeAttempt attempt = new HandshakeAttempt(stage, arrival.link(), pairing, stage.terms()).complete(role);
        ProbeSession session = attempt.session();
        agreement = Optional.of(attempt.agreement());
        talk = Optional.of(new Talk(stage, session, byCode() ? agreement().privateRoom() : stage.room()));
        talk().on(arrival.link(), pairing);
        return this;
    }

    /** READY of theirs; after a handshake by code also the seat that they take in the private room. */
    Meeting takeReady() throws BrokenRule, InterruptedException {
        byte[] envelope = HandshakeAttempt.awaitEnvelope(first().link(), EnvelopeKind.SESSION_FRAME, "5.7");
        SessionFrame.Opened opened;
        try {
            opened = talk().session().open(envelope);
        } catch (dev.parley.crypto.CryptoException e) {
            throw new BrokenRule(Talk.sectionOf(e, "6"), "the first frame of its session does not open: " + e.reason());
        }
        if (opened.kind() != FrameKind.READY) {
            throw new BrokenRule("5.7", "the first frame of its session is " + opened.kind() + ", not READY");
        }
        try {
            Ready ready = Ready.decode(opened.body());
            if (ready.name().isEmpty() || ready.received() != 0) {
                throw new BrokenRule("5.7", "its first READY has no name, or says that it received something");
            }
            name = opened.body();
        } catch (MessageException e) {
            throw new BrokenRule("5.7", "its READY cannot be read: " + e.getMessage());
        }
        if (byCode()) {
            Arrival arrival = stage.arrival("5.9");
            if (!arrival.room().equals(agreement().privateRoom())) {
                throw new BrokenRule("5.9", "does not claim a seat in the private room");
            }
            if (arrival.intent() != Intent.EITHER) {
                throw new BrokenRule("5.9", "claims the private room with intent " + arrival.intent());
            }
            arrival.seatAlone(1);
            privateLink = Optional.of(arrival.link());
        }
        return this;
    }

    /** READY of ours, in the first room. */
    Meeting sayReady() {
        return sayReady(new Ready(Optional.of(Untrusted.of("tester")), 0, 0).encode());
    }

    Meeting sayReady(byte[] body) {
        talk().send(FrameKind.READY, body);
        return this;
    }

    Link privateLink() {
        return privateLink.orElseThrow();
    }

    /** After a handshake by code: the place is left and the session goes on in the private room. */
    Talk moveOn() throws BrokenRule, InterruptedException {
        if (!byCode()) {
            talk().sync("7.4");
            return talk();
        }
        leftPlace();
        talk().on(privateLink(), 2);
        privateLink().say(new RelayFrame.Peer(PeerEvent.ARRIVED, 2));
        talk().goOn("7.6", talk().session().nextIncoming());
        return talk();
    }

    /** Takes what still comes in the place until it is left. */
    void leftPlace() throws BrokenRule, InterruptedException {
        Link place = first().link();
        boolean left = false;
        while (!left) {
            Link.Heard heard = place.next(Stage.PATIENCE_MILLIS)
                    .orElseThrow(
                            () -> new BrokenRule("5.9", "opened READY, sent its own, and does not leave the place"));
            if (heard.isEnd()) {
                throw new BrokenRule("5.9", "ends its connection to the place without LEAVE");
            }
            PeerFrame frame = heard.frame().orElse(null);
            left = frame instanceof PeerFrame.Leave;
            if (frame instanceof PeerFrame.Forward forward) {
                talk().take(forward.envelope().toByteArray());
            } else if (!left) {
                throw new BrokenRule("5.9", "must say LEAVE in the place, and there comes " + heard.text());
            }
        }
    }
}
