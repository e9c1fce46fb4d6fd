package dev.parley.peer.conformance.peer;

import static dev.parley.peer.conformance.peer.PeerScenario.joiner;

import dev.parley.crypto.FrameKind;
import dev.parley.crypto.Role;
import dev.parley.wire.PeerEvent;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.SeatState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** READY, the move to the private room, and goodbyes (PROTOCOL.md sections 5.7, 5.9 and 7.7). */
final class MeetingScenarios {
    static final List<PeerScenario> ALL = all();

    private MeetingScenarios() {}

    private static List<PeerScenario> all() {
        List<PeerScenario> all = new ArrayList<>();
        all.add(joiner(
                "5.9",
                "moves-to-the-private-room",
                stage -> Meeting.of(stage).sayAndShow("5.9", "in the private room")));
        all.add(joiner("5.7", "says-nothing-before-ready", MeetingScenarios::silentBeforeReady));
        all.add(notReady(
                "5.7",
                "a-message-in-place-of-ready",
                talk -> talk.session().plain(FrameKind.MESSAGE, talk.text("too early"))));
        all.add(notReady(
                "5.7", "a-ping-in-place-of-ready", talk -> talk.session().plain(FrameKind.PING, new byte[16])));
        all.add(notReady("5.7", "a-ready-that-is-no-json", talk -> ready(talk, "ready")));
        all.add(notReady("5.7", "a-ready-with-a-number-as-name", talk -> ready(talk, "{\"name\":1}")));
        all.add(notReady("5.7", "a-ready-with-a-name-twice", talk -> ready(talk, "{\"name\":\"a\",\"name\":\"b\"}")));
        all.add(notReady(
                "5.7",
                "a-ready-with-a-name-of-129-bytes",
                talk -> ready(talk, "{\"name\":\"" + "x".repeat(129) + "\"}")));
        all.add(notReady("8.2", "a-ready-with-a-negative-number", talk -> ready(talk, "{\"name\":\"a\",\"sent\":-1}")));
        all.add(joiner("5.7", "a-ready-with-unknown-fields", stage -> {
            Meeting meeting =
                    new Meeting(stage, Optional.of(Role.A)).handshake().takeReady();
            meeting.sayReady("{\"features\":[\"x\"],\"name\":\"\\u001b[31m\",\"later\":{\"a\":null}}"
                    .getBytes(StandardCharsets.UTF_8));
            meeting.moveOn().sayAndShow("5.7", "after it");
        }));
        all.add(joiner("7.4", "a-message-after-a-ready-without-a-name", stage -> {
            Meeting meeting =
                    new Meeting(stage, Optional.of(Role.A)).handshake().takeReady();
            meeting.sayReady("{}".getBytes(StandardCharsets.UTF_8));
            stage.peer().say("must not leave");
            meeting.talk()
                    .link()
                    .envelope(meeting.talk()
                            .seal(FrameKind.MESSAGE, meeting.talk().text("no")));
            meeting.talk().awaitEnd("7.4", "a MESSAGE in a session that is not open");
            if (meeting.talk().hasMessages()) {
                throw new BrokenRule("5.7", "sends MESSAGE in a session that is not open");
            }
            stage.shown().noText("7.4", "a MESSAGE in a session that is not open");
        }));
        all.add(joiner("5.9", "a-new-handshake-in-the-place-before-ready", MeetingScenarios::anotherHandshake));
        all.add(joiner("5.9", "the-place-ends-and-the-private-room-goes-on", MeetingScenarios::placeRefused));
        all.add(joiner("5.9", "displaced-in-the-place-ends-both", MeetingScenarios::displacedInPlace));
        all.add(joiner("5.2", "the-other-leaves-and-comes-back", MeetingScenarios::pairingChanges));
        all.add(joiner("5.2", "each-attempt-has-fresh-values", MeetingScenarios::freshValues));
        all.add(joiner("5.2", "no-flight-1-for-ten-seconds", MeetingScenarios::silence)
                .slowly());
        all.add(joiner("7.7", "leaving-says-bye", MeetingScenarios::leaves));
        all.add(joiner("7.7", "bye-is-answered", MeetingScenarios::byeAnswered));
        return List.copyOf(all);
    }

    private static byte[] ready(Talk talk, String json) {
        return talk.session().plain(FrameKind.READY, json.getBytes(StandardCharsets.UTF_8));
    }

    private interface First {
        byte[] plain(Talk talk);
    }

    private static PeerScenario notReady(String section, String name, First first) {
        return joiner(section, name, stage -> {
            Meeting meeting =
                    new Meeting(stage, Optional.of(Role.A)).handshake().takeReady();
            Talk talk = meeting.talk();
            talk.link().envelope(talk.session().seal(first.plain(talk)));
            talk.awaitEnd(section, "a first frame that is no READY");
            awaitEnd(meeting.privateLink(), section, "a first frame that is no READY");
            stage.nobodyComesBack(section, "a first frame that is no READY");
            stage.shown().noText(section, "a first frame that is no READY");
        });
    }

    private static void awaitEnd(Link link, String section, String after) throws BrokenRule, InterruptedException {
        while (true) {
            Link.Heard heard = link.next(Stage.PATIENCE_MILLIS)
                    .orElseThrow(() -> new BrokenRule(section, after + " must end both rooms, and one goes on"));
            if (heard.isEnd()) {
                return;
            }
        }
    }

    private static void silentBeforeReady(Stage stage) throws BrokenRule, InterruptedException {
        stage.peer().say("waits for READY");
        Meeting meeting = new Meeting(stage, Optional.of(Role.A)).handshake().takeReady();
        meeting.talk().takeFor(1_000);
        if (meeting.talk().hasMessages()) {
            throw new BrokenRule("5.7", "sends MESSAGE before READY was opened");
        }
        Talk talk = meeting.sayReady().moveOn();
        SessionScenarios.expect(talk, 1, "waits for READY");
    }

    /** READY is lost: whoever knows the code can begin again in the place, and that session replaces the one before. */
    private static void anotherHandshake(Stage stage) throws BrokenRule, InterruptedException {
        Meeting first = new Meeting(stage, Optional.of(Role.A)).handshake().takeReady();
        Link place = first.first().link();
        place.say(new RelayFrame.Peer(PeerEvent.LEFT, Stage.PAIRING + 1));
        place.say(new RelayFrame.Peer(PeerEvent.ARRIVED, Stage.PAIRING + 2));
        byte[] resume = HandshakeAttempt.awaitEnvelope(place, dev.parley.crypto.EnvelopeKind.RESUME_SESSION, "5.2");
        HandshakeAttempt.afterPairing(resume, Stage.PAIRING + 2, "5.2");
        HandshakeAttempt attempt = new HandshakeAttempt(stage, place, Stage.PAIRING + 2, stage.terms())
                .prepare(HandshakeAttempt.HONEST, Optional.empty())
                .sayHello()
                .takeHello()
                .makeShare()
                .sayShare()
                .takeShare();
        if (!attempt.takeConfirm()) {
            throw new BrokenRule("5.6", "its CONFIRM of a second handshake in the place does not verify");
        }
        attempt.sayConfirm();
        Arrival arrival = stage.arrival("5.9");
        if (!arrival.room().equals(attempt.agreement().privateRoom())) {
            throw new BrokenRule("5.9", "does not go on in the private room of the newer session");
        }
    }

    private static void placeRefused(Stage stage) throws BrokenRule, InterruptedException {
        Meeting meeting = new Meeting(stage, Optional.of(Role.A)).handshake().takeReady();
        Link place = meeting.first().link();
        place.say(new RelayFrame.Refused(Refusal.UNSEATED.code(), 60_000));
        place.cut();
        meeting.privateLink().say(new RelayFrame.Peer(PeerEvent.ARRIVED, 2));
        Talk talk = meeting.talk();
        talk.seal(FrameKind.READY, "{\"name\":\"tester\"}".getBytes(StandardCharsets.UTF_8));
        talk.on(meeting.privateLink(), 2);
        talk.goOn("5.9", talk.session().nextIncoming());
        talk.sayAndShow("5.9", "without the place");
    }

    private static void displacedInPlace(Stage stage) throws BrokenRule, InterruptedException {
        Meeting meeting = new Meeting(stage, Optional.of(Role.A)).handshake().takeReady();
        meeting.first().link().say(new RelayFrame.Displaced());
        awaitEnd(meeting.first().link(), "5.9", "DISPLACED in the place");
        awaitEnd(meeting.privateLink(), "5.9", "DISPLACED in the place");
        stage.nobodyComesBack("5.9", "DISPLACED in the place");
    }

    private static void pairingChanges(Stage stage) throws BrokenRule, InterruptedException {
        Talk talk = Meeting.of(stage);
        talk.link().say(new RelayFrame.Peer(PeerEvent.LOST, talk.pairing() + 1));
        stage.peer().say("while you were away");
        Optional<Link.Heard> early = talk.link().next(Stage.QUIET_MILLIS);
        if (early.isPresent() && early.get().frame().orElse(null) instanceof PeerFrame.Forward) {
            throw new BrokenRule("3.4", "sends envelopes while the other seat is not present");
        }
        talk.link().say(new RelayFrame.Peer(PeerEvent.BACK, talk.pairing() + 2));
        talk.on(talk.link(), talk.pairing() + 2);
        talk.goOn("7.6", talk.session().nextIncoming());
        SessionScenarios.expect(talk, 1, "while you were away");
    }

    private static void freshValues(Stage stage) throws BrokenRule, InterruptedException {
        Arrival first = stage.firstArrival();
        stage.face(first);
        byte[] one = new HandshakeAttempt(stage, first.link(), Stage.PAIRING, stage.terms())
                .takeHello()
                .theirHello();
        first.link().say(new RelayFrame.Peer(PeerEvent.LEFT, Stage.PAIRING + 1));
        first.link().say(new RelayFrame.Peer(PeerEvent.ARRIVED, Stage.PAIRING + 2));
        byte[] two = new HandshakeAttempt(stage, first.link(), Stage.PAIRING + 2, stage.terms())
                .takeHello()
                .theirHello();
        notTheSame(one, two, 19, 51, "nonce");
        notTheSame(one, two, 353, 353 + 1216, "X-Wing key");
        notTheSame(one, two, 1581, 1581 + 384, "J-PAKE value");
        if (!Arrays.equals(HelloScenarios.spkiOf(one), HelloScenarios.spkiOf(two))) {
            throw new BrokenRule("5.3", "has another RSA key in the second attempt of one room");
        }
    }

    private static void notTheSame(byte[] one, byte[] two, int from, int to, String what) throws BrokenRule {
        if (Arrays.equals(one, from, to, two, from, to)) {
            throw new BrokenRule("5.2", "uses its " + what + " in two attempts");
        }
    }

    private static void silence(Stage stage) throws BrokenRule, InterruptedException {
        Arrival first = stage.firstArrival();
        stage.face(first);
        new HandshakeAttempt(stage, first.link(), Stage.PAIRING, stage.terms()).takeHello();
        long from = stage.now();
        HelloScenarios.nothingAnswered(first.link(), "5.2");
        long waited = stage.now() - from;
        if (waited < 8_000 || waited > 13_000) {
            throw new BrokenRule("5.2", "must wait 10 s for flight 1, and waited " + waited + " ms");
        }
        Arrival again = stage.arrival("5.2");
        again.link().say(new RelayFrame.Seated(1, SeatState.PRESENT, 9));
        new HandshakeAttempt(stage, again.link(), 9, stage.terms()).complete(Optional.empty());
    }

    private static void leaves(Stage stage) throws BrokenRule, InterruptedException {
        Talk talk = Meeting.of(stage);
        stage.peer().say("last words");
        stage.peer().leave();
        SessionScenarios.expect(talk, 1, "last words");
        talk.awaitBye();
        talk.send(FrameKind.BYE, new byte[0]);
        leave(talk);
    }

    private static void byeAnswered(Stage stage) throws BrokenRule, InterruptedException {
        Talk talk = Meeting.of(stage);
        talk.send(FrameKind.BYE, "so long".getBytes(StandardCharsets.UTF_8));
        talk.awaitBye();
        leave(talk);
    }

    /** Nothing is sealed after BYE; LEAVE, and the end. */
    private static void leave(Talk talk) throws BrokenRule, InterruptedException {
        boolean left = false;
        while (true) {
            Link.Heard heard = talk.link()
                    .next(Stage.PATIENCE_MILLIS)
                    .orElseThrow(() -> new BrokenRule("7.7", "said BYE and stays in the room"));
            if (heard.isEnd()) {
                if (!left) {
                    throw new BrokenRule("7.7", "closes its connection without LEAVE");
                }
                return;
            }
            left |= heard.frame().orElse(null) instanceof PeerFrame.Leave;
            if (heard.frame().orElse(null) instanceof PeerFrame.Forward forward) {
                int before = talk.frames();
                talk.take(forward.envelope().toByteArray());
                if (talk.frames() > before) {
                    throw new BrokenRule("7.7", "seals a frame after BYE");
                }
            }
        }
    }
}
