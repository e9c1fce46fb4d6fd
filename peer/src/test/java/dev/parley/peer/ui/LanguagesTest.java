package dev.parley.peer.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ChoiceFormat;
import java.text.Format;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every language says everything. */
class LanguagesTest {
    private static final Properties ENGLISH = load("texts.properties");
    private static final Properties PORTUGUESE = load("texts_pt_BR.properties");

    private static Properties load(String name) {
        Properties texts = new Properties();
        try (InputStream in = Texts.class.getResourceAsStream("/dev/parley/peer/" + name);
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            texts.load(reader);
            return texts;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void both_bundles_have_the_same_keys_with_the_same_placeholders() {
        assertThat(PORTUGUESE.stringPropertyNames()).containsExactlyInAnyOrderElementsOf(ENGLISH.stringPropertyNames());
        for (String key : ENGLISH.stringPropertyNames()) {
            assertThat(placeholders(PORTUGUESE.getProperty(key)))
                    .as(key)
                    .isEqualTo(placeholders(ENGLISH.getProperty(key)));
            assertThat(PORTUGUESE.getProperty(key).lines().count())
                    .as(key)
                    .isEqualTo(ENGLISH.getProperty(key).lines().count());
        }
    }

    /** By its whole name, or by what stands before its last part, which then is the name of a constant or a command. */
    @Test
    void every_text_is_said_somewhere() throws IOException {
        StringBuilder code = new StringBuilder();
        Path sources = Path.of(System.getProperty("parley.root"), "peer/src/main/java");
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                code.append(Files.readString(file));
            }
        }
        for (String key : ENGLISH.stringPropertyNames()) {
            assertThat(List.of(key, key.replaceAll("[A-Za-z_]+$", ""), key.replaceAll("[a-zA-Z_]+\\.[a-z]+$", "")))
                    .as(key)
                    .anyMatch(said -> !said.isEmpty() && code.indexOf('"' + said + '"') >= 0);
        }
    }

    /** Which arguments a text uses, also inside its choices; a pattern that is none fails here. */
    private static Set<String> placeholders(String pattern) {
        Set<String> found = new TreeSet<>();
        List<String> texts = new ArrayList<>(List.of(pattern));
        for (Format format : new MessageFormat(pattern, Locale.ROOT).getFormats()) {
            if (format instanceof ChoiceFormat choice) {
                for (Object text : choice.getFormats()) {
                    texts.add(text.toString());
                }
            }
        }
        for (String text : texts) {
            Matcher matcher = Pattern.compile("\\{(\\d)").matcher(text);
            while (matcher.find()) {
                found.add(matcher.group(1));
            }
        }
        return found;
    }

    @Test
    void codes_options_and_commands_are_the_same_words_in_every_language() {
        Pattern fixed = Pattern.compile("\\bE_[A-Z_]+|--[a-z]+|(?<![a-z}/])/(?!me )[a-z]+|\\bparley [a-z]+");
        for (String key : ENGLISH.stringPropertyNames()) {
            assertThat(words(fixed, PORTUGUESE.getProperty(key)))
                    .as(key)
                    .isEqualTo(words(fixed, ENGLISH.getProperty(key)));
        }
    }

    private static Set<String> words(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    @Test
    void every_text_of_every_language_is_one_that_a_screen_shows_as_it_is() {
        for (Properties texts : List.of(ENGLISH, PORTUGUESE)) {
            texts.forEach((key, text) -> text.toString()
                    .lines()
                    .forEach(line -> assertThat(SafeText.line(dev.parley.peer.chat.Untrusted.of(line)))
                            .as(key.toString())
                            .isEqualTo(line)));
        }
    }

    @Test
    void the_language_is_that_of_the_environment_unless_another_was_asked_for() {
        assertThat(language(Map.of())).isEqualTo(Locale.ENGLISH);
        assertThat(language(Map.of("LANG", "pt_BR.UTF-8"))).isEqualTo(Texts.BRAZILIAN);
        assertThat(language(Map.of("LANG", "pt_PT"))).isEqualTo(Texts.BRAZILIAN);
        assertThat(language(Map.of("LANG", "de_DE.UTF-8"))).isEqualTo(Locale.ENGLISH);
        assertThat(language(Map.of("LANG", "pt_BR", "LC_MESSAGES", "en_US.UTF-8")))
                .isEqualTo(Locale.ENGLISH);
        assertThat(language(Map.of("LANG", "en_US", "LC_MESSAGES", "C", "LC_ALL", "pt_BR.utf8@x")))
                .isEqualTo(Texts.BRAZILIAN);
        assertThat(language(Map.of("LANG", "pt_BR", "LC_ALL", ""))).isEqualTo(Texts.BRAZILIAN);
        assertThat(Texts.named("pt_BR")).contains(Texts.BRAZILIAN);
        assertThat(Texts.named("pt-br")).contains(Texts.BRAZILIAN);
        assertThat(Texts.named("en")).contains(Locale.ENGLISH);
        assertThat(Texts.named("xx")).isEmpty();
        assertThat(new Texts(Texts.BRAZILIAN).get("line.delivered")).isEqualTo("entregue");
    }

    private static Locale language(Map<String, String> environment) {
        return Texts.locale(environment);
    }
}
