package dev.parley.peer.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.peer.cli.DiskRoom;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One terminal with two rooms on a relay of its own, and the two who sit in them. Skips loudly where there is no tmux. */
class RoomsIT {
    private static final Path ROOT = Path.of(System.getProperty("parley.root"));

    private Tmux tmux;
    private Path talk;

    @BeforeEach
    void needsTmux() throws Exception {
        tmux = new Tmux();
        tmux.open("olga", 120, 50);
        talk = Files.createTempDirectory("parley-talk").resolve("talk.txt");
    }

    @AfterEach
    void stop() throws Exception {
        if (tmux != null) {
            tmux.close();
            Program.remove(talk.getParent());
        }
    }

    private static String lastCode(String shown) {
        return shown.replaceAll("(?s).*invite code: +([0-9]{6}-[a-z-]+).*", "$1");
    }

    private Program join(String at, String code, String name) throws IOException {
        return Program.peer(Map.of("PARLEY_CODE", code), "join", "--relay", at, "--name", name);
    }

    @Test
    void two_rooms_at_once_never_mix_and_leave_nothing_that_was_said() throws Exception {
        enter(ROOT.resolve("parley") + " host --port 0 --name olga; echo ended $?");
        String shown = await("waiting for the other side");
        String first = lastCode(shown);
        String at = shown.replaceAll("(?s).*--relay (127.0.0.1:[0-9]+).*", "$1");
        try (Program jon = join(at, first, "jon")) {
            await("jon joined: VERIFIED");
            enter("/save garden");
            await("parley reopen garden");
            enter("/open");
            await("== room 2");
            // The second invitation, and what is said below it.
            await("room 2 · 1");
            enter("/status");
            await("own lines under way: 0");
            String second = lastCode(tmux.history("olga"));
            assertThat(second).isNotEqualTo(first);
            try (Program mara = join(at, second, "mara")) {
                await("mara joined: VERIFIED");
                enter("marker for mara");
                assertThat(mara.awaitOut("marker")).isEqualTo("marker for mara");
                jon.type("marker from jon\n");
                await("room 2 · 1: 1");
                assertThat(tmux.history("olga")).doesNotContain("marker from jon");
                enter("/log on " + talk);
                await("WRITING THIS ROOM TO " + talk);
                enter("/switch 1");
                await("jon: marker from jon");
                assertThat(tmux.history("olga")
                                .lines()
                                .filter(line -> line.contains("LOGGING"))
                                .toList())
                        .as("the state of one room is not that of another")
                        .allMatch(line -> line.contains("mara"));
                enter("marker for both, by hand");
                assertThat(jon.awaitOut("by hand")).isEqualTo("marker for both, by hand");
                enter("/all marker to all");
                jon.awaitOut("marker to all");
                mara.awaitOut("marker to all");
                await("sent to jon in room 1, garden");
                enter("/rooms");
                await("*1  [garden");
                mara.type("marker behind\n");
                await("room 1 · 2: 1");
                enter("/leave");
                await("== room 2");
                await("mara: marker behind");
                assertThat(jon.exitCode()).isZero();
                enter("/quit");
                await("ended 0");
                assertThat(mara.exitCode()).isZero();
                assertThat(jon.out()).containsExactly("marker for both, by hand", "marker to all");
                assertThat(mara.out()).containsExactly("marker for mara", "marker to all");
                assertTranscript();
                assertNothingIsKept();
            }
        }
    }

    private void assertTranscript() throws IOException {
        assertThat(Files.getPosixFilePermissions(talk)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readString(talk))
                .contains(" > olga> marker to all  ✓ delivered\n", " < mara: marker behind\n")
                .doesNotContain("jon");
    }

    /** Neither as plain text nor, in the room that was saved, in the journal behind its seal. */
    private void assertNothingIsKept() throws IOException {
        try (Stream<Path> files = Files.walk(tmux.home())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("marker");
            }
        }
        DiskRoom saved = DiskRoom.reopen(tmux.home().resolve("parley")).orElseThrow();
        assertThat(saved.journal())
                .allSatisfy(entry -> assertThat(new String(entry.encode(), StandardCharsets.ISO_8859_1))
                        .doesNotContain("marker"));
    }

    private void enter(String text) throws Exception {
        tmux.enter("olga", text);
    }

    private String await(String text) throws Exception {
        return tmux.await("olga", text);
    }
}
