package dev.parley.peer.conformance.peer;

import static dev.parley.peer.conformance.peer.PeerScenario.joiner;

import dev.parley.crypto.Continuity;
import dev.parley.crypto.EnvelopeKind;
import dev.parley.crypto.FrameKind;
import dev.parley.crypto.Identity;
import dev.parley.crypto.Role;
import dev.parley.peer.chat.MessagePart;
import dev.parley.peer.conformance.peer.PeerScenario.NotPlayedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts, resumes and new sessions: nothing lost, doubled or out of order, and acks that mean what they say (PROTOCOL.md sections 7.6 and 8.5). */
final class DeliveryScenarios {
    static final List<PeerScenario> ALL = all();

    private DeliveryScenarios() {}

    private static List<PeerScenario> all() {
        List<PeerScenario> all = new ArrayList<>();
        all.add(joiner("7.6", "frames-go-again-byte-for-byte", DeliveryScenarios::sameBytes));
        all.add(joiner("7.6", "next-is-no-ack", DeliveryScenarios::nextIsNoAck));
        all.add(joiner("7.6", "cuts-lose-and-double-nothing", DeliveryScenarios::manyCuts));
        all.add(joiner("7.6", "a-frame-that-was-acked-is-asked-for", DeliveryScenarios::forgotten));
        all.add(badResume("resume-with-a-wrong-proof", message -> message[70] ^= 1));
        all.add(badResume("resume-of-another-session", message -> message[10] ^= 1));
        all.add(badResume("resume-with-another-next-than-proved", message -> message[39] ^= 1));
        all.add(joiner("7.6", "resume-asks-beyond-what-was-sent", stage -> {
            Talk talk = Meeting.of(stage);
            talk.link().cut();
            talk.faceAgain("7.6");
            talk.takeResume("7.6");
            talk.sayResume(talk.session().nextIncoming() + 1_000);
            hello(talk.link(), "7.6", "a RESUME-SESSION that asks beyond what was sent");
        }));
        all.add(joiner("7.6", "resume-of-an-earlier-pairing-is-dropped", DeliveryScenarios::oldResume));
        all.add(joiner("7.4", "delivered-is-shown-on-an-ack-only", DeliveryScenarios::delivered));
        all.add(joiner("7.4", "messages-are-acknowledged", stage -> {
            Talk talk = Meeting.of(stage);
            talk.say("acknowledge me");
            talk.awaitAck(talk.session().nextOutgoing(), "7.4");
        }));
        all.add(joiner("8.5", "a-new-session-repeats-what-was-not-acked", DeliveryScenarios::repeated));
        all.add(joiner("8.5", "a-new-session-drops-what-was-taken", DeliveryScenarios::takenBefore));
        all.add(joiner("5.2", "another-key-is-a-stranger", stage -> stranger(stage, true)));
        all.add(joiner("5.8", "a-lost-secret-is-a-stranger", stage -> stranger(stage, false)));
        all.add(joiner("8.5", "numbers-that-were-never-given-out", stage -> rolledBack(stage, 0, 9)));
        all.add(joiner("8.5", "numbers-that-forget-what-was-taken", stage -> rolledBack(stage, 0, 1)));
        return List.copyOf(all);
    }

    private static Meeting meeting(Stage stage, Role role) throws BrokenRule, InterruptedException {
        return new Meeting(stage, Optional.of(role)).handshake().takeReady().sayReady();
    }

    private static void sameBytes(Stage stage) throws BrokenRule, InterruptedException {
        Talk talk = Meeting.of(stage);
        talk.ackNothing();
        long from = talk.session().nextIncoming();
        stage.peer().say("one");
        stage.peer().say("two");
        SessionScenarios.expect(talk, 1, "one");
        SessionScenarios.expect(talk, 2, "two");
        long until = talk.session().nextIncoming();
        talk.link().cut();
        talk.faceAgain("7.6");
        talk.takeResume("7.6");
        talk.sayResume(from);
        talk.countRepeats();
        talk.sync("7.6");
        if (talk.repeats() < until - from) {
            throw new BrokenRule(
                    "7.6", "was asked for " + (until - from) + " frames again and sends " + talk.repeats());
        }
    }

    private static void nextIsNoAck(Stage stage) throws BrokenRule, InterruptedException {
        Talk talk = Meeting.of(stage);
        talk.ackNothing();
        stage.peer().say("keep it");
        SessionScenarios.expect(talk, 1, "keep it");
        long from = talk.session().nextIncoming() - 1;
        talk.link().cut();
        talk.faceAgain("7.6");
        talk.takeResume("7.6");
        talk.sayResume(from + 1);
        // Nothing that we seal here acknowledges anything: only next says that it came.
        talk.takeFor(500);
        talk.link().cut();
        talk.faceAgain("7.6");
        talk.takeResume("7.6");
        talk.countRepeats();
        talk.sayResume(from);
        talk.takeFor(1_000);
        if (talk.repeats() == 0) {
            throw new BrokenRule("7.6", "forgot a frame because of next, which is no ack");
        }
    }

    private static void manyCuts(Stage stage) throws BrokenRule, InterruptedException {
        Talk talk = Meeting.of(stage);
        long theirs = 1;
        for (int round = 0; round < 4; round++) {
            talk.say("ours, written " + round);
            talk.seal(FrameKind.MESSAGE, talk.text("ours, lost " + round));
            stage.peer().say("theirs " + round);
            if (round % 2 == 0) {
                talk.takeFor(100);
            }
            talk.link().cut();
            talk.resumeAfterLoss("7.6");
            stage.shown().awaitText("7.6", "ours, written " + round);
            stage.shown().awaitText("7.6", "ours, lost " + round);
            SessionScenarios.expect(talk, theirs++, "theirs " + round);
        }
        talk.sayAndShow("7.6", "the last");
    }

    /** An honest end never asks for it: the session is dropped. */
    private static void forgotten(Stage stage) throws BrokenRule, InterruptedException {
        Talk talk = Meeting.of(stage);
        stage.peer().say("acked");
        SessionScenarios.expect(talk, 1, "acked");
        talk.sync("7.6");
        talk.link().cut();
        talk.faceAgain("7.6");
        talk.takeResume("7.6");
        talk.sayResume(0);
        talk.awaitEnd("7.6", "being asked for a frame that was acked");
        Arrival arrival = stage.arrival("7.6");
        arrival.seatFacing(30);
        hello(arrival.link(), "7.6", "being asked for a frame that was acked");
    }

    private static void hello(Link link, String section, String after) throws BrokenRule, InterruptedException {
        Optional<Link.Heard> heard = link.next(Stage.PATIENCE_MILLIS);
        if (heard.isEmpty() || !heard.get().text().startsWith("HELLO")) {
            throw new BrokenRule(
                    section,
                    "after " + after + " HELLO is due, and there comes "
                            + heard.map(Link.Heard::text).orElse("nothing"));
        }
    }

    private interface Change {
        void of(byte[] message);
    }

    private static PeerScenario badResume(String name, Change change) {
        return joiner("7.6", name, stage -> {
            Talk talk = Meeting.of(stage);
            talk.link().cut();
            talk.faceAgain("7.6");
            talk.takeResume("7.6");
            byte[] message =
                    talk.session().resume(talk.pairing(), talk.session().nextIncoming());
            change.of(message);
            talk.link().envelope(HandshakeAttempt.envelope(EnvelopeKind.RESUME_SESSION, talk.pairing(), message));
            hello(talk.link(), "5.2", "a RESUME-SESSION that does not hold");
        });
    }

    private static void oldResume(Stage stage) throws BrokenRule, InterruptedException {
        Talk talk = Meeting.of(stage);
        byte[] old = HandshakeAttempt.envelope(
                EnvelopeKind.RESUME_SESSION,
                talk.pairing(),
                talk.session().resume(talk.pairing(), talk.session().nextIncoming()));
        talk.link().cut();
        talk.faceAgain("7.6");
        long next = talk.takeResume("7.6");
        talk.link().envelope(old);
        talk.sayResume(talk.session().nextIncoming());
        talk.sendAgain(next);
        talk.sync("5.2");
    }

    private static void delivered(Stage stage) throws BrokenRule, NotPlayedException, InterruptedException {
        Talk talk = Meeting.of(stage);
        talk.ackNothing();
        stage.peer().say("is it there?");
        SessionScenarios.expect(talk, 1, "is it there?");
        if (stage.shown().delivered(1) > 0) {
            throw new BrokenRule("7.4", "shows a line as delivered that nobody acknowledged");
        }
        talk.ackAgain();
        talk.sync("7.4");
        if (stage.shown().delivered(1) == 0) {
            throw new NotPlayedException("it shows no lines 'delivered'");
        }
    }

    private static void repeated(Stage stage) throws BrokenRule, InterruptedException {
        Meeting meeting = meeting(stage, Role.A);
        Talk talk = meeting.moveOn();
        stage.peer().say("acked");
        MessagePart.Head first = head(talk, "acked");
        talk.sync("8.5");
        talk.ackNothing();
        stage.peer().say("not acked");
        MessagePart.Head second = head(talk, "not acked");
        Reunion again = Reunion.of(talk, meeting).meet().expectNumbers(second.number(), 0);
        again.sayReady(0, first.number());
        Talk.Said repeated = again.talk().awaitMessage("8.5");
        if (!repeated.head().equals(second)) {
            throw new BrokenRule("8.5", "does not repeat its undelivered part with its old id and number");
        }
        stage.peer().say("new");
        if (!head(again.talk(), "new").id().equals(second.id())) {
            again.talk().sayAndShow("8.5", "in the new session");
        }
    }

    private static MessagePart.Head head(Talk talk, String text) throws BrokenRule, InterruptedException {
        Talk.Said said = talk.awaitMessage("8.5");
        if (!said.text().equals(text)) {
            throw new BrokenRule("8.5", "must say '" + text + "' and says '" + Shown.brief(said.text()) + "'");
        }
        return said.head();
    }

    private static void takenBefore(Stage stage) throws BrokenRule, InterruptedException {
        Meeting meeting = meeting(stage, Role.A);
        Talk talk = meeting.moveOn();
        byte[] body = talk.message("{\"type\":\"text\",\"text\":\"once\"}".getBytes(StandardCharsets.UTF_8));
        talk.send(FrameKind.MESSAGE, body);
        talk.sync("8.5");
        stage.shown().awaitText("8.5", "once");
        Reunion again = Reunion.of(talk, meeting).meet().expectNumbers(0, 1).sayReady(1, 0);
        again.talk().send(FrameKind.MESSAGE, body);
        again.talk().sync("8.5");
        again.talk().sayAndShow("8.5", "after it");
    }

    /** Somebody who is not the one who was met: READY without a name, and nothing that was meant for the other. */
    private static void stranger(Stage stage, boolean otherKey) throws BrokenRule, InterruptedException {
        String section = otherKey ? "5.2" : "5.8";
        Meeting meeting = meeting(stage, Role.A);
        Talk talk = meeting.moveOn();
        talk.ackNothing();
        stage.peer().say("for the first one only");
        SessionScenarios.expect(talk, 1, "for the first one only");
        Identity who = otherKey ? Identity.generate(stage.randomness()) : stage.identity();
        Reunion again = new Reunion(talk, who, Continuity.none()).meet();
        if (again.theirReady().name().isPresent()) {
            throw new BrokenRule(section, "tells its name to a stranger");
        }
        again.sayReady(0, 0);
        again.talk().sync(section);
        again.talk().takeFor(500);
        if (again.talk().hasMessages()) {
            throw new BrokenRule("7.1", "sends a stranger what was meant for somebody else");
        }
    }

    private static void rolledBack(Stage stage, long sent, long received) throws BrokenRule, InterruptedException {
        Meeting meeting = meeting(stage, Role.A);
        Talk talk = meeting.moveOn();
        for (int i = 1; i <= 2; i++) {
            stage.peer().say("line " + i);
            SessionScenarios.expect(talk, i, "line " + i);
            talk.sync("8.5");
        }
        Reunion again = Reunion.of(talk, meeting).meet().sayReady(sent, received);
        again.talk().awaitBye();
        again.talk().awaitEnd("8.5", "numbers of an older copy");
        stage.nobodyComesBack("8.5", "numbers of an older copy");
    }
}
