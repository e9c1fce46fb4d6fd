package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.vectors.VectorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes where a HELLO is due: its parts, all of them of the right form, or a refusal. */
class HandshakeFuzzTest {
    static Stream<byte[]> hellos() throws IOException {
        return VectorFile.readAll(Path.of(System.getProperty("parley.root"), "spec", "vectors", "handshake")).stream()
                .flatMap(vector -> vector.entries().stream())
                .filter(entry -> entry.key().equals("hello"))
                .map(entry -> HexFormat.of().parseHex(entry.value().replace(" ", "")));
    }

    @MethodSource("hellos")
    @FuzzTest(maxDuration = "10m")
    void a_hello_of_either_mode_is_refused_or_whole(byte[] bytes) {
        decode(bytes, Mode.OPEN);
        decode(bytes, Mode.CODE);
    }

    private static void decode(byte[] bytes, Mode mode) {
        try {
            HelloMessage hello = HelloMessage.decode(bytes, mode);
            assertThat(hello.bytes()).isEqualTo(bytes);
            assertThat(bytes).startsWith(hello.core());
            assertThat(hello.identityKey().spki()).hasSize(294);
            assertThat(hello.maxBody()).isBetween(SessionFrame.MIN_MAX_BODY_BYTES, SessionFrame.MAX_BODY_BYTES);
        } catch (CryptoException e) {
            assertThat(e.reason()).isNotNull();
        }
    }
}
