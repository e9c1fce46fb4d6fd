package dev.parley.peer.conformance.peer;

import static dev.parley.peer.conformance.peer.PeerScenario.joiner;

import dev.parley.crypto.FrameKind;
import dev.parley.crypto.ProbeSession;
import dev.parley.crypto.Role;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Session frames: what is taken, what is dropped, what sends the peer back, and what ends the room (PROTOCOL.md sections 7.3 and 7.4). */
final class SessionScenarios {
    static final List<PeerScenario> ALL = all();

    private static final int MESSAGE = 2;
    private static final int PING = 5;

    private SessionScenarios() {}

    private static List<PeerScenario> all() {
        List<PeerScenario> all = new ArrayList<>();
        all.add(joiner("7.4", "texts-both-ways-as-role-a", stage -> bothWays(Meeting.of(stage, Role.B))));
        all.add(joiner("7.4", "texts-both-ways-as-role-b", stage -> bothWays(Meeting.of(stage, Role.A))));
        all.add(joiner("7.3", "sizes-are-padded", SessionScenarios::padded));

        all.add(violation("7.3", "padding-that-is-not-zero", talk -> {
            byte[] plain = text(talk);
            plain[plain.length - 1] = 1;
            return plain;
        }));
        all.add(violation("7.3", "padding-of-the-wrong-size", talk -> Arrays.copyOf(text(talk), 512)));
        all.add(violation("7.3", "plain-text-of-255-bytes", talk -> Arrays.copyOf(text(talk), 255)));
        all.add(violation("7.3", "plain-text-of-no-bytes", talk -> new byte[0]));
        all.add(violation("7.3", "body-longer-than-the-frame", talk -> {
            byte[] plain = text(talk);
            ByteBuffer.wrap(plain).putInt(9, 244);
            return plain;
        }));
        all.add(violation("7.3", "body-length-with-the-top-bit", talk -> {
            byte[] plain = text(talk);
            plain[9] |= (byte) 0x80;
            return plain;
        }));
        all.add(violation("7.3", "frame-of-kind-0", talk -> kind(talk, 0)));
        all.add(violation("7.3", "frame-of-kind-10", talk -> kind(talk, 10)));
        all.add(violation(
                "7.4",
                "ack-above-what-was-sent",
                talk -> ack(talk, talk.session().nextIncoming() + 1_000)));
        all.add(violation("7.4", "ack-with-the-top-bit", talk -> ack(talk, Long.MIN_VALUE)));
        all.add(violation(
                "7.4",
                "ready-twice",
                talk -> talk.session()
                        .plain(FrameKind.READY, "{\"name\":\"again\"}".getBytes(StandardCharsets.UTF_8))));
        all.add(violation("7.4", "ping-of-15-bytes", talk -> plain(talk, PING, new byte[15])));
        all.add(violation("8.1", "message-shorter-than-its-head", talk -> plain(talk, MESSAGE, new byte[23])));
        all.add(violation("8.1", "message-of-number-0", talk -> number(talk, 0)));
        all.add(violation("8.1", "message-number-with-the-top-bit", talk -> number(talk, Long.MIN_VALUE)));

        all.add(unusable("flipped-bit-in-the-envelope-kind", frame -> flipped(frame, 0)));
        all.add(unusable("flipped-bit-in-the-epoch", frame -> flipped(frame, 4)));
        all.add(unusable("top-bit-of-the-epoch", frame -> with(frame, 1, 0x80)));
        all.add(unusable("flipped-bit-in-the-seq", frame -> with(frame, 11, 1)));
        all.add(unusable("top-bit-of-the-seq", frame -> with(frame, 5, 0x80)));
        all.add(unusable("flipped-bit-in-the-nonce", frame -> flipped(frame, 20)));
        all.add(unusable("flipped-bit-in-the-ciphertext", frame -> flipped(frame, 30)));
        all.add(unusable("flipped-bit-in-the-padding", frame -> flipped(frame, frame.length - 20)));
        all.add(unusable("flipped-bit-in-the-tag", frame -> flipped(frame, frame.length - 1)));
        all.add(unusable("frame-cut-short", frame -> Arrays.copyOf(frame, frame.length - 1)));
        all.add(unusable("frame-of-12-bytes", frame -> Arrays.copyOf(frame, 12)));
        all.add(unusable("frame-with-a-byte-behind", frame -> Arrays.copyOf(frame, frame.length + 1)));

        all.add(joiner("7.4", "a-replayed-frame-is-dropped", SessionScenarios::replay));
        all.add(joiner("7.4", "a-gap-sends-it-back", SessionScenarios::gap));
        all.add(joiner("7.4", "frames-in-the-wrong-order", SessionScenarios::reordered));
        all.add(joiner("7.4", "its-own-frame-reflected", SessionScenarios::reflected));
        all.add(joiner("7.4", "two-unusable-frames-drop-the-session", SessionScenarios::twoUnusable));
        all.add(joiner("7.3", "an-ack-with-a-body-is-an-ack", stage -> {
            Talk talk = Meeting.of(stage);
            talk.send(FrameKind.ACK, new byte[100]);
            talk.sayAndShow("7.3", "after a long ack");
        }));
        all.add(joiner("7.3", "a-pong-to-no-ping-is-ignored", stage -> {
            Talk talk = Meeting.of(stage);
            talk.send(FrameKind.PONG, new byte[16]);
            talk.send(FrameKind.PONG, new byte[3]);
            talk.sayAndShow("7.3", "after a pong to nobody");
        }));
        all.add(joiner("7.4", "a-lower-ack-changes-nothing", stage -> {
            Talk talk = Meeting.of(stage);
            talk.write(talk.seal(ack(talk, 0)));
            talk.sayAndShow("7.4", "after an ack of nothing");
        }));
        return List.copyOf(all);
    }

    private static byte[] text(Talk talk) {
        return talk.session().plain(FrameKind.MESSAGE, talk.text("must not be shown"));
    }

    private static byte[] kind(Talk talk, int kind) {
        byte[] plain = text(talk);
        plain[0] = (byte) kind;
        return plain;
    }

    private static byte[] ack(Talk talk, long ack) {
        byte[] plain = text(talk);
        plain[0] = 4;
        ByteBuffer.wrap(plain).putLong(1, ack);
        return plain;
    }

    private static byte[] number(Talk talk, long number) {
        byte[] plain = text(talk);
        ByteBuffer.wrap(plain).putLong(13 + 16, number);
        return plain;
    }

    private static byte[] plain(Talk talk, int kind, byte[] body) {
        return ProbeSession.plain(kind, talk.session().nextIncoming(), body.length, body, 256);
    }

    static byte[] flipped(byte[] bytes, int at) {
        return with(bytes, at, 1);
    }

    private static byte[] with(byte[] bytes, int at, int mask) {
        byte[] changed = bytes.clone();
        changed[at] ^= (byte) mask;
        return changed;
    }

    private static void bothWays(Talk talk) throws BrokenRule, InterruptedException {
        Stage stage = talk.stage();
        talk.sayAndShow("7.4", "first of ours");
        stage.peer().say("first of theirs");
        expect(talk, 1, "first of theirs");
        talk.sayAndShow("7.4", "second of ours: \u00e9\u00e8 \u4f60\u597d");
        stage.peer().say("second of theirs: \u00e9\u00e8 \u4f60\u597d");
        expect(talk, 2, "second of theirs: \u00e9\u00e8 \u4f60\u597d");
    }

    static void expect(Talk talk, long number, String text) throws BrokenRule, InterruptedException {
        Talk.Said said = talk.awaitMessage("8.1");
        if (said.head().number() != number) {
            throw new BrokenRule("8.1", "its message has number " + said.head().number() + ", not " + number);
        }
        if (!said.text().equals(text)) {
            throw new BrokenRule(
                    "8.2", "was told '" + Shown.brief(text) + "' and says '" + Shown.brief(said.text()) + "'");
        }
    }

    /** That its frames have padded sizes and zeros behind their bodies is looked at wherever one is opened. */
    private static void padded(Stage stage) throws BrokenRule, InterruptedException {
        Talk talk = Meeting.of(stage);
        long number = 1;
        for (int length : new int[] {1, 150, 230, 300, 700, 1_500, 4_000}) {
            String text = "x".repeat(length);
            stage.peer().say(text);
            expect(talk, number++, text);
        }
    }

    /** A frame that only the other end can have made, and must not: the room ends, nothing of it is shown. */
    private static PeerScenario violation(String section, String name, Function<Talk, byte[]> plain) {
        return joiner(section, name, stage -> {
            Talk talk = Meeting.of(stage);
            talk.link().envelope(talk.session().seal(plain.apply(talk)));
            talk.awaitEnd(section, "a violation");
            stage.nobodyComesBack(section, "a violation");
            stage.shown().noText(section, "a violation");
        });
    }

    /** A frame that anybody can have made: nothing of it counts, the peer comes back and takes the true one once. */
    private static PeerScenario unusable(String name, UnaryOperator<byte[]> change) {
        return joiner("7.4", name, stage -> {
            Talk talk = Meeting.of(stage);
            talk.sayAndShow("7.4", "before");
            byte[] good = talk.seal(FrameKind.MESSAGE, talk.text("true"));
            talk.link().envelope(change.apply(good));
            talk.awaitEnd("7.4", "an unusable frame");
            stage.shown().noText("7.4", "an unusable frame");
            talk.resumeAfterLoss("7.6");
            stage.shown().awaitText("7.6", "true");
            talk.sayAndShow("7.6", "after");
        });
    }

    private static void replay(Stage stage) throws BrokenRule, InterruptedException {
        Talk talk = Meeting.of(stage);
        byte[] frame = talk.seal(FrameKind.MESSAGE, talk.text("once"));
        talk.write(frame);
        talk.sync("7.4");
        talk.write(frame);
        talk.write(frame);
        talk.sync("7.4");
        stage.shown().awaitText("7.4", "once");
        talk.sayAndShow("7.4", "next");
    }

    private static void gap(Stage stage) throws BrokenRule, InterruptedException {
        Talk talk = Meeting.of(stage);
        talk.seal(FrameKind.MESSAGE, talk.text("one"));
        byte[] second = talk.seal(FrameKind.MESSAGE, talk.text("two"));
        talk.link().envelope(second);
        talk.awaitEnd("7.4", "a gap");
        stage.shown().noText("7.4", "a frame behind a gap");
        talk.resumeAfterLoss("7.6");
        stage.shown().awaitText("7.6", "one");
        stage.shown().awaitText("7.6", "two");
    }

    private static void reordered(Stage stage) throws BrokenRule, InterruptedException {
        Talk talk = Meeting.of(stage);
        byte[] first = talk.seal(FrameKind.MESSAGE, talk.text("one"));
        byte[] second = talk.seal(FrameKind.MESSAGE, talk.text("two"));
        talk.link().envelope(second);
        talk.link().envelope(first);
        talk.awaitEnd("7.4", "a frame before its turn");
        talk.resumeAfterLoss("7.6");
        stage.shown().awaitText("7.4", "one");
        stage.shown().awaitText("7.4", "two");
    }

    /** Its frame with our seq and epoch: another direction has other keys and another label. */
    private static void reflected(Stage stage) throws BrokenRule, InterruptedException {
        Talk talk = Meeting.of(stage);
        stage.peer().say("mine");
        Link.Heard heard = talk.link()
                .next(Stage.PATIENCE_MILLIS)
                .orElseThrow(() -> new BrokenRule("7.4", "was told to say something and says nothing"));
        talk.link().putBack(heard);
        byte[] theirs = heard.frame().orElse(null) instanceof dev.parley.wire.PeerFrame.Forward forward
                ? forward.envelope().toByteArray()
                : new byte[300];
        talk.awaitMessage("7.4");
        byte[] envelope = theirs.clone();
        ByteBuffer.wrap(envelope).putLong(5, talk.session().nextOutgoing());
        talk.link().envelope(envelope);
        talk.awaitEnd("7.4", "its own frame");
        talk.resumeAfterLoss("7.6");
        stage.shown().noText("7.4", "its own frame");
    }

    private static void twoUnusable(Stage stage) throws BrokenRule, InterruptedException {
        Talk talk = Meeting.of(stage);
        byte[] good = talk.seal(FrameKind.MESSAGE, talk.text("lost"));
        talk.link().envelope(flipped(good, 40));
        talk.awaitEnd("7.4", "an unusable frame");
        talk.faceAgain("7.4");
        talk.takeResume("7.6");
        talk.sayResume(talk.session().nextIncoming());
        talk.link().envelope(flipped(good, 50));
        talk.awaitEnd("7.4", "a second unusable frame");
        Arrival arrival = stage.arrival("7.4");
        arrival.seatFacing(20);
        Optional<Link.Heard> heard = arrival.link().next(Stage.PATIENCE_MILLIS);
        if (heard.isEmpty() || !heard.get().text().startsWith("HELLO")) {
            throw new BrokenRule(
                    "7.4",
                    "two unusable frames in a row must drop the session: HELLO is due, and there comes "
                            + heard.map(Link.Heard::text).orElse("nothing"));
        }
        stage.shown().noText("7.4", "an unusable frame");
    }
}
