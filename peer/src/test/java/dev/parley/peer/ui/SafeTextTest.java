package dev.parley.peer.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import dev.parley.peer.chat.Untrusted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {
    private static String line(String raw) {
        return SafeText.line(Untrusted.of(raw));
    }

    private static String name(String raw) {
        return SafeText.name(Untrusted.of(raw));
    }

    private static void assertInert(String shown) {
        assertThat(shown.codePoints())
                .allSatisfy(point -> assertThat(Character.isISOControl(point)
                                || Character.getType(point) == Character.FORMAT && point != 0x200D
                                || Character.getType(point) == Character.SURROGATE
                                || Character.getType(point) == Character.PRIVATE_USE
                                || Character.getType(point) == Character.LINE_SEPARATOR
                                || Character.getType(point) == Character.PARAGRAPH_SEPARATOR)
                        .as("U+%04X in %s", point, shown)
                        .isFalse());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b]0;title\u0007",
                "\u001b]2;t\u001b\\",
                "\u001b]4;1;red\u0007",
                "\u001b]52;c;aGk=\u0007",
                "\u001b]1337;File=\u0007",
                "\u001bPq\u001b\\",
                "\u001b_apc\u001b\\",
                "\u001b^pm\u001b\\",
                "\u001bXsos\u001b\\",
                "\u001b[2J",
                "\u001b[3J",
                "\u001b[6n",
                "\u001b[c",
                "\u001b[18t",
                "\u001b[?1049h",
                "\u001bc",
                "\u000e\u000f",
                "\u001bP$q\u001b\\"
            })
    void TT_01_terminal_sequences_are_shown_and_not_obeyed(String sequence) {
        String shown = line("before" + sequence + "after");
        assertInert(shown);
        assertThat(shown).startsWith("before\\x").endsWith("after");
    }

    @Test
    void TT_12_a_beginning_is_not_cut_within_a_character() {
        assertThat(SafeText.beginning(Untrusted.of("x".repeat(19) + "\ud835\udd4f" + "yy"), 20))
                .isEqualTo("x".repeat(19) + "...");
        assertThat(SafeText.beginning(Untrusted.of("x".repeat(18) + "\ud835\udd4f" + "yy"), 20))
                .isEqualTo("x".repeat(18) + "\ud835\udd4f...");
    }

    @Test
    void TT_02_c1_controls_are_shown_as_escapes() {
        for (char control = 0x80; control <= 0x9F; control++) {
            assertThat(line("a" + control + "b")).isEqualTo(String.format("a\\x%02xb", (int) control));
        }
    }

    @Test
    void TT_03_nothing_but_a_line_feed_starts_a_line_and_that_line_is_marked() {
        assertThat(line("a\rb")).isEqualTo("a\\x0db");
        assertThat(line("a\bb\u000bc\fd\u0085e\u2028f\u2029g"))
                .isEqualTo("a\\x08b\\x0bc\\x0cd\\x85e\\u{2028}f\\u{2029}g");
        assertThat(SafeText.lines(Untrusted.of("x\n[alice] yes"))).containsExactly("x", "[alice] yes");
        assertThat(SafeText.lines(Untrusted.of("x\r\ny\rz"))).containsExactly("x", "y\\x0dz");
    }

    @Test
    void TT_04_bidi_controls_are_shown_and_the_order_stays() {
        assertThat(line("photo_\u202egpj.exe")).isEqualTo("photo_\\u{202e}gpj.exe");
        for (int point : new int[] {
            0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0x200E, 0x200F, 0x061C
        }) {
            assertThat(line("a" + Character.toString(point) + "b")).isEqualTo(String.format("a\\u{%x}b", point));
        }
    }

    @Test
    void TT_05_invisible_and_stacked_characters_are_bounded_and_visible() {
        for (int point : new int[] {0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xE0041, 0x034F, 0x3164, 0xFE0F, 0x00AD}) {
            assertThat(line("a" + Character.toString(point) + "b"))
                    .contains(String.format(point <= 0xFF ? "\\x%02x" : "\\u{%x}", point));
        }
        String zalgo = "e" + "\u0301".repeat(2_000) + "x";
        assertThat(line(zalgo)).isEqualTo("e\u0301\u0301\u0301\u0301[+1996 marks]x");
        assertThat(line("\u0301\u0301at the start")).isEqualTo("[+2 marks]at the start");
    }

    @Test
    void TT_06_names_that_imitate_are_told_apart() {
        assertThat(name("\u0430lice")).isEqualTo("\\u{430}lice").isNotEqualTo("alice");
        assertThat(name("alice ")).isEqualTo("alice");
        assertThat(name("system")).isEqualTo("peer:system");
        assertThat(name(" Relay ")).isEqualTo("peer:Relay");
        assertThat(name("re1ay")).isEqualTo("peer:re1ay");
        assertThat(name("par-ley")).isEqualTo("peer:par-ley");
        assertThat(name("\u0455\u0443\u0455\u0442\u0435\u043c")).startsWith("peer:");
        assertThat(name("\uff52\uff45\uff4c\uff41\uff59")).startsWith("peer:");
        assertThat(name("")).isEqualTo("peer:");
        assertThat(name("олга")).isEqualTo("олга");
        assertThat(name("x".repeat(500))).hasSize(32);
        assertThat(name("a\nb")).isEqualTo("a\\x0ab");
    }

    @Test
    void TT_07_broken_text_is_replaced_without_exception() {
        assertThat(line("a\ud800b")).isEqualTo("a\\u{d800}b");
        assertThat(line("a\udc00")).isEqualTo("a\\u{dc00}");
        assertThat(line("\ufffe\uffff")).isEqualTo("\\u{fffe}\\u{ffff}");
    }

    @Test
    void emoji_of_several_parts_and_letters_of_all_scripts_pass_unchanged() {
        for (String good : List.of(
                "👨‍👩‍👧‍👦",
                "❤️",
                "🏳️‍🌈",
                "👍🏽",
                "1️⃣",
                "привет",
                "你好",
                "مرحبا",
                "नमस्ते",
                "café",
                "e\u0301",
                "C:\\temp\\new",
                "100% !! \"'`$")) {
            assertThat(line(good)).isEqualTo(good);
        }
    }

    @Test
    void TT_08_endless_text_is_cut_with_a_note() {
        assertThat(line("x".repeat(150_000))).hasSizeLessThan(100_100).endsWith("[cut: 50000 more characters]");
        assertThat(SafeText.lines(Untrusted.of("\n".repeat(10_000))))
                .hasSize(1_001)
                .last()
                .isEqualTo("[cut: 9001 more lines]");
    }

    @Test
    void random_text_never_gets_a_control_character_through() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder raw = new StringBuilder();
            for (int j = 0; j < 20; j++) {
                raw.appendCodePoint(random.nextBoolean() ? random.nextInt(0x300) : random.nextInt(0x110000));
            }
            assertInert(line(raw.toString()));
            assertInert(name(raw.toString()));
        }
    }

    @Test
    void TT_12_all_naughty_strings_are_inert_as_text_and_as_name() throws Exception {
        Path file = Path.of(System.getProperty("parley.root")).resolve("../shared/vectors/naughty-strings/blns.json");
        assumeTrue(Files.exists(file), "SKIPPED: ../shared/vectors is not here");
        JsonArray strings = JsonParser.parseString(Files.readString(file)).getAsJsonArray();
        assertThat(strings.size()).isGreaterThan(300);
        strings.forEach(element -> {
            Untrusted text = Untrusted.of(element.getAsString());
            assertThat(text.raw()).isEqualTo(element.getAsString());
            assertInert(SafeText.line(text));
            assertInert(SafeText.name(text));
            SafeText.lines(text).forEach(SafeTextTest::assertInert);
        });
    }
}
