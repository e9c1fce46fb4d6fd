package dev.parley.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Help speaks the language of the environment; what is said in English is said in the other one too. */
class HelpLanguageTest {
    /** Tools for people who work on relays: what they take is explained in English. */
    private static final Set<String> TOOLS = Set.of("parley bench", "parley conformance");

    private final Map<String, String> english = texts(Map.of());
    private final Map<String, String> portuguese = texts(Map.of("LANG", "pt_BR.UTF-8"));

    private static Map<String, String> texts(Map<String, String> environment) {
        Map<String, String> texts = new TreeMap<>();
        collect(ParleyMain.commandLine(new Wiring(environment)), texts);
        return texts;
    }

    private static void collect(CommandLine line, Map<String, String> texts) {
        CommandSpec spec = line.getCommandSpec();
        String name = spec.qualifiedName();
        put(texts, name, spec.usageMessage().description());
        put(texts, name + " heading", spec.usageMessage().synopsisHeading());
        if (TOOLS.contains(name)) {
            return;
        }
        put(texts, name + " footer", spec.usageMessage().footer());
        spec.options().forEach(option -> put(texts, name + " " + option.longestName(), option.description()));
        spec.positionalParameters()
                .forEach(parameter -> put(texts, name + " " + parameter.paramLabel(), parameter.description()));
        line.getSubcommands().values().forEach(sub -> collect(sub, texts));
    }

    private static void put(Map<String, String> texts, String what, String... lines) {
        List<String> said = new ArrayList<>(Arrays.asList(lines));
        said.removeIf(String::isBlank);
        if (!said.isEmpty()) {
            texts.put(what, String.join("\n", said));
        }
    }

    @Test
    void every_description_is_said_in_both_languages_in_as_many_lines() {
        assertThat(portuguese.keySet()).isEqualTo(english.keySet());
        assertThat(english).hasSizeGreaterThan(100);
        english.forEach((what, text) -> {
            assertThat(portuguese.get(what)).as(what).isNotEqualTo(text);
            assertThat(portuguese.get(what).lines().count())
                    .as(what)
                    .isEqualTo(text.lines().count());
        });
    }

    @Test
    void words_that_are_typed_stay_as_they_are() {
        english.forEach((what, text) -> {
            List<String> typed = Arrays.stream(text.split("[\\s,;:()]+", -1))
                    .filter(word -> word.matches("--[a-z-]+|/[a-z]+|[A-Z_]{4,}|[a-z0-9]+://.*"))
                    .toList();
            typed.forEach(word -> assertThat(portuguese.get(what)).as(what).contains(word));
        });
    }
}
