package dev.parley.peer.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.parley.peer.chat.Unseen;
import dev.parley.peer.chat.Untrusted;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A hostile name becomes one clean component, or nothing. */
class OfferedNameTest {
    private static final Pattern DEVICE = Pattern.compile(
            "(?iu)(con|prn|aux|nul|conin\\$|conout\\$|clock\\$|(com|lpt)[0-9\u00b9\u00b2\u00b3]) *(\\..*)?");

    private static Optional<String> stored(String raw) {
        return OfferedName.of(Untrusted.of(raw)).map(OfferedName::stored);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "../x, x",
                "..\\x, x",
                "/etc/x, x",
                "C:\\x, x",
                "C:x, x",
                "\\\\s\\x, x",
                "a/../../b, b",
                "a\\..\\b, b",
                "x/, x",
                ".ssh/authorized_keys, authorized_keys",
                ".bashrc, _.bashrc",
                "..., `...`",
                "CON, _CON",
                "aux.txt, _aux.txt",
                "nul .tar.gz, _nul .tar.gz",
                "Com1, _Com1",
                "LPT9.a.b, _LPT9.a.b",
                "conin$, _conin$",
                "console.txt, console.txt",
                "com10, com10",
                "a:b, b",
                "ab:c, ab_c",
                "file.txt:stream, file.txt_stream",
                "file.txt::$DATA, file.txt_$DATA",
                "-rf, _-rf",
                "~root, _~root",
                "dot., dot",
                "many. . ., many",
                "a<b>c|d?e*f, a_b_c_d_e_f",
                "report (final).pdf, report (final).pdf",
                "Übung Größe.pdf, Übung Größe.pdf",
                "данные.txt, данные.txt",
            })
    void TF_01_a_hostile_name_becomes_one_clean_component(String raw, String expected) {
        if (expected.equals("...")) {
            assertThat(stored(raw)).isEmpty();
            return;
        }
        assertThat(stored(raw)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "..",
                "/",
                "\\",
                "../",
                "..\\",
                "a/..",
                "a/.",
                "C:\\",
                "___",
                ". .",
                "\u202e\u200b",
                "\u00a0"
            })
    void TF_01_a_name_of_which_nothing_is_left_is_refused(String raw) {
        assertThat(stored(raw)).isEmpty();
    }

    @Test
    void TF_01_devices_are_meant_with_superscript_digits_too() {
        assertThat(stored("com\u00b9.txt")).contains("_com\u00b9.txt");
        assertThat(stored("LPT\u00b3")).contains("_LPT\u00b3");
        // A letter that is an I without its dot in some languages only.
        assertThat(stored("CONIN$.log")).contains("_CONIN$.log");
    }

    @Test
    void TF_01_what_cannot_be_seen_or_turns_text_around_becomes_an_underscore() {
        assertThat(stored("invoice\u202efdp.exe")).contains("invoice_fdp.exe");
        assertThat(stored("a\u0000b\nc\rd\u001b[31me\u007f\u0085f")).contains("a_b_c_d_[31me_f");
        assertThat(stored("zero\u200bwidth\u2060\ufeff.txt")).contains("zero_width_.txt");
        assertThat(stored("\u2066x\u2069\u2028y")).contains("_x_y");
        assertThat(stored("hangul\u3164filler")).contains("hangul_filler");
        assertThat(stored("tag\udb40\udc41s")).contains("tag_s");
        assertThat(stored("lone\ud800surrogate")).contains("lone_surrogate");
        assertThat(stored("private\ue000use\uffff")).contains("private_use_");
        assertThat(stored("no\u00a0break\u3000blanks")).contains("no break blanks");
        assertThat(stored("slash\u2215of\u2044sorts\uff0f.txt")).contains("slash_of_sorts_.txt");
    }

    @Test
    void TF_01_names_are_composed_and_twins_have_one_key() {
        assertThat(stored("u\u0308ber")).contains("\u00fcber");
        assertThat(OfferedName.of(Untrusted.of("u\u0308ber")).orElseThrow().changed())
                .isFalse();
        for (List<String> twins : List.of(
                List.of("A.TXT", "a.txt"),
                List.of("u\u0308", "\u00dc"),
                List.of("stra\u00dfe", "STRASSE"),
                List.of("\ufb01le", "FILE"),
                List.of("\u212aelvin", "kelvin"))) {
            OfferedName one = OfferedName.of(Untrusted.of(twins.get(0))).orElseThrow();
            OfferedName two = OfferedName.of(Untrusted.of(twins.get(1))).orElseThrow();
            assertThat(one.key()).as("%s", twins).isEqualTo(two.key());
        }
    }

    @Test
    void TF_01_a_name_whose_letters_stand_behind_the_cut_is_refused() {
        assertThat(stored("." + "_ ".repeat(200) + "x")).isEmpty();
        assertThat(stored("." + "_ ".repeat(100) + "x")).isPresent();
    }

    @Test
    void TF_01_a_long_name_is_cut_and_keeps_its_extension() {
        assertThat(stored("x".repeat(300) + ".txt")).contains("x".repeat(251) + ".txt");
        String party = stored("\ud83c\udf89".repeat(200) + ".tar").orElseThrow();
        assertThat(party).isEqualTo("\ud83c\udf89".repeat(62) + ".tar");
        assertThat(stored("x." + "y".repeat(300))).contains("x." + "y".repeat(253));
        OfferedName name =
                OfferedName.of(Untrusted.of("x".repeat(300) + ".txt")).orElseThrow();
        assertThat(name.numbered(12)).isEqualTo("x".repeat(246) + " (12).txt");
        assertThat(new OfferedName("notes.txt", false).numbered(2)).isEqualTo("notes (2).txt");
        assertThat(new OfferedName("_.bashrc", false).numbered(2)).isEqualTo("_ (2).bashrc");
        assertThat(stored("x".repeat(40_000))).isEmpty();
    }

    @Test
    void names_that_some_system_would_run_are_known() {
        for (String raw : List.of("setup.exe", "run.SH", "a.pdf.js", "x.desktop", "y.lnk", "macro.docm", "p.PY")) {
            assertThat(OfferedName.of(Untrusted.of(raw)).orElseThrow().looksLikeProgram())
                    .as(raw)
                    .isTrue();
        }
        for (String raw : List.of("notes.txt", "photo.jpg", "archive.tar.gz", "README", "exe.txt")) {
            assertThat(OfferedName.of(Untrusted.of(raw)).orElseThrow().looksLikeProgram())
                    .as(raw)
                    .isFalse();
        }
    }

    /** The big list of naughty strings, and whatever chance makes of the characters that matter. */
    @Test
    void TF_01_TT_07_every_name_of_any_kind_is_one_component_or_refused(@TempDir Path temp) throws Exception {
        List<String> names = new ArrayList<>(naughty());
        Random random = new Random(1);
        String alphabet =
                "ab.. //\\\\::-~_$CONnul1\u00b9\u0301\u0308\u200b\u202e\u0000\n\ud83c\udf89\ud800\u00df\ufb01\u0130 ";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder name = new StringBuilder();
            for (int length = random.nextInt(i % 50 == 0 ? 400 : 12); length >= 0; length--) {
                name.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            names.add(name.toString());
        }
        for (String raw : names) {
            Optional<String> stored = stored(raw);
            if (stored.isEmpty()) {
                continue;
            }
            String name = stored.get();
            assertThat(name)
                    .as("%s", raw)
                    .doesNotContain("/", "\\", ":", "\0")
                    .doesNotStartWith(".")
                    .doesNotStartWith("-");
            assertThat(name)
                    .doesNotStartWith("~")
                    .doesNotStartWith(" ")
                    .doesNotEndWith(" ")
                    .doesNotEndWith(".");
            assertThat(name.codePoints()).noneMatch(Unseen::is);
            assertThat(name.getBytes(StandardCharsets.UTF_8).length).isBetween(1, OfferedName.MAX_BYTES);
            assertThat(Normalizer.isNormalized(name, Normalizer.Form.NFC)).isTrue();
            assertThat(DEVICE.matcher(name).matches()).as(name).isFalse();
            assertThat(stored(name)).as("twice").contains(name);
        }
        try (Stream<Path> inside = Files.list(temp)) {
            assertThat(inside).isEmpty();
        }
        assertThat(Files.exists(temp.resolve("x"), LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    private static List<String> naughty() throws Exception {
        List<String> all = new ArrayList<>();
        Path file = Path.of(System.getProperty("parley.shared", "../../shared"), "vectors/naughty-strings/blns.json");
        if (Files.exists(file)) {
            JsonParser.parseString(Files.readString(file))
                    .getAsJsonArray()
                    .forEach(text -> all.add(text.getAsString()));
        }
        return all;
    }

    @Test
    void TF_01_paths_of_a_listing_are_components_each_cleaned() {
        ListedPath path =
                ListedPath.of(Untrusted.of("src/.hidden/con/a\u202eb.txt")).orElseThrow();
        assertThat(path.depth()).isEqualTo(4);
        assertThat(path.component(1).stored()).isEqualTo("_.hidden");
        assertThat(path.component(2).stored()).isEqualTo("_con");
        assertThat(path.component(3).stored()).isEqualTo("a_b.txt");
        for (String raw : List.of("", "/x", "x/", "a//b", "a/../b", "a/./b", "..", "a/ /b", "x/".repeat(40) + "x")) {
            assertThat(ListedPath.of(Untrusted.of(raw))).as(raw).isEmpty();
        }
        assertThat(ListedPath.of(Untrusted.of("x/".repeat(31) + "x"))).isPresent();
        assertThat(ListedPath.of(Untrusted.of("x".repeat(5_000)))).isEmpty();
    }
}
