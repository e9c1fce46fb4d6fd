package dev.parley.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.Refusal;
import dev.parley.wire.Wire;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The document, the vectors and the constants tell the same story. */
class SpecDriftTest {
    private static final Path SPEC = Path.of(System.getProperty("parley.root"), "spec");
    private static final List<String> DOCUMENTS =
            List.of("PROTOCOL.md", "THREATS.md", "README.md", "vectors/README.md");

    private static String protocol() throws IOException {
        return Files.readString(SPEC.resolve("PROTOCOL.md"), StandardCharsets.UTF_8);
    }

    @Test
    void every_directory_that_a_section_names_holds_a_success_and_more_refusals() throws IOException {
        Matcher named = Pattern.compile("Vectors: `(vectors/[a-z-]+)`").matcher(protocol());
        List<String> directories = new ArrayList<>();
        while (named.find()) {
            directories.add(named.group(1));
        }
        assertThat(directories)
                .contains(
                        "vectors/frames",
                        "vectors/room",
                        "vectors/invite",
                        "vectors/handshake",
                        "vectors/session",
                        "vectors/safety-number",
                        "vectors/message");
        for (String directory : directories) {
            List<VectorFile> vectors = VectorFile.readAll(SPEC.resolve(directory));
            assertThat(vectors).as(directory).isNotEmpty().allSatisfy(vector -> {
                assertThat(vector.text("comment")).isNotBlank();
                assertThat(vector.text("expect")).matches("accept|refuse.*");
            });
            assertThat(vectors)
                    .as(directory)
                    .anyMatch(vector -> vector.text("expect").equals("accept"));
            if (!directory.equals("vectors/handshake")) {
                assertThat(vectors)
                        .as(directory)
                        .anyMatch(vector -> vector.text("expect").startsWith("refuse"));
            }
        }
    }

    @Test
    void the_table_of_frames_equals_the_constants() throws Exception {
        Map<Integer, String> inDocument = new TreeMap<>();
        Matcher row = Pattern.compile("(?m)^\\| (0[0-9A-F]) \\| ([A-Z]+) \\| (relay|peer|both) \\|")
                .matcher(protocol());
        while (row.find()) {
            inDocument.put(HexFormat.fromHexDigits(row.group(1)), row.group(2));
        }
        Map<Integer, String> inCode = new TreeMap<>();
        for (String name : inDocument.values()) {
            Field field = Wire.class.getField(name);
            inCode.put(field.getInt(null), name);
        }
        assertThat(inDocument).hasSize(13).isEqualTo(inCode);
    }

    @Test
    void the_table_of_refusals_equals_the_enum() throws IOException {
        Map<Integer, String> inDocument = new TreeMap<>();
        Matcher row = Pattern.compile("(?m)^\\| ([0-9]+) \\| ([A-Z_]+) \\|").matcher(protocol());
        while (row.find()) {
            if (Refusal.of(Integer.parseInt(row.group(1)))
                    .filter(refusal -> refusal.name().equals(row.group(2)))
                    .isPresent()) {
                inDocument.put(Integer.parseInt(row.group(1)), row.group(2));
            }
        }
        assertThat(inDocument).hasSize(Refusal.values().length);
    }

    @Test
    void the_limits_that_the_document_states_are_the_constants() throws IOException {
        String limits = protocol()
                .substring(
                        protocol().indexOf("## 9 Limits and timers"), protocol().indexOf("## 10 "));
        assertThat(limits)
                .contains("| length field | 1 to " + grouped(Wire.MAX_LENGTH) + " |")
                .contains("| envelope | 1 to " + grouped(Wire.MAX_ENVELOPE_BYTES) + " bytes |")
                .contains("| text of WELCOME and NOTICE | " + Wire.MAX_NOTICE_BYTES + " bytes |")
                .contains("| frame without a seat | length field at most " + Wire.MAX_UNSEATED_LENGTH + " |")
                .contains("| join deadline | " + Wire.JOIN_DEADLINE_SECONDS + " s |")
                .contains("| keep-alive of the relay | " + Wire.KEEP_ALIVE_SECONDS + " s |")
                .contains("| dead after | " + Wire.DEAD_AFTER_SECONDS + " s |")
                .contains("| seat hold | " + Wire.SEAT_HOLD_SECONDS + " s |")
                .contains("| source shut out by UNSEAT | " + Wire.UNSEATED_BAN_SECONDS + " s,")
                .contains("| envelopes to nobody | " + grouped(Wire.MAX_UNHEARD_BYTES) + " bytes |")
                .contains("| retry-after of BUSY and UNSEATED | " + Wire.BUSY_RETRY_SECONDS + " s, "
                        + Wire.UNSEATED_BAN_SECONDS + " s |");
    }

    private static String grouped(int number) {
        return String.format(java.util.Locale.ROOT, "%,d", number);
    }

    @Test
    void the_word_list_is_the_one_whose_hash_the_document_gives() throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(SPEC.resolve("words.txt")));
        assertThat(protocol()).contains(HexFormat.of().formatHex(hash));
    }

    @Test
    void every_hostile_case_that_threats_names_as_tested_is_in_a_test() throws IOException {
        String threats = Files.readString(SPEC.resolve("THREATS.md"));
        Matcher cited = Pattern.compile("([A-Z][A-Za-z]+Test): ((?:(?:TP|TR|TT|TL|TX)_[0-9]{2}(?:, )?)+)")
                .matcher(threats);
        int checked = 0;
        while (cited.find()) {
            String source = sourceOf(cited.group(1));
            for (String id : cited.group(2).split(", ")) {
                assertThat(source).as("%s in %s", id, cited.group(1)).contains("void " + id);
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(10);
    }

    private static String sourceOf(String testClass) throws IOException {
        try (var files = Files.walk(SPEC.getParent())) {
            Path found = files.filter(path -> path.getFileName().toString().equals(testClass + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(testClass + " is cited and does not exist."));
            return Files.readString(found);
        }
    }

    @Test
    void no_document_speaks_of_places_on_a_machine() throws IOException {
        for (String document : DOCUMENTS) {
            assertThat(Files.readString(SPEC.resolve(document)))
                    .as(document)
                    .doesNotContain("/tmp/", "/home/", "/root/");
        }
    }
}
