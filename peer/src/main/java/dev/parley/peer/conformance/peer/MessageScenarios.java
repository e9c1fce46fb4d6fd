package dev.parley.peer.conformance.peer;

import static dev.parley.peer.conformance.peer.PeerScenario.joiner;

import dev.parley.crypto.FrameKind;
import dev.parley.peer.chat.MessagePart;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Bodies of MESSAGE: what is shown, and what is acknowledged and not shown (PROTOCOL.md sections 8.2, 8.3 and 8.5). */
final class MessageScenarios {
    static final List<PeerScenario> ALL = all();

    private static final int MAX_BODY_BYTES = 65_523;

    private MessageScenarios() {}

    private static List<PeerScenario> all() {
        List<PeerScenario> all = new ArrayList<>();
        all.add(shown(
                "unknown-fields", "{\"x\":[{\"y\":null}],\"type\":\"text\",\"z\":1e5,\"text\":\"seen\"}", "seen"));
        all.add(shown("white-space-around", " \t\r\n{ \"type\" : \"text\" , \"text\" : \"seen\" } \n", "seen"));
        all.add(shown(
                "escapes", "{\"type\":\"text\",\"text\":\"\\u0041\\/\\\\\\n\\ud83d\\ude00\"}", "A/\\\n\ud83d\ude00"));
        all.add(shown("sixteen-levels", "{\"type\":\"text\",\"x\":" + nested(15) + ",\"text\":\"seen\"}", "seen"));
        all.add(shown("an-empty-text", "{\"type\":\"text\",\"text\":\"\"}", ""));

        all.add(unreadable("an-unknown-type", "{\"type\":\"hologram\",\"text\":\"no\"}"));
        all.add(unreadable("no-type", "{\"text\":\"no\"}"));
        all.add(unreadable("no-text", "{\"type\":\"text\"}"));
        all.add(unreadable("text-that-is-a-number", "{\"type\":\"text\",\"text\":5}"));
        all.add(unreadable("text-that-is-null", "{\"type\":\"text\",\"text\":null}"));
        all.add(unreadable("more-that-is-a-text", "{\"type\":\"text\",\"text\":\"no\",\"more\":\"true\"}"));
        all.add(unreadable("a-name-twice", "{\"type\":\"text\",\"text\":\"no\",\"text\":\"no\"}"));
        all.add(unreadable("seventeen-levels", "{\"type\":\"text\",\"x\":" + nested(16) + ",\"text\":\"no\"}"));
        all.add(unreadable("a-comment", "{\"type\":\"text\",/* */\"text\":\"no\"}"));
        all.add(unreadable("single-quotes", "{'type':'text','text':'no'}"));
        all.add(unreadable("names-without-quotes", "{type:\"text\",text:\"no\"}"));
        all.add(unreadable("a-trailing-comma", "{\"type\":\"text\",\"text\":\"no\",}"));
        all.add(unreadable("not-a-number", "{\"type\":\"text\",\"text\":\"no\",\"x\":NaN}"));
        all.add(unreadable("a-leading-zero", "{\"type\":\"text\",\"text\":\"no\",\"x\":01}"));
        all.add(unreadable("a-raw-line-break", "{\"type\":\"text\",\"text\":\"n\no\"}"));
        all.add(unreadable("something-behind", "{\"type\":\"text\",\"text\":\"no\"}{}"));
        all.add(unreadable("an-array", "[{\"type\":\"text\",\"text\":\"no\"}]"));
        all.add(unreadable("no-json", "hello"));
        all.add(unreadable("nothing", ""));
        all.add(unreadable("a-zero-byte", "{\"type\":\"text\",\"text\":\"n\0o\"}"));
        all.add(unreadable("a-byte-order-mark", "\ufeff{\"type\":\"text\",\"text\":\"no\"}"));
        all.add(unreadable(
                "a-text-of-more-than-32-kib", "{\"type\":\"text\",\"text\":\"" + "x".repeat(32_769) + "\"}"));
        all.add(unreadable(
                "bad-utf-8", bytes("{\"type\":\"text\",\"text\":\"n", new byte[] {(byte) 0xC3, 0x28}, "o\"}")));
        all.add(unreadable(
                "utf-8-of-a-surrogate",
                bytes("{\"type\":\"text\",\"text\":\"n", new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, "o\"}")));
        all.add(unreadable(
                "utf-8-that-is-overlong",
                bytes("{\"type\":\"text\",\"text\":\"n", new byte[] {(byte) 0xC0, (byte) 0xAF}, "o\"}")));

        all.add(joiner("8.3", "parts-are-joined", MessageScenarios::parts));
        all.add(joiner("8.3", "long-lines-are-cut-into-parts", MessageScenarios::longLine));
        all.add(joiner("8.5", "a-part-with-a-known-id-is-dropped", stage -> duplicate(stage, true)));
        all.add(joiner("8.5", "a-part-with-an-old-number-is-dropped", stage -> duplicate(stage, false)));
        all.add(joiner("8.5", "numbers-may-leave-gaps", MessageScenarios::numberGap));
        all.add(joiner("7.3", "a-frame-of-the-largest-size", MessageScenarios::largest));
        return List.copyOf(all);
    }

    private static String nested(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }

    private static byte[] bytes(String before, byte[] bad, String behind) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(before.getBytes(StandardCharsets.UTF_8));
        out.writeBytes(bad);
        out.writeBytes(behind.getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    private static PeerScenario shown(String name, String json, String text) {
        return joiner("8.2", "json-with-" + name, stage -> {
            Talk talk = Meeting.of(stage);
            talk.send(FrameKind.MESSAGE, talk.message(json));
            talk.sync("8.2");
            stage.shown().awaitText("8.2", text);
        });
    }

    private static PeerScenario unreadable(String name, String json) {
        return unreadable(name, json.getBytes(StandardCharsets.UTF_8));
    }

    /** Acknowledged, not shown as a text, and the session goes on. Where unreadable ones are shown, each is told once. */
    private static PeerScenario unreadable(String name, byte[] json) {
        return joiner("8.2", "json-refused-" + name, stage -> {
            Talk talk = Meeting.of(stage);
            talk.send(FrameKind.MESSAGE, talk.message(json));
            talk.sync("8.2");
            talk.awaitAck(talk.session().nextOutgoing() - 1, "8.2");
            talk.say("after it");
            talk.sync("8.2");
            stage.shown().awaitText("8.2", "after it");
            int told = stage.shown().unreadable(0);
            if (told > 1) {
                throw new BrokenRule("8.2", "tells " + told + " times that something is unreadable, not once");
            }
        });
    }

    private static void parts(Stage stage) throws BrokenRule, InterruptedException {
        Talk talk = Meeting.of(stage);
        talk.send(FrameKind.MESSAGE, talk.message("{\"type\":\"text\",\"text\":\"one \",\"more\":true}"));
        talk.send(FrameKind.MESSAGE, talk.message("{\"type\":\"text\",\"text\":\"two \",\"more\":true}"));
        talk.send(FrameKind.MESSAGE, talk.message("{\"type\":\"nick\",\"name\":\"renamed\"}"));
        talk.sync("8.3");
        stage.shown().noText("8.3", "a text whose last part has not come");
        talk.send(FrameKind.MESSAGE, talk.message("{\"type\":\"text\",\"text\":\"three\"}"));
        talk.sync("8.3");
        stage.shown().awaitText("8.3", "one two three");
    }

    private static void longLine(Stage stage) throws BrokenRule, InterruptedException {
        Talk talk = Meeting.of(stage);
        String line = "0123456789abcdef".repeat(2_500);
        stage.peer().say(line);
        StringBuilder all = new StringBuilder();
        long number = 1;
        while (all.length() < line.length()) {
            Talk.Said part = talk.awaitMessage("8.3");
            if (part.head().number() != number) {
                throw new BrokenRule("8.1", "its part has number " + part.head().number() + ", not " + number);
            }
            number++;
            all.append(part.text());
        }
        if (!all.toString().equals(line)) {
            throw new BrokenRule("8.3", "the parts of its text are not the text");
        }
    }

    private static void duplicate(Stage stage, boolean sameId) throws BrokenRule, InterruptedException {
        Talk talk = Meeting.of(stage);
        byte[] id = stage.randomness().bytes(16);
        byte[] json = "{\"type\":\"text\",\"text\":\"once\"}".getBytes(StandardCharsets.UTF_8);
        talk.send(FrameKind.MESSAGE, MessagePart.encode(id, 5, json));
        talk.sync("8.5");
        stage.shown().awaitText("8.5", "once");
        byte[] other = stage.randomness().bytes(16);
        talk.send(FrameKind.MESSAGE, MessagePart.encode(sameId ? id : other, sameId ? 6 : 5, json));
        talk.sync("8.5");
        talk.awaitAck(talk.session().nextOutgoing() - 1, "8.5");
        talk.send(FrameKind.MESSAGE, MessagePart.encode(stage.randomness().bytes(16), 7, next()));
        talk.sync("8.5");
        stage.shown().awaitText("8.5", "next");
    }

    private static byte[] next() {
        return "{\"type\":\"text\",\"text\":\"next\"}".getBytes(StandardCharsets.UTF_8);
    }

    private static void numberGap(Stage stage) throws BrokenRule, InterruptedException {
        Talk talk = Meeting.of(stage);
        talk.send(FrameKind.MESSAGE, MessagePart.encode(stage.randomness().bytes(16), 1_000_000, next()));
        talk.sync("8.5");
        stage.shown().awaitText("8.5", "next");
    }

    private static void largest(Stage stage) throws BrokenRule, InterruptedException {
        Talk talk = Meeting.of(stage);
        String json = "{\"type\":\"text\",\"text\":\"large\",\"pad\":\"%s\"}";
        String padding = "x".repeat(MAX_BODY_BYTES - 24 - (json.length() - 2));
        talk.send(FrameKind.MESSAGE, talk.message(json.formatted(padding)));
        talk.sync("7.3");
        stage.shown().awaitText("7.3", "large");
    }
}
