package dev.parley.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** House rule D11: what the relay brings along at run time is a list that somebody read, and nothing else. */
class DependenciesTest {
    private static final Path RELAY = Path.of(System.getProperty("parley.root"), "relay");

    @Test
    void what_maven_resolved_is_what_is_committed() throws IOException {
        List<String> committed = Files.readAllLines(RELAY.resolve("dependencies.txt"));
        List<String> resolved = Files.readAllLines(RELAY.resolve("target/dependencies.txt")).stream()
                .map(line -> line.strip().replaceAll(" --.*", ""))
                .filter(line -> line.contains(":jar:"))
                .map(line -> line.replaceAll(":(compile|runtime)$", ""))
                .sorted()
                .toList();
        assertThat(resolved)
                .as("if the change is meant, write these lines into relay/dependencies.txt")
                .isEqualTo(committed);
    }
}
