package dev.parley.peer.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.peer.HostileText;
import dev.parley.peer.chat.Untrusted;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any text of anybody: what comes out cannot act on a terminal and does not grow without bound. */
class SafeTextFuzzTest {
    /** The longest escape of one code point. */
    private static final int GROWTH = 12;

    static Stream<String> texts() {
        return Stream.of(
                "hello",
                "a\r\nb",
                "\u001b]52;c;aGk=\u0007",
                "e\u0301\u0301\u0301\u0301\u0301\u0301",
                "\ud83d\udc69\u200d\ud83d\udcbb",
                "\u202egpj.exe",
                "\ud800x",
                "\u0430lice");
    }

    /** Bytes that {@link HostileText} makes texts of. */
    static Stream<byte[]> bytes() {
        return Stream.of("hello".getBytes(StandardCharsets.US_ASCII), new byte[] {97, -1, -1, -1}, new byte[] {
            -128, -120, -110, -1
        });
    }

    @MethodSource("bytes")
    @FuzzTest(maxDuration = "10m")
    void TT_12_no_text_acts_on_a_terminal(byte[] bytes) {
        check(HostileText.of(bytes, 3 * SafeText.MAX_CHARS));
    }

    @MethodSource("texts")
    @FuzzTest(maxDuration = "10m")
    void TT_12_no_string_acts_on_a_terminal(String text) {
        if (text != null) {
            check(text);
        }
    }

    private static void check(String text) {
        Untrusted remote = Untrusted.of(text);
        List<String> lines = SafeText.lines(remote);
        lines.forEach(SafeTextFuzzTest::assertHarmless);
        assertHarmless(SafeText.line(remote));
        String name = SafeText.name(remote);
        assertHarmless(name);
        assertThat(name).isNotBlank().hasSizeLessThanOrEqualTo(SafeText.MAX_NAME_CHARS * GROWTH + 64);
        String beginning = SafeText.beginning(remote, 20);
        assertHarmless(beginning);
        assertThat(beginning).hasSizeLessThanOrEqualTo(23);
        assertThat(SafeText.line(remote)).hasSizeLessThanOrEqualTo(text.length() * GROWTH + 64);
    }

    private static void assertHarmless(String shown) {
        assertThat(shown.codePoints().filter(SafeTextFuzzTest::isHarmful).mapToObj(Integer::toHexString))
                .isEmpty();
    }

    private static boolean isHarmful(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE -> true;
            // Pictures that are newer than this Java's tables.
            case Character.UNASSIGNED -> point < 0x1F000 || point > 0x1FAFF;
            // What joins two pictures of people into one.
            case Character.FORMAT -> point != 0x200D;
            default -> false;
        };
    }
}
