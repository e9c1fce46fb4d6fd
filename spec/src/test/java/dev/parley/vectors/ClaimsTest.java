package dev.parley.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** THREATS.md promises nothing that no model and no test holds. */
class ClaimsTest {
    private static final Path ROOT = Path.of(System.getProperty("parley.root"));

    private static String threats() throws IOException {
        return Files.readString(ROOT.resolve("spec/THREATS.md"), StandardCharsets.UTF_8);
    }

    @Test
    void every_hostile_case_that_is_named_has_a_test_with_its_id() throws IOException {
        Set<String> carried = new TreeSet<>();
        for (String module : List.of("spec", "crypto", "relay", "peer")) {
            try (var files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    Matcher method = Pattern.compile("void (\\w+)\\(").matcher(Files.readString(file));
                    while (method.find()) {
                        Matcher id = Pattern.compile("(?:^|_)(T[A-Z])_([0-9]{2})(?=_)")
                                .matcher(method.group(1));
                        while (id.find()) {
                            carried.add(id.group(1) + "-" + id.group(2));
                        }
                    }
                }
            }
        }
        Set<String> named = new TreeSet<>();
        Matcher id = Pattern.compile("\\bT[A-Z]-[0-9]{2}\\b").matcher(threats());
        while (id.find()) {
            named.add(id.group());
        }
        assertThat(named).hasSizeGreaterThan(50);
        named.removeAll(carried);
        assertThat(named).isEmpty();
    }

    @Test
    void every_claim_has_an_assumption_and_a_scenario_or_a_test() throws IOException {
        List<Integer> numbers = new ArrayList<>();
        Matcher row = Pattern.compile("(?m)^\\| ([0-9]+) \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|$")
                .matcher(threats());
        while (row.find()) {
            numbers.add(Integer.valueOf(row.group(1)));
            assertThat(row.group(3)).as("assumption of claim %s", row.group(1)).isNotEqualTo("-");
            assertThat(row.group(4) + row.group(5)).as("claim %s", row.group(1)).isNotEqualTo("--");
        }
        assertThat(numbers).hasSizeGreaterThan(25);
        for (int i = 0; i < numbers.size(); i++) {
            assertThat(numbers.get(i)).isEqualTo(i + 1);
        }
    }

    /** The right column of each "cannot" names a case, a test, a claim, or the one standard that it is left to. */
    @Test
    void every_cannot_says_what_holds_it() throws IOException {
        int rows = 0;
        Matcher table = Pattern.compile("(?m)^\\| (?:it|he) cannot \\| held by \\|\\n\\|---\\|---\\|\\n((?:\\|.*\\n)+)")
                .matcher(threats());
        while (table.find()) {
            for (String line : table.group(1).lines().toList()) {
                String held = line.split("\\|")[2].strip();
                assertThat(held).as(line).matches(".*(T[A-Z]-[0-9]{2}|[A-Z][A-Za-z]+Test|claim [0-9]+|TLS 1\\.3).*");
                rows++;
            }
        }
        assertThat(rows).isGreaterThan(60);
    }
}
