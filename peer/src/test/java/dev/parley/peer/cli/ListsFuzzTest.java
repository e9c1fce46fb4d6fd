package dev.parley.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.crypto.Pin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes in the files beside {@code config.json}: exactly what they should be, or one sentence that names the place. */
class ListsFuzzTest {
    private static final String PIN = Pin.ofSpki(new byte[] {1}).format();

    @TempDir
    static Path folder;

    static Stream<byte[]> files() {
        return Stream.of(
                        "relay.example.org:4433 " + PIN + "\n[::1]:1 " + PIN + "\n",
                        PIN + " jon\n" + PIN + " jon\n",
                        PIN + " jo\u001b[2Jn\n",
                        "{\"name\": \"ann\", \"bell\": \"on\", \"lang\": \"pt-BR\"}",
                        "{\"nam\\u001b\": 1}",
                        "{\"bell\": \"maybe\"} x",
                        "{\"lang\": \"xx\"}")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("files")
    @FuzzTest(maxDuration = "10m")
    void TR_06_a_file_of_ours_is_refused_or_read(byte[] bytes) throws IOException {
        Map<String, String> environment = Map.of("XDG_CONFIG_HOME", folder.toString());
        Path config = Config.defaultFile(environment);
        Files.createDirectories(config.getParent());
        for (String name : new String[] {"known_relays", "blocked_keys", "config.json"}) {
            Files.write(config.resolveSibling(name), bytes);
        }
        refusedOr(() -> assertThat(RelayPins.read(environment).all()).doesNotContainKey(""));
        refusedOr(() -> {
            BlockedKeys keys = new BlockedKeys(environment);
            keys.load();
            assertThat(keys.lines()).noneMatch(line -> line.codePoints().anyMatch(Character::isISOControl));
        });
        refusedOr(() -> Config.read(config).get("name"));
    }

    private interface Action {
        void run() throws ConfigException;
    }

    private static void refusedOr(Action action) {
        try {
            action.run();
        } catch (ConfigException e) {
            assertThat(e).hasMessageStartingWith("E_CONFIG ");
            assertThat(e.getMessage().lines())
                    .noneMatch(line -> line.codePoints().anyMatch(Character::isISOControl));
        }
    }
}
