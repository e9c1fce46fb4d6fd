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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
        Matcher named = Pattern.compile("(?m)^Vectors: .*$").matcher(protocol());
        List<String> directories = new ArrayList<>();
        while (named.find()) {
            Matcher one = Pattern.compile("`(vectors/[a-z-]+)`").matcher(named.group());
            while (one.find()) {
                directories.add(one.group(1));
            }
        }
        assertThat(directories)
                .contains(
                        "vectors/frames",
                        "vectors/room",
                        "vectors/relay",
                        "vectors/admission",
                        "vectors/invite",
                        "vectors/link",
                        "vectors/handshake",
                        "vectors/ready",
                        "vectors/continuity",
                        "vectors/delivery",
                        "vectors/session",
                        "vectors/safety-number",
                        "vectors/message",
                        "vectors/file",
                        "vectors/chunk",
                        "vectors/transfer",
                        "vectors/lp",
                        "vectors/derivation",
                        "vectors/padding",
                        "vectors/resume",
                        "vectors/rsa-key",
                        "vectors/jpake",
                        "vectors/xwing",
                        "vectors/rekey",
                        "vectors/met",
                        "vectors/shown",
                        "vectors/name",
                        "vectors/taking");
        for (String directory : directories) {
            List<VectorFile> vectors = VectorFile.readAll(SPEC.resolve(directory));
            assertThat(vectors).as(directory).isNotEmpty().allSatisfy(vector -> {
                assertThat(vector.text("comment")).isNotBlank();
                assertThat(vector.text("expect")).matches("accept|refuse.*");
            });
            assertThat(vectors)
                    .as(directory)
                    .anyMatch(vector -> vector.text("expect").equals("accept"));
            assertThat(vectors)
                    .as(directory)
                    .anyMatch(vector -> vector.text("expect").startsWith("refuse"));
        }
    }

    @Test
    void the_index_names_every_vector() throws IOException {
        Path index = SPEC.resolve("vectors").resolve("INDEX");
        String names;
        try (Stream<Path> files = Files.walk(SPEC.resolve("vectors"))) {
            names = files.map(file ->
                            SPEC.resolve("vectors").relativize(file).toString().replace('\\', '/'))
                    .filter(name -> name.endsWith(".txt"))
                    .map(name -> name.replaceAll("\\.txt$", ""))
                    .sorted()
                    .map(name -> name + "\n")
                    .collect(Collectors.joining());
        }
        if ("write".equals(System.getProperty("parley.seed"))) {
            Files.writeString(index, names);
        }
        assertThat(index).as("-Dparley.seed=write writes it anew").hasContent(names);
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
        assertThat(inDocument).hasSize(15).isEqualTo(inCode);
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
    void the_reason_of_a_room_that_went_back_in_time_is_the_same_on_both_sides() throws IOException {
        assertThat(protocol()).contains(sourceString("Encounter", "ROLLED_BACK_REASON"));
    }

    private static String sourceString(String className, String name) throws IOException {
        Matcher found = Pattern.compile("\\b" + name + " = \"([^\"]+)\";").matcher(sourceOf(className));
        assertThat(found.find()).as("%s.%s", className, name).isTrue();
        return found.group(1);
    }

    @Test
    void the_table_of_errors_names_every_end_of_a_room_with_its_exit_code() throws IOException {
        String errors = protocol()
                .substring(protocol().indexOf("## 10 Errors"), protocol().indexOf("## 11 "));
        Matcher outcome =
                Pattern.compile("([A-Z_]+)\\(([0-9]+), \"(E_[A-Z_]+|OK)\"\\)").matcher(sourceOf("Outcome"));
        int checked = 0;
        while (outcome.find()) {
            assertThat(errors).contains("| " + outcome.group(3) + " | " + outcome.group(2) + " |");
            checked++;
        }
        assertThat(checked).isGreaterThan(15);
    }

    /** Codes that are not ends of a room: their names stand in the sources of the commands. */
    @Test
    void every_error_code_of_the_programs_is_in_the_document_and_the_other_way_round() throws IOException {
        String errors = protocol()
                .substring(protocol().indexOf("## 10 Errors"), protocol().indexOf("## 11 "));
        Set<String> inDocument = all("(?m)^\\| (E_[A-Z_]+) \\|", errors);
        Set<String> inCode = new TreeSet<>();
        for (String module : List.of("peer", "relay")) {
            try (var files = Files.walk(SPEC.getParent().resolve(module).resolve("src/main"))) {
                for (Path file : files.filter(path -> path.toString().matches(".*\\.java|.*texts\\.properties"))
                        .toList()) {
                    inCode.addAll(all("(?:\"|=)(E_[A-Z_]+)\\b", Files.readString(file)));
                }
            }
        }
        assertThat(inDocument).isEqualTo(inCode).hasSizeGreaterThan(35);
    }

    @Test
    void the_registry_of_codes_is_what_the_code_has() throws IOException {
        String annex = protocol().substring(protocol().indexOf("## Annex D"));
        for (String[] row : new String[][] {
            {"intent of CLAIM", numbered("Intent", 0)},
            {"other seat in SEATED", numbered("SeatState", 0)},
            {"event of PEER", numbered("PeerEvent", 0)},
            {"kind of NOTICE", numbered("NoticeKind", 1)},
            {"code of REFUSED", coded("Refusal")},
            {"kind of envelope", coded("EnvelopeKind")},
            {"mode of HELLO", numbered("Mode", 0)},
            {"side of HELLO", numbered("Side", 0)},
            {"kind of session frame", coded("FrameKind")},
            {"what of CHUNK", "1 BEGIN, 2 BYTES, 3 END"},
            {"kind of journal entry", numbered("JournalEntry", 0)},
            {"trust in a record", numbered("Trust", 0)},
        }) {
            assertThat(annex).contains("| " + row[0] + " | " + row[1] + " |");
        }
        assertThat(annex)
                .contains(all("(?m)^    [A-Z_]+\\(\"([a-z]+)\"\\)[,;]", sourceOf("FileProblem")).stream()
                        .filter(word -> !word.equals("over") && !word.equals("other"))
                        .map(word -> "`" + word + "`")
                        .toList());
        assertThat(annex)
                .contains(all("case \"([a-z]+)\" ->", sourceOf("MessageCodec") + sourceOf("FileNotes")).stream()
                        .map(word -> "`" + word + "`")
                        .toList());
        assertThat(sourceOf("Chunk")).contains("BEGIN = 1", "BYTES = 2", "END = 3");
        StringBuilder types = new StringBuilder("| type of a relay frame | ");
        Matcher row = Pattern.compile("(?m)^\\| (0[0-9A-F]) \\| ([A-Z]+) \\| (relay|peer|both) \\|")
                .matcher(protocol());
        while (row.find()) {
            types.append(row.group(1)).append(' ').append(row.group(2)).append(", ");
        }
        assertThat(annex).contains(types.substring(0, types.length() - 2) + " |");
    }

    private static Set<String> all(String pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    /** The constants of an enum whose code is the place of the constant. */
    private static String numbered(String enumName, int first) throws IOException {
        String source = sourceOf(enumName);
        String body = source.substring(source.indexOf("{", source.indexOf("enum ")) + 1)
                .replaceAll("(?s)/\\*.*?\\*/", "");
        body = body.substring(0, Math.min(indexOr(body, ';'), indexOr(body, '}')));
        List<String> names = new ArrayList<>();
        for (String name : body.split(",")) {
            names.add(first + names.size() + " " + name.strip());
        }
        return String.join(", ", names);
    }

    private static int indexOr(String text, char end) {
        int at = text.indexOf(end);
        return at < 0 ? text.length() : at;
    }

    /** The constants of an enum that carry their code. */
    private static String coded(String enumName) throws IOException {
        List<String> names = new ArrayList<>();
        Matcher constant =
                Pattern.compile("(?m)^    ([A-Z0-9_]+)\\(([0-9]+)[,)]").matcher(sourceOf(enumName));
        while (constant.find()) {
            names.add(constant.group(2) + " " + constant.group(1));
        }
        return String.join(", ", names);
    }

    @Test
    void the_word_list_is_the_one_whose_hash_the_document_gives() throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(SPEC.resolve("words.txt")));
        assertThat(protocol()).contains(HexFormat.of().formatHex(hash));
    }

    @Test
    void every_test_that_threats_names_is_there() throws IOException {
        String threats = Files.readString(SPEC.resolve("THREATS.md"));
        Matcher cited = Pattern.compile("\\b([A-Z][A-Za-z]+(?:Test|IT))\\b(?:: ((?:[A-Za-z]+_[A-Za-z0-9_]+(?:, )?)+))?")
                .matcher(threats);
        int checked = 0;
        while (cited.find()) {
            String source = sourceOf(cited.group(1));
            for (String name :
                    cited.group(2) == null ? new String[0] : cited.group(2).split(", ")) {
                String start = name.matches("T[A-Z]_[0-9]{2}") ? "(\\w+_)?" + name + "_" : name + "\\(";
                assertThat(source).as("%s in %s", name, cited.group(1)).containsPattern("void " + start);
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(40);
    }

    private static String sourceOf(String className) throws IOException {
        try (var files = Files.walk(SPEC.getParent())) {
            Path found = files.filter(path -> path.getFileName().toString().equals(className + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(className + " is named and does not exist."));
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
