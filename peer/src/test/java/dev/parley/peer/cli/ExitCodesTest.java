package dev.parley.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.peer.room.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Exit codes are said wherever somebody looks for them; TextsTest freezes them. */
class ExitCodesTest {
    private static final Path ROOT = Path.of(System.getProperty("parley.root"));

    @Test
    void help_and_manual_and_document_name_every_exit_code() throws IOException {
        TreeSet<Integer> codes =
                Arrays.stream(Outcome.values()).map(Outcome::exitCode).collect(Collectors.toCollection(TreeSet::new));
        codes.addAll(java.util.List.of(2, 78, 130, 143));
        String help = ParleyMain.commandLine(new Wiring(Map.of())).getUsageMessage();
        String manual = Files.readString(ROOT.resolve("packaging/man/parley.1"));
        String document = Files.readString(ROOT.resolve("docs/json.md")).replaceAll("(?s).*\n## Exit codes\n", "");
        for (String text : new String[] {
            help.replaceAll("(?s).*Exit codes:", ""), manual.replaceAll("(?s).*Exit codes:", ""), document
        }) {
            for (int code : codes) {
                assertThat(text).containsPattern("(^|[^0-9])" + code + "\\s+[a-z]");
            }
        }
    }
}
