package dev.parley.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.peer.ui.PlainScreen;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code parley} without arguments: what is typed and what is asked. */
class MenuTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void an_answer_that_is_none_is_told_what_to_type_and_asked_again() throws Exception {
        assertThat(ask("x\n\nH\nolga\n")).hasValue(List.of("host", "--name", "olga"));
        assertThat(said.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce("never read them")
                .contains("type h, o or j");
    }

    @Test
    void the_end_of_input_leaves() throws Exception {
        assertThat(ask("")).isEmpty();
        assertThat(ask("j\n")).isEmpty();
    }

    private Optional<List<String>> ask(String typed) throws Exception {
        said.reset();
        Map<String, String> environment = Map.of("XDG_CONFIG_HOME", folder.toString());
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        try (PlainScreen screen =
                new PlainScreen(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)), out, out, false)) {
            return new Menu(new Wiring(environment), Config.read(Config.defaultFile(environment))).ask(screen);
        }
    }
}
