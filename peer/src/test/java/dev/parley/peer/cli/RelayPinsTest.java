package dev.parley.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.crypto.Pin;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.ui.Texts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of relays that were met, on disk. */
class RelayPinsTest {
    private static final Pin ONE = Pin.ofSpki(new byte[] {1});
    private static final Pin TWO = Pin.ofSpki(new byte[] {2});
    private static final RelayAddress RELAY =
            RelayAddress.parse("relay.example.org").orElseThrow();

    @TempDir
    private Path folder;

    private final Texts texts = new Texts(Locale.ENGLISH);
    private Map<String, String> environment;
    private Path file;

    @BeforeEach
    void place() {
        environment = Map.of("XDG_CONFIG_HOME", folder.toString());
        file = folder.resolve("parley").resolve("known_relays");
    }

    @Test
    void the_first_key_is_remembered_and_goes_before_any_other() throws Exception {
        assertThat(RelayPins.read(environment).known(RELAY, texts)).isEqualTo(RELAY);
        assertThat(RelayPins.remember(environment, RELAY.pinned(ONE))).isEmpty();
        assertThat(RelayPins.remember(environment, RELAY.pinned(TWO))).isEmpty();
        assertThat(RelayPins.read(environment).known(RELAY, texts)).isEqualTo(RELAY.pinned(ONE));
        assertThat(RelayPins.read(environment).known(RELAY.pinned(ONE), texts)).isEqualTo(RELAY.pinned(ONE));
        assertThat(Files.readString(file)).isEqualTo("relay.example.org:4433 " + ONE.format() + "\n");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (var files = Files.list(folder.resolve("parley"))) {
            assertThat(files).containsExactlyInAnyOrder(file, file.resolveSibling(".lock"));
        }
    }

    @Test
    void a_key_from_a_link_that_is_not_the_known_one_stops_with_both() throws Exception {
        RelayPins.remember(environment, RELAY.pinned(ONE));
        assertThatThrownBy(() -> RelayPins.read(environment).known(RELAY.pinned(TWO), texts))
                .isInstanceOf(RelayChangedException.class)
                .hasMessageStartingWith("E_RELAY_CHANGED ")
                .hasMessageContaining(ONE.format())
                .hasMessageContaining(TWO.format())
                .hasMessageContaining("\n  try: ")
                .hasMessageContaining("parley pins remove relay.example.org:4433");
    }

    @Test
    void only_a_person_makes_it_forget() throws Exception {
        RelayPins.remember(environment, RELAY.pinned(ONE));
        assertThat(RelayPins.read(environment).remove(RELAY)).isTrue();
        assertThat(RelayPins.read(environment).remove(RELAY)).isFalse();
        assertThat(RelayPins.remember(environment, RELAY.pinned(TWO))).isEmpty();
        assertThat(RelayPins.read(environment).all()).containsOnly(Map.entry("relay.example.org:4433", TWO));
    }

    @Test
    void another_port_is_another_relay() throws Exception {
        RelayPins.remember(environment, RELAY.pinned(ONE));
        RelayAddress beside = RelayAddress.parse("relay.example.org:443").orElseThrow();
        assertThat(RelayPins.read(environment).known(beside, texts)).isEqualTo(beside);
    }

    @Test
    void a_file_that_is_not_exactly_what_it_should_be_is_refused_with_one_sentence() throws Exception {
        String good = "relay.example.org:4433 " + ONE.format() + "\n";
        for (String bad : new String[] {
            "\n",
            good + "\n",
            good + good,
            "# a comment\n" + good,
            " " + good,
            "relay.example.org " + ONE.format() + "\n",
            "RELAY.example.org:4433 " + ONE.format() + "\n",
            "relay.example.org:0 " + ONE.format() + "\n",
            "parley://relay.example.org:4433 " + ONE.format() + "\n",
            "relay.example.org:4433\t" + ONE.format() + "\n",
            "relay.example.org:4433 " + ONE.format().substring(1) + "\n",
            "relay.example.org:4433 " + ONE.format() + " more\n",
            "relé.example.org:4433 " + ONE.format() + "\n",
            "\u0000".repeat(100),
            "x".repeat(300 << 10)
        }) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, bad);
            assertThatThrownBy(() -> RelayPins.read(environment))
                    .as(bad)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith("E_CONFIG " + file)
                    .hasMessageContaining("\n  saw: ")
                    .hasMessageContaining("\n  try: ");
            assertThat(RelayPins.remember(environment, RELAY.pinned(TWO))).isPresent();
            assertThat(Files.readString(file)).as("left as it was").isEqualTo(bad);
        }
    }

    @Test
    void links_folders_and_files_that_others_may_change_are_refused() throws Exception {
        Files.createDirectories(file.getParent());
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "");
        Files.createSymbolicLink(file, elsewhere);
        assertThatThrownBy(() -> RelayPins.read(environment)).hasMessageContaining("no plain file");
        Files.delete(file);
        Files.createDirectory(file);
        assertThatThrownBy(() -> RelayPins.read(environment)).hasMessageContaining("no plain file");
        Files.delete(file);
        Files.writeString(file, "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        assertThatThrownBy(() -> RelayPins.read(environment)).hasMessageContaining("other users can change it");
    }

    @Test
    void two_programs_that_meet_relays_at_once_forget_none_of_them() throws Exception {
        int each = 100;
        List<Process> programs = new ArrayList<>();
        try {
            for (String name : List.of("one", "two")) {
                programs.add(ListsProcess.start(folder, name, each));
            }
            for (Process program : programs) {
                assertThat(program.inputReader().readLine()).isEqualTo("ready");
            }
            for (Process program : programs) {
                program.getOutputStream().write('\n');
                program.getOutputStream().flush();
            }
            for (int i = 0; i < each; i++) {
                RelayAddress here = RelayAddress.parse("here" + i).orElseThrow();
                assertThat(RelayPins.remember(environment, here.pinned(ONE))).isEmpty();
                assertThat(RelayPins.read(environment).remove(here)).isTrue();
            }
            for (Process program : programs) {
                assertThat(program.waitFor()).isZero();
            }
        } finally {
            programs.forEach(Process::destroyForcibly);
        }
        assertThat(RelayPins.read(environment).all())
                .hasSize(2 * each)
                .allSatisfy((place, pin) -> assertThat(place).matches("(one|two)[0-9]+\\.example\\.org:4433"));
    }
}
