package dev.parley.peer.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.vectors.VectorFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes of somebody who shares the session: a message that can be said again, or a refusal. */
class MessagesFuzzTest {
    private static Stream<byte[]> bytesOf(String folder, String key) throws IOException {
        return VectorFile.readAll(Path.of(System.getProperty("parley.root"), "spec", "vectors", folder)).stream()
                .flatMap(vector -> vector.entries().stream())
                .filter(entry -> entry.key().equals(key))
                .map(entry -> HexFormat.of().parseHex(entry.value().replace(" ", "")));
    }

    static Stream<byte[]> parts() throws IOException {
        return Stream.concat(bytesOf("message", "body"), notes());
    }

    private static Stream<byte[]> notes() throws IOException {
        return VectorFile.readAll(Path.of(System.getProperty("parley.root"), "spec", "vectors", "file")).stream()
                .map(vector -> MessagePart.encode(
                        new byte[MessagePart.ID_BYTES], 1, vector.text("json").getBytes(StandardCharsets.UTF_8)));
    }

    static Stream<byte[]> chunks() throws IOException {
        return bytesOf("chunk", "body");
    }

    static Stream<byte[]> readies() throws IOException {
        return bytesOf("ready", "body");
    }

    @MethodSource("parts")
    @FuzzTest(maxDuration = "10m")
    void TR_06_a_part_is_refused_or_can_be_said_again(byte[] bytes) throws MessageException {
        MessagePart part;
        try {
            part = MessagePart.decode(bytes);
        } catch (MessageException e) {
            return;
        }
        List<byte[]> again = MessageCodec.encode(part.message());
        assertThat(again).isNotEmpty();
        for (byte[] json : again) {
            MessagePart.decode(MessagePart.encode(new byte[MessagePart.ID_BYTES], 1, json));
        }
    }

    @MethodSource("chunks")
    @FuzzTest(maxDuration = "10m")
    void TX_05_a_chunk_is_dropped_refused_or_within_its_bounds(byte[] body) {
        if (Chunk.Head.of(ByteBuffer.wrap(body)).isEmpty()) {
            return;
        }
        Chunk chunk;
        try {
            chunk = Chunk.decode(ByteBuffer.wrap(body));
        } catch (MessageException e) {
            return;
        }
        chunk.accept(new Chunk.Handler<Void>() {
            @Override
            public Void onBegin(Chunk.Begin begin) {
                assertThat(begin.size()).isBetween(0L, Offer.MAX_BYTES);
                assertThat(begin.from()).isBetween(0L, begin.size());
                return null;
            }

            @Override
            public Void onBytes(Chunk.Bytes bytes) {
                assertThat(bytes.bytes().remaining()).isEqualTo(body.length - Chunk.HEADER_BYTES);
                return null;
            }

            @Override
            public Void onEnd(Chunk.End end) {
                assertThat(body).hasSize(Chunk.HEADER_BYTES + FileHash.BYTES);
                return null;
            }
        });
    }

    @MethodSource("readies")
    @FuzzTest(maxDuration = "10m")
    void TR_06_a_READY_is_refused_or_can_be_said_again(byte[] bytes) throws MessageException {
        Ready ready;
        try {
            ready = Ready.decode(bytes);
        } catch (MessageException e) {
            return;
        }
        assertThat(Ready.decode(ready.encode())).isEqualTo(ready);
    }
}
