package dev.parley.peer.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.vectors.VectorFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code spec/vectors/file} and {@code spec/vectors/chunk}: what is read, and what is refused. */
class FileVectorsTest {
    private static final byte[] ID = new byte[MessagePart.ID_BYTES];

    private static List<VectorFile> vectors(String folder) throws IOException {
        return VectorFile.readAll(Path.of(System.getProperty("parley.root"), "spec", "vectors", folder));
    }

    private static boolean isGood(VectorFile vector) {
        return vector.text("expect").equals("accept");
    }

    private static Message decode(byte[] json) throws MessageException {
        return MessagePart.decode(MessagePart.encode(ID, 1, json)).message();
    }

    @Test
    void TF_04_every_note_has_its_outcome_and_a_good_one_comes_back_the_same() throws Exception {
        for (VectorFile vector : vectors("file")) {
            byte[] json = vector.text("json").getBytes(StandardCharsets.UTF_8);
            if (isGood(vector)) {
                Message message = decode(json);
                assertThat(message).as(vector.name()).isInstanceOf(Message.File.class);
                assertThat(decode(MessageCodec.encode(message).get(0)))
                        .as(vector.name())
                        .isEqualTo(message);
            } else {
                assertThatThrownBy(() -> decode(json)).as(vector.name()).isInstanceOf(MessageException.class);
            }
        }
    }

    @Test
    void TF_04_every_chunk_has_its_outcome_and_a_good_one_is_made_the_same() throws Exception {
        for (VectorFile vector : vectors("chunk")) {
            byte[] body = vector.hex("body");
            assertThat(Chunk.Head.of(ByteBuffer.wrap(body))
                            .map(head -> Long.toString(head.run()))
                            .orElse("none"))
                    .as(vector.name())
                    .isEqualTo(vector.text("head"));
            if (isGood(vector)) {
                Chunk.Head head = Chunk.Head.of(ByteBuffer.wrap(body)).orElseThrow();
                assertThat(Chunk.decode(ByteBuffer.wrap(body)).accept(new Described()))
                        .isEqualTo(vector.text("chunk"));
                assertThat(Chunk.decode(ByteBuffer.wrap(body)).accept(new Encoded(head)))
                        .as(vector.name())
                        .isEqualTo(body);
            } else if (!vector.text("head").equals("none")) {
                assertThatThrownBy(() -> Chunk.decode(ByteBuffer.wrap(body)))
                        .as(vector.name())
                        .isInstanceOf(MessageException.class);
            }
        }
    }

    @Test
    void every_reason_that_is_said_stands_in_the_document() throws IOException {
        String document = Files.readString(Path.of(System.getProperty("parley.root"), "spec", "PROTOCOL.md"));
        for (FileProblem problem : FileProblem.values()) {
            if (problem != FileProblem.ROOM_OVER && problem != FileProblem.OTHER) {
                assertThat(document).contains("| `" + problem.word() + "` |");
            }
        }
    }

    @Test
    void TX_05_no_chunk_of_random_bytes_throws_anything_else() {
        java.util.Random random = new java.util.Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] body = new byte[Chunk.HEADER_BYTES + random.nextInt(60)];
            random.nextBytes(body);
            body[Chunk.HEADER_BYTES - 1] = (byte) random.nextInt(5);
            try {
                assertThat(Chunk.decode(ByteBuffer.wrap(body))).isNotNull();
            } catch (MessageException e) {
                assertThat(e).hasMessageNotContaining("Exception");
            }
        }
    }

    private static final class Described implements Chunk.Handler<String> {
        @Override
        public String onBegin(Chunk.Begin begin) {
            return "begin entry=" + begin.entry() + " size=" + begin.size() + " from=" + begin.from() + " path=\""
                    + begin.path().raw() + "\"";
        }

        @Override
        public String onBytes(Chunk.Bytes chunk) {
            byte[] bytes = new byte[chunk.bytes().remaining()];
            chunk.bytes().get(bytes);
            return "bytes " + HexFormat.of().formatHex(bytes);
        }

        @Override
        public String onEnd(Chunk.End end) {
            return "end " + end.hash().hex();
        }
    }

    private record Encoded(Chunk.Head head) implements Chunk.Handler<byte[]> {
        @Override
        public byte[] onBegin(Chunk.Begin begin) {
            return Chunk.begin(
                    head,
                    (int) begin.entry(),
                    begin.size(),
                    begin.from(),
                    begin.path().raw());
        }

        @Override
        public byte[] onBytes(Chunk.Bytes chunk) {
            int count = chunk.bytes().remaining();
            byte[] body = Arrays.copyOf(Chunk.bytes(head), Chunk.HEADER_BYTES + count);
            chunk.bytes().get(body, Chunk.HEADER_BYTES, count);
            return Arrays.copyOf(body, body.length);
        }

        @Override
        public byte[] onEnd(Chunk.End end) {
            return Chunk.end(head, end.hash());
        }
    }
}
