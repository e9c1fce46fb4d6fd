package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.vectors.VectorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes: a frame in its one encoding, or a refusal. */
class FramesFuzzTest {
    static Stream<byte[]> frames() throws IOException {
        return VectorFile.readAll(Path.of(System.getProperty("parley.root"), "spec", "vectors", "frames")).stream()
                .map(vector -> vector.hex("frame"));
    }

    @MethodSource("frames")
    @FuzzTest(maxDuration = "10m")
    void a_frame_of_either_direction_is_refused_or_has_one_encoding(byte[] bytes) {
        try {
            assertThat(FrameCodec.encode(FrameCodec.decodePeer(bytes))).isEqualTo(bytes);
        } catch (WireException e) {
            assertThat(e.reason()).isNotNull();
        }
        try {
            assertThat(FrameCodec.encode(FrameCodec.decodeRelay(bytes))).isEqualTo(bytes);
        } catch (WireException e) {
            assertThat(e.reason()).isNotNull();
        }
    }
}
