package dev.parley.peer.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.peer.chat.Untrusted;
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

    @FuzzTest(maxDuration = "10m")
    void TT_12_no_text_acts_on_a_terminal(FuzzedDataProvider data) {
        check(data.consumeRemainingAsString());
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
        assertThat(SafeText.line(remote)).hasSizeLessThanOrEqualTo(text.length() * GROWTH + 64);
    }

    private static void assertHarmless(String shown) {
        shown.codePoints().forEach(point -> {
            assertThat(Character.isISOControl(point)).as("%x", point).isFalse();
            assertThat(Character.getType(point))
                    .as("%x", point)
                    .isNotIn(
                            (int) Character.LINE_SEPARATOR,
                            (int) Character.PARAGRAPH_SEPARATOR,
                            (int) Character.SURROGATE,
                            (int) Character.PRIVATE_USE,
                            (int) Character.UNASSIGNED);
            if (Character.getType(point) == Character.FORMAT) {
                // What joins two pictures of people into one.
                assertThat(point).isEqualTo(0x200D);
            }
        });
    }
}
