package dev.parley.peer.conformance.peer;

import static dev.parley.peer.conformance.peer.PeerScenario.room;

import dev.parley.crypto.EnvelopeKind;
import dev.parley.crypto.ProbeHandshake;
import dev.parley.peer.conformance.peer.PeerScenario.NotPlayedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A room by name without a passphrase: an open handshake and its safety number (PROTOCOL.md sections 4.3, 5 and 7). */
final class RoomScenarios {
    static final List<PeerScenario> ALL = all();

    private RoomScenarios() {}

    private static List<PeerScenario> all() {
        List<PeerScenario> all = new ArrayList<>();
        all.add(room("4.3", "room-meets-in-open-mode", stage -> {
            Talk talk = Meeting.of(stage);
            talk.sayAndShow("7.4", "hello room");
            stage.peer().say("hello tester");
            SessionScenarios.expect(talk, 1, "hello tester");
        }));
        all.add(room("7.2", "room-safety-number", RoomScenarios::safetyNumber));
        all.add(room("7.1", "room-is-unverified", stage -> {
            Meeting.of(stage);
            Optional<String> trust = stage.shown().trust();
            if (trust.isEmpty()) {
                throw new NotPlayedException("it shows no line 'open TRUST'");
            }
            if (!trust.get().equalsIgnoreCase("unverified")) {
                throw new BrokenRule(
                        "7.1", "shows somebody it never met, in a room without a passphrase, as " + trust.get());
            }
        }));
        all.add(room("7.6", "room-goes-on-after-a-cut", stage -> {
            Talk talk = Meeting.of(stage);
            talk.seal(dev.parley.crypto.FrameKind.MESSAGE, talk.text("lost and found"));
            talk.link().cut();
            talk.resumeAfterLoss("7.6");
            stage.shown().awaitText("7.6", "lost and found");
        }));
        all.add(room("5.4", "room-own-hello-echoed", stage -> {
            Arrival first = stage.firstArrival();
            stage.face(first);
            byte[] hello = new HandshakeAttempt(stage, first.link(), Stage.PAIRING, stage.terms())
                    .takeHello()
                    .theirHello();
            first.link().envelope(HandshakeAttempt.envelope(EnvelopeKind.HELLO, Stage.PAIRING, hello));
            HelloScenarios.nothingAnswered(first.link(), "5.4");
            stage.nobodyComesBack("5.4", "its own words coming back");
        }));
        all.add(refused("room-hello-of-code-mode", ProbeHandshake.MODE, 1));
        all.add(refused("room-hello-of-a-joiner", ProbeHandshake.SIDE, 2));
        all.add(refused("room-hello-of-version-2", ProbeHandshake.VERSION, 2));
        return List.copyOf(all);
    }

    private static void safetyNumber(Stage stage) throws BrokenRule, NotPlayedException, InterruptedException {
        Meeting meeting =
                new Meeting(stage, Optional.empty()).handshake().takeReady().sayReady();
        meeting.moveOn();
        Optional<String> shown = stage.shown().safety();
        if (shown.isEmpty()) {
            throw new NotPlayedException("it shows no line 'safety DIGITS'");
        }
        if (!meeting.agreement().safetyNumber().matches(shown.get())) {
            throw new BrokenRule("7.2", "shows another safety number than that of the two keys");
        }
    }

    private static PeerScenario refused(String name, int item, int value) {
        return room("5.3", name, stage -> {
            Arrival first = stage.firstArrival();
            stage.face(first);
            HandshakeAttempt attempt =
                    new HandshakeAttempt(stage, first.link(), Stage.PAIRING, stage.terms()).takeHello();
            attempt.prepare(
                            new ProbeHandshake.Changes() {
                                @Override
                                public void core(List<byte[]> items) {
                                    items.set(item, new byte[] {(byte) value});
                                }
                            },
                            Optional.empty())
                    .sayHello();
            HelloScenarios.nothingAnswered(first.link(), "5.3");
        });
    }
}
