package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The registry of labels: annex C of PROTOCOL.md, {@link Label}, and nothing beside them. */
class LabelRegistryTest {
    private static final Path ROOT = Path.of(System.getProperty("parley.root"));

    /** Label and what it stands behind, in the order of the document. */
    private static Map<String, String> table() throws IOException {
        String document = Files.readString(ROOT.resolve("spec/PROTOCOL.md"), StandardCharsets.UTF_8);
        String annex = document.substring(document.indexOf("## Annex C"));
        Matcher row =
                Pattern.compile("(?m)^\\| `([^`]+)` \\| (front|`[^`]+`) \\|").matcher(annex);
        Map<String, String> rows = new LinkedHashMap<>();
        while (row.find()) {
            assertThat(rows.put(row.group(1), row.group(2))).as(row.group(1)).isNull();
        }
        return rows;
    }

    /** The first bytes of every input that holds the label. */
    private static byte[] beginning(String label, String first) {
        LengthPrefixed input = new LengthPrefixed();
        if (!first.equals("front")) {
            input.text(first.replace("`", ""));
        }
        return input.text(label).toByteArray();
    }

    @Test
    void the_table_of_the_document_is_the_registry_of_the_code() throws IOException {
        assertThat(table().keySet())
                .containsExactlyElementsOf(
                        Arrays.stream(Label.values()).map(Label::text).toList());
    }

    @Test
    void labels_are_ascii_and_distinct() {
        List<String> texts = Arrays.stream(Label.values()).map(Label::text).toList();
        assertThat(texts).doesNotHaveDuplicates().allMatch(text -> text.matches("[ -~]+"));
    }

    @Test
    void no_encoded_label_begins_another() {
        for (Label one : Label.values()) {
            for (Label other : Label.values()) {
                if (one != other) {
                    assertThat(startsWith(beginning(other.text(), "front"), beginning(one.text(), "front")))
                            .as("%s begins %s", one, other)
                            .isFalse();
                }
            }
        }
    }

    /** Also where one stands behind another: only the two labels that are there to stand in front begin other inputs. */
    @Test
    void no_labelled_input_begins_another() throws IOException {
        Map<String, String> table = table();
        int checked = 0;
        for (Map.Entry<String, String> one : table.entrySet()) {
            boolean isFront = table.containsValue("`" + one.getKey() + "`");
            for (Map.Entry<String, String> other : table.entrySet()) {
                if (isFront && other.getValue().equals("`" + one.getKey() + "`") || one.equals(other)) {
                    continue;
                }
                assertThat(startsWith(
                                beginning(other.getKey(), other.getValue()), beginning(one.getKey(), one.getValue())))
                        .as("%s begins %s", one, other)
                        .isFalse();
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(1_000);
    }

    @Test
    void a_label_that_begins_another_as_text_does_not_as_item() {
        HexFormat hex = HexFormat.of();
        assertThat(hex.formatHex(new LengthPrefixed().label(Label.CONFIRM).toByteArray()))
                .isEqualTo("00000007636f6e6669726d");
        assertThat(hex.formatHex(new LengthPrefixed().label(Label.CONFIRM_A).toByteArray()))
                .isEqualTo("00000009636f6e6669726d2041");
    }

    /** What is joined for hashing takes its labels from the registry: no source writes one, or any other text, into LP by itself. */
    @Test
    void no_source_writes_a_label_of_its_own() throws IOException {
        List<String> found = new ArrayList<>();
        int files = 0;
        for (String module : List.of("spec", "crypto", "relay")) {
            try (Stream<Path> sources = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                for (Path source : sources.filter(path -> path.toString().endsWith(".java")
                                && !path.endsWith("Label.java")
                                && !path.endsWith("LengthPrefixed.java"))
                        .toList()) {
                    files++;
                    String code = Files.readString(source).replaceAll("(?s)/\\*.*?\\*/", "");
                    boolean joins =
                            code.contains("LengthPrefixed") || code.contains("Hkdf") || code.contains("hmacSha256");
                    if (!joins) {
                        continue;
                    }
                    for (Label label : Label.values()) {
                        if (code.contains('"' + label.text() + '"')) {
                            found.add(source.getFileName() + " writes " + label);
                        }
                    }
                    if (Pattern.compile("\\.text\\([^)]").matcher(code).find()) {
                        found.add(source.getFileName() + " writes a text into LP");
                    }
                }
            }
        }
        assertThat(found).isEmpty();
        assertThat(files).isGreaterThan(100);
    }

    private static boolean startsWith(byte[] whole, byte[] part) {
        return whole.length >= part.length && Arrays.equals(whole, 0, part.length, part, 0, part.length);
    }
}
