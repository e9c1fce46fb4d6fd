package dev.parley.relay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.relay.config.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The operator's guide says what the program does. */
class RelayGuideTest {
    private final List<String> guide = read();

    @Test
    void the_table_of_keys_is_the_table_of_keys() {
        List<String> expected = Arrays.stream(Key.values())
                .map(key -> "| `" + key.json() + "` | "
                        + (key.defaultText().isEmpty() ? "" : "`" + key.defaultText() + "`") + " | " + key.range()
                        + " | " + key.meaning() + " | " + (key.isReloadable() ? "SIGHUP" : "restart") + " |")
                .toList();
        assertThat(table("| key | default |")).isEqualTo(expected);
    }

    @Test
    void every_command_is_in_the_table_of_commands() {
        assertThat(RelayMain.commandLine().getSubcommands().values())
                .extracting(CommandLine::getCommandName)
                .allMatch(name -> table("| command | does |").stream()
                        .anyMatch(row -> row.startsWith("| `" + name + "`") || row.startsWith("| `" + name + " ")));
    }

    /** The rows under the header that begins so. */
    private List<String> table(String header) {
        int start = 0;
        while (!guide.get(start).startsWith(header)) {
            start++;
        }
        return guide.subList(start + 2, guide.size()).stream()
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }

    private static List<String> read() {
        try {
            return Files.readAllLines(Path.of(System.getProperty("parley.root"), "docs", "relay.md"));
        } catch (IOException e) {
            throw new AssertionError("There is no guide.", e);
        }
    }
}
