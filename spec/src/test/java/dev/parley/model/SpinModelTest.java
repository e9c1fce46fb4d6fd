package dev.parley.model;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The short run of {@code spec/model}: the protocol holds and seeded faults are found. Skips loudly where there is no Spin. */
class SpinModelTest {
    private static final Path RUN = Path.of(System.getProperty("parley.root"), "spec", "model", "run");
    private static final long LIMIT_SECONDS = 300;

    /** What must stand in the table, by the name of the run. */
    private static final Map<String, String> EXPECTED = Map.ofEntries(
            entry("meet and move, small", "holds"),
            entry("deliver, small", "holds"),
            entry("stay, small", "holds"),
            entry("stay, named room", "holds"),
            entry("restart on a stray message", "in circles"),
            entry("ack inside the window", "delivered, not in journal"),
            entry("one continuity secret", "continuity lost"),
            entry("next used as ack", "delivered, not in journal"),
            entry("id journalled without text", "delivered, not in journal"),
            entry("no pairing number", "attempt broken"),
            entry("one moves, the other waits", "never together"));

    @Test
    void the_protocol_holds_in_the_whole_state_space_and_every_seeded_fault_is_found() throws Exception {
        needs("bash");
        needs("spin");
        needs("gcc", "cc");
        Path log = Files.createTempFile("parley-model", ".txt");
        try {
            Process process = new ProcessBuilder("bash", RUN.toString(), "short")
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            String table = Files.readString(log, StandardCharsets.UTF_8);
            assertThat(ended).as("ended in time, so far:%n%s", table).isTrue();
            assertThat(process.exitValue()).as(table).isZero();
            EXPECTED.forEach((name, result) -> assertThat(table)
                    .containsPattern(Pattern.compile(
                            "^" + Pattern.quote(name) + " +" + Pattern.quote(result) + " ", Pattern.MULTILINE)));
        } finally {
            Files.delete(log);
        }
    }

    private static void needs(String... anyOf) {
        for (String directory : System.getenv("PATH").split(File.pathSeparator)) {
            for (String program : anyOf) {
                if (Files.isExecutable(Path.of(directory, program))) {
                    return;
                }
            }
        }
        String reason = "SKIPPED: " + String.join(" or ", anyOf) + " is not here; spec/model is not checked";
        System.err.println(reason);
        assumeTrue(false, reason);
    }
}
