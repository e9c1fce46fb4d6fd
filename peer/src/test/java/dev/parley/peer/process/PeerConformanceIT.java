package dev.parley.peer.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code parley conformance peer} on our own program, by the adapter of the documentation, and on what is no peer. */
class PeerConformanceIT {
    private static final Path ROOT = Path.of(System.getProperty("parley.root"));

    @Test
    void our_program_is_tested_through_the_example_adapter() throws Exception {
        Path python = Path.of("/usr/bin/python3");
        assumeTrue(Files.isExecutable(python), "SKIPPED: python3 is not here; the example adapter was not run");
        try (Program tester = Program.peer(
                Map.of(),
                "conformance",
                "peer",
                "--parts",
                "join,open,room",
                "--at-once",
                "2",
                "--verbose",
                "--only",
                "texts-both-ways-as-role-a,opener-meets-a-joiner,room-safety-number,leaving-says-bye",
                "--",
                python.toString(),
                ROOT.resolve("docs/examples/conformance-adapter.py").toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Program.PEER_JAR.toString())) {
            assertThat(tester.exitCode()).as("%s", tester.out()).isZero();
            assertThat(tester.out())
                    .contains(
                            "held 7.4 texts-both-ways-as-role-a",
                            "held 5.6 opener-meets-a-joiner",
                            "held 7.2 room-safety-number",
                            "held 7.7 leaving-says-bye");
        }
    }

    @Test
    void what_is_no_peer_breaks_rules_and_what_is_not_there_does_not() throws Exception {
        try (Program tester = Program.peer(
                Map.of(), "conformance", "peer", "--only", "pings-are-answered", "--", "/bin/sh", "-c", "exit 0")) {
            assertThat(tester.exitCode()).isEqualTo(6);
            assertThat(tester.out())
                    .contains("BROKEN 3.4 pings-are-answered: the program ended in place of a connection to the relay");
        }
        try (Program tester =
                Program.peer(Map.of(), "conformance", "peer", "--only", "pings-are-answered", "--", "/no/such/peer")) {
            assertThat(tester.exitCode()).isEqualTo(3);
        }
        try (Program tester = Program.peer(Map.of(), "conformance", "peer", "--parts", "sing", "--", "/bin/true")) {
            assertThat(tester.exitCode()).isEqualTo(2);
            assertThat(tester.err().get(0)).startsWith("E_USAGE --parts takes");
        }
    }
}
