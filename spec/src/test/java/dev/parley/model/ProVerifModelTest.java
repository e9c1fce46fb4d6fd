package dev.parley.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The symbolic models of {@code spec/model}: what the documents say of them, and ProVerif itself where it is. */
class ProVerifModelTest {
    private static final Path SPEC = Path.of(System.getProperty("parley.root"), "spec");

    /** Takes minutes; where ProVerif is not installed it says so and is skipped. */
    @Test
    void every_file_comes_out_as_expected() throws Exception {
        if (!isHere("proverif") || !isHere("python3")) {
            String reason =
                    "SKIPPED: proverif or python3 is not here; the claims that rest on ProVerif are not checked";
            System.err.println(reason);
            assumeTrue(false, reason);
        }
        Process process = new ProcessBuilder("bash", SPEC.resolve("model/prove").toString())
                .redirectErrorStream(true)
                .start();
        String table = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(table).isZero();
    }

    @Test
    void every_scenario_that_the_claims_name_is_written_by_the_generator_and_explained() throws IOException {
        String generator = Files.readString(SPEC.resolve("model/handshake_models.py"));
        String readme = Files.readString(SPEC.resolve("model/README.md"));
        Set<String> named = new TreeSet<>();
        Matcher row = Pattern.compile("(?m)^\\| [0-9]+ \\| [^|]+ \\| [^|]+ \\| ([^|]+) \\|")
                .matcher(Files.readString(SPEC.resolve("THREATS.md")));
        while (row.find()) {
            Matcher scenario = Pattern.compile("\\b([srn][0-9]+[ab]?|guess)\\b").matcher(row.group(1));
            while (scenario.find()) {
                named.add(scenario.group(1));
            }
        }
        assertThat(named).hasSizeGreaterThan(12).allSatisfy(scenario -> {
            assertThat(generator).containsPattern("'" + scenario + "_");
            assertThat(readme).containsPattern("`" + scenario + "[_`]");
        });
    }

    @Test
    void the_recorded_run_of_spin_is_one_of_the_model_that_stands_here() throws IOException {
        String run = Files.readString(SPEC.resolve("model/run"));
        String recorded = Files.readString(SPEC.resolve("model/recorded/spin.txt"));
        Set<String> missing = new TreeSet<>();
        Matcher check = Pattern.compile("(?m)^ *check \"([^\"]+)\" +(?:\"([^\"]+)\"|([a-z]+))")
                .matcher(run);
        int checks = 0;
        while (check.find()) {
            checks++;
            String result = check.group(2) == null ? check.group(3) : check.group(2);
            if (!Pattern.compile("(?m)^" + Pattern.quote(check.group(1)) + " +" + Pattern.quote(result) + " ")
                    .matcher(recorded)
                    .find()) {
                missing.add(check.group(1));
            }
        }
        assertThat(missing).isEmpty();
        assertThat(checks).isGreaterThan(30);
        assertThat(recorded).contains(" 0 surprises").doesNotContain("SURPRISE:");
    }

    private static boolean isHere(String program) {
        for (String directory : System.getenv("PATH").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }
}
