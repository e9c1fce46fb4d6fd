package dev.parley.peer.conformance.peer;

import static dev.parley.peer.conformance.peer.PeerScenario.joiner;

import dev.parley.wire.Envelope;
import dev.parley.wire.FrameCodec;
import dev.parley.wire.NoticeKind;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.SeatState;
import dev.parley.wire.Wire;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The relay's side of the protocol, as a peer meets it: greetings, refusals, notices, frames that are none (PROTOCOL.md section 3). */
final class RelayScenarios {
    static final List<PeerScenario> ALL = all();

    private static final String HOSTILE = "\u001b[2J\u001b]0;owned\u0007\u202efriend: hello\r\ntext fake";

    private RelayScenarios() {}

    private static List<PeerScenario> all() {
        List<PeerScenario> all = new ArrayList<>();
        all.add(joiner("3.3", "says-nothing-before-welcome", RelayScenarios::silentBefore));
        all.add(joiner("3.3", "a-relay-of-later-versions-that-serves-1", stage -> {
            Link link = stage.connection();
            RelayFrame.Welcome plain = Stage.welcome(link);
            link.say(new RelayFrame.Welcome(1, 900, plain.challenge(), 1 << 20, 5, 600, 0, HOSTILE));
            Arrival arrival = stage.arrival(link);
            new Meeting(stage, Optional.empty())
                    .handshake(arrival)
                    .takeReady()
                    .sayReady()
                    .moveOn()
                    .sync("3.3");
            stage.shown().noText("8.4", "the notice of a relay");
        }));
        all.add(unserved("a-relay-that-serves-no-1", 2, 3, Wire.MAX_ENVELOPE_BYTES));
        all.add(unserved("a-relay-with-small-envelopes", 1, 1, Wire.MAX_ENVELOPE_BYTES - 1));
        all.add(joiner("3.1", "every-byte-by-itself", stage -> {
            Link link = stage.connection();
            link.drip();
            Arrival arrival = stage.firstArrival(link);
            new Meeting(stage, Optional.empty())
                    .handshake(arrival)
                    .takeReady()
                    .sayReady()
                    .moveOn()
                    .sayAndShow("3.1", "in pieces");
        }));
        all.add(joiner("3.1", "many-frames-in-one-piece", RelayScenarios::coalesced));
        all.add(joiner("3.3", "pings-are-answered", RelayScenarios::pinged));
        all.add(noFrame("3.1", "a-frame-of-an-unknown-type", "0000000577aabbccdd"));
        all.add(noFrame("3.1", "a-frame-of-an-unknown-type-that-is-too-long", "0001040277"));
        all.add(noFrame("3.1", "a-frame-of-length-0", "0000000008"));
        all.add(noFrame("3.1", "a-frame-of-4-gigabytes", "ffffffff08"));
        all.add(noFrame("3.1", "an-envelope-that-is-too-long", "0001040208"));
        all.add(noFrame("3.1", "an-empty-envelope", "0000000108"));
        all.add(noFrame("3.2", "seated-with-a-field-that-is-none", "00000007060200000000ff"));
        all.add(noFrame("3.2", "peer-with-an-event-that-is-none", "000000060704000000ff"));
        all.add(noFrame("3.1", "a-frame-that-only-peers-send", "0000000109"));
        all.add(noFrame("3.1", "seated-with-a-byte-behind", "0000000806000000000001ff"));
        all.add(noFrame("3.2", "a-notice-that-is-not-utf-8", "000000080d0200000000c328"));
        all.add(joiner(
                "3.3", "a-second-welcome", stage -> badFrame(stage, link -> link.say(Stage.welcome(link)), "3.3")));
        all.add(joiner(
                "3.6",
                "a-challenge-that-nobody-asked-for",
                stage -> badFrame(
                        stage,
                        link -> link.say(new RelayFrame.KeyChallenge(dev.parley.wire.SealedSeed.of(new byte[256]))),
                        "3.6")));
        all.add(joiner("3.6", "a-closed-relay", stage -> {
            Link link = stage.connection();
            RelayFrame.Welcome plain = Stage.welcome(link);
            link.say(new RelayFrame.Welcome(1, 1, plain.challenge(), Wire.MAX_ENVELOPE_BYTES, 12, 60, 1, ""));
            ended(stage, link, "3.6", "a closed relay and no token");
        }));
        all.add(refused(Refusal.ROOM_UNAVAILABLE.code(), "room-unavailable", 0));
        all.add(refused(Refusal.BUSY.code(), "busy", 5_000));
        all.add(refused(Refusal.UNSUPPORTED_PROTOCOL.code(), "unsupported-protocol", 0));
        all.add(refused(Refusal.NOT_ADMITTED.code(), "not-admitted", 0));
        all.add(refused(Refusal.UNSEATED.code(), "unseated", 60_000));
        all.add(refused(77, "refusal-of-a-later-protocol", 0));
        all.add(comesBack(Refusal.STALE_ATTEMPT.code(), "stale-attempt"));
        all.add(comesBack(Refusal.BAD_FRAME.code(), "bad-frame"));
        all.add(comesBack(Refusal.TOO_SLOW.code(), "too-slow"));
        all.add(joiner("3.4", "displaced-stays-away", stage -> {
            Talk talk = Meeting.of(stage);
            talk.link().say(new RelayFrame.Displaced());
            talk.awaitEnd("3.4", "DISPLACED");
            stage.nobodyComesBack("3.4", "DISPLACED");
        }));
        all.add(joiner("7.1", "a-notice-is-never-the-other-ends-word", stage -> {
            Talk talk = Meeting.of(stage);
            talk.link().say(new RelayFrame.Notice(NoticeKind.OPERATOR_TEXT, 0, HOSTILE));
            talk.sync("3.3");
            stage.shown().noText("7.1", "the notice of a relay");
            talk.sayAndShow("3.3", "after a notice");
        }));
        all.add(joiner("3.4", "a-restart-is-waited-for", RelayScenarios::restarting));
        all.add(joiner("3.4", "a-refused-resume-is-followed-by-claim", RelayScenarios::refusedResume));
        return List.copyOf(all);
    }

    private static void silentBefore(Stage stage) throws BrokenRule, InterruptedException {
        Link link = stage.connection();
        Optional<Link.Heard> early = link.next(1_000);
        if (early.isPresent()) {
            throw new BrokenRule(
                    "3.3",
                    "must say nothing before WELCOME, and there comes "
                            + early.get().text());
        }
        stage.firstArrival(link);
    }

    private static PeerScenario unserved(String name, int low, int high, long largest) {
        return joiner("3.3", name, stage -> {
            Link link = stage.connection();
            link.say(new RelayFrame.Welcome(low, high, Stage.welcome(link).challenge(), largest, 12, 60, 0, ""));
            ended(stage, link, "3.3", "a relay that does not serve it");
        });
    }

    /** The peer ends for good, without asking for a seat. */
    private static void ended(Stage stage, Link link, String section, String after)
            throws BrokenRule, InterruptedException {
        Optional<Link.Heard> heard = link.next(Stage.PATIENCE_MILLIS);
        if (heard.isEmpty() || !heard.get().isEnd()) {
            throw new BrokenRule(
                    section,
                    after + " must end it, and there comes "
                            + heard.map(Link.Heard::text).orElse("nothing"));
        }
        stage.nobodyComesBack(section, after);
    }

    private static void coalesced(Stage stage) throws BrokenRule, InterruptedException {
        Talk talk = Meeting.of(stage);
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        for (int i = 1; i <= 5; i++) {
            byte[] envelope = talk.seal(dev.parley.crypto.FrameKind.MESSAGE, talk.text("line " + i));
            talk.willWrite(envelope);
            all.writeBytes(FrameCodec.encode(new RelayFrame.Deliver(Envelope.of(envelope))));
            all.writeBytes(FrameCodec.encode(new RelayFrame.Ping(i)));
        }
        talk.link().say(all.toByteArray());
        for (int i = 1; i <= 5; i++) {
            stage.shown().awaitText("3.1", "line " + i);
        }
    }

    private static void pinged(Stage stage) throws BrokenRule, InterruptedException {
        Link link = stage.connection();
        link.say(Stage.welcome(link));
        Arrival arrival = stage.arrival(link);
        ping(link, 0x0102030405060708L, "without a seat");
        link.say(new RelayFrame.Seated(1, SeatState.EMPTY, 1));
        ping(link, -1, "with a seat");
        ping(link, 0, "with a seat");
        arrival.link().cut();
    }

    private static void ping(Link link, long echo, String when) throws BrokenRule, InterruptedException {
        link.say(new RelayFrame.Ping(echo));
        Link.Heard heard = link.next(Stage.PATIENCE_MILLIS)
                .orElseThrow(() -> new BrokenRule("3.3", "does not answer a PING " + when));
        if (!(heard.frame().orElse(null) instanceof PeerFrame.Pong pong) || pong.echo() != echo) {
            throw new BrokenRule(
                    "3.3", "must answer a PING " + when + " with its bytes, and there comes " + heard.text());
        }
    }

    private interface Bad {
        void say(Link link);
    }

    private static PeerScenario noFrame(String section, String name, String hex) {
        return joiner(
                section,
                name,
                stage -> badFrame(stage, link -> link.say(HexFormat.of().parseHex(hex)), section));
    }

    /** With a seat, facing nobody: the connection ends, and the peer comes back. */
    private static void badFrame(Stage stage, Bad bad, String section) throws BrokenRule, InterruptedException {
        Arrival first = stage.firstArrival();
        first.seatAlone(1);
        bad.say(first.link());
        HelloScenarios.nothingAnswered(first.link(), section);
        Arrival again = stage.arrival(section);
        again.seatFacing(Stage.PAIRING);
        new Meeting(stage, Optional.empty()).handshakeFacing(again, Stage.PAIRING);
    }

    /** The first CLAIM is refused for a reason that ends a joiner. */
    private static PeerScenario refused(int code, String name, long retryMillis) {
        return joiner("3.5", "first-claim-" + name, stage -> {
            Arrival first = stage.firstArrival();
            first.link().say(new RelayFrame.Refused(code, retryMillis));
            ended(stage, first.link(), "3.5", "REFUSED " + code);
        });
    }

    private static PeerScenario comesBack(int code, String name) {
        return joiner("3.5", "first-claim-" + name, stage -> {
            Arrival first = stage.firstArrival();
            first.link().say(new RelayFrame.Refused(code, 0));
            HelloScenarios.nothingAnswered(first.link(), "3.5");
            Arrival again = stage.arrival("3.5");
            if (code == Refusal.STALE_ATTEMPT.code() && again.attempt() - first.attempt() < 64) {
                throw new BrokenRule(
                        "3.4",
                        "after STALE_ATTEMPT its attempt rose by " + (again.attempt() - first.attempt())
                                + ", not by 64");
            }
            again.seatFacing(Stage.PAIRING);
            new Meeting(stage, Optional.empty()).handshakeFacing(again, Stage.PAIRING);
        });
    }

    private static void restarting(Stage stage) throws BrokenRule, InterruptedException {
        Talk talk = Meeting.of(stage);
        long from = stage.now();
        talk.link().say(new RelayFrame.Notice(NoticeKind.RESTARTING, 3_000, ""));
        talk.sync("3.4");
        talk.link().cut();
        talk.resumeAfterLoss("3.4");
        if (stage.now() - from < 2_900) {
            throw new BrokenRule(
                    "3.4", "was told to stay away for 3000 ms, and came back after " + (stage.now() - from));
        }
    }

    private static void refusedResume(Stage stage) throws BrokenRule, InterruptedException {
        Talk talk = Meeting.of(stage);
        talk.link().cut();
        Arrival arrival = stage.arrival("3.4");
        if (arrival.resumed()) {
            arrival.link().say(new RelayFrame.Refused(Refusal.ROOM_UNAVAILABLE.code(), 0));
            Arrival claim = stage.arrival(arrival.link());
            if (claim.resumed()) {
                throw new BrokenRule("3.4", "says RESUME again on the same connection, not CLAIM");
            }
        }
        talk.faceOn(arrival);
        talk.goOn("7.6", talk.session().nextIncoming());
        talk.sayAndShow("7.6", "after a claim");
    }
}
