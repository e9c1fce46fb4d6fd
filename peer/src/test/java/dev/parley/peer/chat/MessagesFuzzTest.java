package dev.parley.peer.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.vectors.VectorFile;
import java.io.IOException;
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
        return bytesOf("message", "body");
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
