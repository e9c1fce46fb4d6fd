package dev.parley.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that config.json blocks. */
class BlockedNamesConfigTest {
    @TempDir
    private Path folder;

    @Test
    void they_stand_in_one_text_with_commas_between_them() throws Exception {
        Wiring wiring = new Wiring(Map.of("XDG_CONFIG_HOME", folder.toString()));
        assertThat(wiring.blockedNames().has("eggs")).isFalse();
        Path file = folder.resolve("parley").resolve("config.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"blocked-names\": \"spam bot, eggs,,\"}");
        assertThat(wiring.blockedNames().has("Eggs")).isTrue();
        assertThat(wiring.blockedNames().has("spam-bot")).isTrue();
        assertThat(wiring.blockedNames().has("jon")).isFalse();
        assertThat(wiring.blockedNames().has("")).isFalse();
    }
}
