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
                        "vectors/transfer");
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

    /** What other modules hold: the value of a constant as it stands in its source, and the row that says it. */
    @Test
    void the_limits_that_the_document_states_are_those_of_other_modules() throws IOException {
        String document = protocol();
        for (String[] row : new String[][] {
            {"Pin", "TEXT_LENGTH", "| pin as text | %s characters |"},
            {"RelayAddress", "MAX_NAME_LENGTH", "| name of a relay | %s characters |"},
            {
                "RelayConnection",
                "CONNECT_MILLIS",
                "| peer: connecting (with TLS), greeting, claiming | 10 s each |",
                "10000"
            },
            {"KeySchedule", "HINT_BYTES", "| hints in HELLO | 0 to 2 of %s bytes |"},
            {"HelloMessage", "MAX_HINTS", "| hints in HELLO | 0 to %s of 16 bytes |"},
            {"Continuity", "SECRET_BYTES", "| pin, continuity secret | %s bytes each |"},
            {"Hash", "SHA256_BYTES", "| pin, continuity secret | %s bytes each |"},
            {"MessagePart", "ID_BYTES", "| id of a part | %s bytes |"},
            {"RecentIds", "KEPT", "| ids kept | %s |"},
            {"Outgoing", "MAX_UNDELIVERED", "| undelivered parts | %s |"},
            {"Backoff", "FIRST_MILLIS", "| back-off | %s ms doubling to 4,000 ms,"},
            {"Backoff", "MAX_MILLIS", "| back-off | 500 ms doubling to %s ms,"},
            {"Backoff", "MAX_LONG_MILLIS", "after 120 s without a seat to %s ms;"},
            {"Backoff", "LONG_ABSENCE_MILLIS", "without a seat for 120 s, up to 30,000 ms", "120000"},
            {"Seating", "FIRST_SEAT_MILLIS", "first seat, not in a known room | 20 s |", "20000"},
            {"Seating", "MAX_HOLD_MILLIS", "| hold after NOTICE | its delay, at most 60 s,", "60000"},
            {"Seating", "WAKE_MILLIS", "of a probe | 1 s / 5 s |", "1000"},
            {"Seating", "PROBE_MILLIS", "of a probe | 1 s / 5 s |", "5000"},
            {"RoomRun", "SCRIPT_PATIENCE_MILLIS", "or an unused session | 120 s |", "120000"},
            {"Deadlines", "CODE_LIFE_MILLIS", "| life of a code | 24 h |", "86400000"},
            {"Meeting", "MAX_BROKEN_IN_A_ROW", "pause after them in a known room | %s; 6 s |"},
            {"Meeting", "SLOW_MILLIS", "pause after them in a known room | 3; 6 s |", "6000"},
            {"Guesses", "ALLOWED", "| guesses | %s per side |"},
            {"TransferId", "BYTES", "| id of an offer / hash | %s bytes / 32 bytes |"},
            {"FileHash", "BYTES", "| id of an offer / hash | 16 bytes / %s bytes |"},
            {"Offer", "MAX_NAME_BYTES", "| name of an offer / path of an entry | %s bytes /"},
            {"Offer", "MAX_PATH_BYTES", "path of an entry | 1,024 bytes / %s bytes |"},
            {"Offer", "MAX_FILES", "| files of an offer | %s |"},
            {"Transfers", "MAX_OURS", "| own offers / offers of the other | %s / 64 |"},
            {"Transfers", "MAX_THEIRS", "| own offers / offers of the other | 16 / %s |"},
            {"Transfers", "MAX_ACCEPTS", "| accepts of one offer in one session | %s |"},
            {"Transfers", "MAX_CROWD", "no unasked answer is given | %s |"},
            {"EndedTransfers", "KEPT", "| ended offers remembered | %s |"},
            {"Pace", "QUEUE_MILLIS", "| window of chunks | 8 KiB to 6 MiB; %s ms beyond"},
            {"Pace", "LEAST_MILLIS", "which is looked for every 10 s |", "10000"},
            {"RoomClient", "BYE_MILLIS", "| wait for acks before BYE / for the answer | 5 s / 2 s |", "5000"},
            {"RoomClient", "BYE_ANSWER_MILLIS", "| wait for acks before BYE / for the answer | 5 s / 2 s |", "2000"},
        }) {
            int value = constant(row[0], row[1]);
            if (row.length > 3) {
                assertThat(value).as("%s.%s", row[0], row[1]).isEqualTo(Integer.parseInt(row[3]));
            }
            assertThat(document).as("%s.%s", row[0], row[1]).contains(row[2].formatted(grouped(value)));
        }
        assertThat(sourceOf("Pace"))
                .contains("MIN_WINDOW_BYTES = 8 << 10", "MAX_WINDOW_BYTES = 6 << 20")
                .contains("MIN_CHUNK_BYTES = 4 << 10", "MAX_CHUNK_BYTES = 64 << 10");
        assertThat(sourceOf("Sending")).contains("READ_BYTES = 512 << 10");
        assertThat(sourceOf("FileThread")).contains("MAX_WAITING_BYTES = 8 << 20");
        assertThat(sourceOf("Offer")).contains("MAX_BYTES = 999_999_999_999_999_999L");
        assertThat(document).contains(sourceString("Encounter", "ROLLED_BACK_REASON"));
    }

    /** A product of whole numbers, as the source of {@code className} writes it. */
    private static int constant(String className, String name) throws IOException {
        Matcher found = Pattern.compile("\\b" + name + " = ([0-9_L* ]+);").matcher(sourceOf(className));
        assertThat(found.find()).as("%s.%s", className, name).isTrue();
        int value = 1;
        for (String factor : found.group(1).split("\\*")) {
            value *= Integer.parseInt(factor.replaceAll("[_L ]", ""));
        }
        return value;
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

    private static String grouped(int number) {
        return String.format(java.util.Locale.ROOT, "%,d", number);
    }

    @Test
    void the_word_list_is_the_one_whose_hash_the_document_gives() throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(SPEC.resolve("words.txt")));
        assertThat(protocol()).contains(HexFormat.of().formatHex(hash));
    }

    @Test
    void every_test_that_threats_names_is_there() throws IOException {
        String threats = Files.readString(SPEC.resolve("THREATS.md"));
        Matcher cited = Pattern.compile("\\b([A-Z][A-Za-z]+Test)\\b(?:: ((?:[A-Za-z]+_[A-Za-z0-9_]+(?:, )?)+))?")
                .matcher(threats);
        int checked = 0;
        while (cited.find()) {
            String source = sourceOf(cited.group(1));
            for (String name :
                    cited.group(2) == null ? new String[0] : cited.group(2).split(", ")) {
                String start = name.matches("T[A-Z]_[0-9]{2}") ? name + "_" : name + "(";
                assertThat(source).as("%s in %s", name, cited.group(1)).contains("void " + start);
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
