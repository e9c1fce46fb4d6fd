package dev.parley.peer.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.vectors.VectorFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageTest {
    private static final byte[] ID = new byte[16];

    private static MessagePart decode(String json) throws MessageException {
        return MessagePart.decode(MessagePart.encode(ID, 1, json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void every_vector_of_a_message_body_has_its_outcome() throws IOException {
        List<VectorFile> vectors =
                VectorFile.readAll(Path.of(System.getProperty("parley.root"), "spec", "vectors", "message"));
        int accepted = 0;
        for (VectorFile vector : vectors) {
            assertThat(MessagePart.Head.of(vector.hex("body"))
                            .map(head -> Long.toString(head.number()))
                            .orElse("none"))
                    .as(vector.name())
                    .isEqualTo(vector.text("head"));
            if (vector.text("expect").equals("accept")) {
                accepted++;
                try {
                    MessagePart part = MessagePart.decode(vector.hex("body"));
                    assertThat(part.head().number()).as(vector.name()).isEqualTo(Long.parseLong(vector.text("number")));
                    assertThat(part.more())
                            .as(vector.name())
                            .isEqualTo(vector.text("more").equals("true"));
                    assertThat(text(part.message())).as(vector.name()).isEqualTo(expected(vector));
                } catch (MessageException e) {
                    throw new AssertionError(vector.name(), e);
                }
            } else {
                assertThatThrownBy(() -> MessagePart.decode(vector.hex("body")))
                        .as(vector.name())
                        .isInstanceOf(MessageException.class);
            }
        }
        assertThat(accepted).isPositive();
        assertThat(vectors.size() - accepted).isGreaterThan(accepted);
    }

    /** What UTF-8 cannot say stands in the vector as UTF-16 units. */
    private static String expected(VectorFile vector) {
        if (vector.entries().stream().noneMatch(entry -> entry.key().equals("units"))) {
            return vector.text("text");
        }
        StringBuilder text = new StringBuilder("text ");
        for (String unit : vector.text("units").split(" ")) {
            text.append(unit.isEmpty() ? "" : (char) Integer.parseInt(unit, 16));
        }
        return text.toString();
    }

    private static String text(Message message) {
        return message.accept(new Message.Handler<>() {
            @Override
            public String onText(Message.Text text) {
                return "text " + text.text().raw();
            }

            @Override
            public String onAction(Message.Action action) {
                return "action " + action.text().raw();
            }

            @Override
            public String onNick(Message.Nick nick) {
                return "nick " + nick.name().raw();
            }

            @Override
            public String onBytes(Message.Bytes bytes) {
                return "bytes " + bytes.from() + " " + HexFormat.of().formatHex(bytes.data()) + " " + bytes.end();
            }

            @Override
            public String onStored(Message.Stored stored) {
                return "stored " + stored.bytes();
            }

            @Override
            public String onFile(Message.File file) {
                return "file " + file.note().id().hex();
            }
        });
    }

    @Test
    void whatever_is_said_comes_back_to_the_letter() throws MessageException {
        for (String text : List.of(
                "",
                "x",
                "wow!! C:\\temp\\new \"quoted\" 'single' \t tab",
                "🎉".repeat(9_000),
                "\u0000?\u001b[2J\u2028")) {
            StringBuilder back = new StringBuilder();
            List<byte[]> parts = MessageCodec.encode(new Message.Text(Untrusted.of(text)));
            for (int i = 0; i < parts.size(); i++) {
                MessagePart part = MessagePart.decode(MessagePart.encode(ID, i + 1, parts.get(i)));
                assertThat(part.more()).isEqualTo(i < parts.size() - 1);
                assertThat(parts.get(i).length).isLessThanOrEqualTo(16_000);
                back.append(((Message.Text) part.message()).text().raw());
            }
            assertThat(back.toString()).isEqualTo(text);
        }
    }

    @Test
    void TR_06_hostile_json_is_refused_by_one_exception() {
        for (String json : List.of(
                "",
                "null",
                "[]",
                "7",
                "{",
                "{\"type\":\"text\",\"text\":\"a\"}x",
                "{\"type\":\"text\",\"text\":\"a\"}{}",
                "{\"type\":\"text\",\"type\":\"text\",\"text\":\"a\"}",
                "{type:\"text\",\"text\":\"a\"}",
                "{'type':'text','text':'a'}",
                "{\"type\":\"text\",\"text\":7}",
                "{\"type\":\"text\",\"text\":\"a\",\"more\":\"true\"}",
                "{\"type\":\"text\",\"text\":\"a\",\"more\":1}",
                "{\"type\":\"text\"}",
                "{\"type\":\"shout\",\"text\":\"a\"}",
                "{\"type\":\"text\",\"text\":\"a\",\"x\":NaN}",
                "{\"type\":\"text\",\"text\":\"a\",\"x\":1e}",
                "// comment\n{\"type\":\"text\",\"text\":\"a\"}",
                "\uFEFF{\"type\":\"text\",\"text\":\"a\"}",
                "{\"type\":\"text\",\"text\":\"a\",\"x\":" + "[".repeat(256) + "]".repeat(256) + "}",
                "{\"type\":\"text\",\"text\":\"a\",\"x\":" + "[".repeat(30_000))) {
            assertThatThrownBy(() -> decode(json)).as(json).isInstanceOf(MessageException.class);
        }
    }

    @Test
    void TR_06_bad_utf8_in_a_body_is_refused() {
        byte[] json = "{\"type\":\"text\",\"text\":\"aa\"}".getBytes(StandardCharsets.UTF_8);
        json[24] = (byte) 0xC0;
        assertThatThrownBy(() -> MessagePart.decode(MessagePart.encode(ID, 1, json)))
                .isInstanceOf(MessageException.class);
    }

    @Test
    void unknown_fields_are_passed_over() throws MessageException {
        assertThat(text(decode("{\"x\":{\"y\":[1,2,{}]},\"type\":\"text\",\"text\":\"a\",\"later\":1e400}")
                        .message()))
                .isEqualTo("text a");
    }

    @Test
    void typed_lines_mean_what_they_say() {
        assertThat(Typed.parse("wow!! \\ \"x\" 'y'")).isEqualTo(new Typed.Say("wow!! \\ \"x\" 'y'"));
        assertThat(Typed.parse("  indented")).isEqualTo(new Typed.Say("  indented"));
        assertThat(Typed.parse("//etc/passwd")).isEqualTo(new Typed.Say("/etc/passwd"));
        assertThat(Typed.parse("/me  waves ")).isEqualTo(new Typed.Do(Typed.Command.ME, "waves"));
        assertThat(Typed.parse("/users")).isEqualTo(new Typed.Do(Typed.Command.WHO, ""));
        assertThat(Typed.parse("/service")).isEqualTo(new Typed.Do(Typed.Command.STATUS, ""));
        assertThat(Typed.parse("/EXIT")).isEqualTo(new Typed.Do(Typed.Command.QUIT, ""));
        assertThat(Typed.parse("/hlep"))
                .isEqualTo(new Typed.Unknown("hlep", java.util.Optional.of(Typed.Command.HELP)));
        assertThat(Typed.parse("/xyzzyx")).isEqualTo(new Typed.Unknown("xyzzyx", java.util.Optional.empty()));
        assertThat(Typed.parse("   ")).isEqualTo(new Typed.Nothing());
    }

    @Test
    void every_vector_of_a_ready_has_its_outcome() throws IOException {
        int refused = 0;
        for (VectorFile vector :
                VectorFile.readAll(Path.of(System.getProperty("parley.root"), "spec", "vectors", "ready"))) {
            try {
                Ready ready = Ready.decode(vector.hex("body"));
                assertThat(vector.text("expect")).as(vector.name()).isEqualTo("accept");
                assertThat(ready.sent()).as(vector.name()).isEqualTo(Long.parseLong(vector.text("sent")));
                assertThat(ready.received()).as(vector.name()).isEqualTo(Long.parseLong(vector.text("received")));
                assertThat(ready.name().map(Untrusted::raw).orElse("nameless: true"))
                        .as(vector.name())
                        .isEqualTo(
                                ready.name().isPresent()
                                        ? vector.text("name")
                                        : "nameless: " + vector.text("nameless"));
            } catch (MessageException e) {
                assertThat(vector.text("expect")).as(vector.name()).isEqualTo("refuse MESSAGE");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(10);
    }

    @Test
    void ready_is_strict_and_round_trips() throws MessageException {
        Ready ready = new Ready(java.util.Optional.of(Untrusted.of("olga")), 3, 4);
        assertThat(Ready.decode(ready.encode())).isEqualTo(ready);
        Ready nameless = new Ready(java.util.Optional.empty(), 0, 0);
        assertThat(Ready.decode(nameless.encode())).isEqualTo(nameless);
        for (String json : List.of(
                "[]",
                "{\"name\":7}",
                "{\"name\":\"x\",\"sent\":\"7\"}",
                "{\"name\":\"x\",\"sent\":1.5}",
                "{\"name\":\"x\",\"sent\":-1}",
                "{\"name\":\"" + "x".repeat(129) + "\"}")) {
            assertThatThrownBy(() -> Ready.decode(json.getBytes(StandardCharsets.UTF_8)))
                    .as(json)
                    .isInstanceOf(MessageException.class);
        }
    }
}
