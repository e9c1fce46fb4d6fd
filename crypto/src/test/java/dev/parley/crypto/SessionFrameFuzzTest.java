package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes under a good AEAD: what one frame says, in its one encoding, or a refusal. */
class SessionFrameFuzzTest {
    static Stream<byte[]> plains() {
        return Stream.of(FrameKind.values())
                .flatMap(kind -> Stream.of(0, 16, 243, 244, 1_000, SessionFrame.MAX_BODY_BYTES)
                        .map(length -> SessionFrame.plain(kind, length, new byte[length])));
    }

    @MethodSource("plains")
    @FuzzTest(maxDuration = "10m")
    void a_header_and_a_plain_text_are_refused_or_have_one_encoding(byte[] bytes) {
        try {
            byte[] header = SessionFrame.Header.of(bytes).encode();
            assertThat(header).isEqualTo(Arrays.copyOf(bytes, header.length));
        } catch (CryptoException e) {
            assertThat(e.reason()).isEqualTo(CryptoException.Reason.BAD_FRAME);
        }
        try {
            SessionFrame.Opened opened = SessionFrame.parse(bytes);
            assertThat(SessionFrame.plain(opened.kind(), opened.ack(), opened.body()))
                    .isEqualTo(bytes);
        } catch (CryptoException e) {
            assertThat(e.reason()).isEqualTo(CryptoException.Reason.VIOLATION);
        }
    }
}
