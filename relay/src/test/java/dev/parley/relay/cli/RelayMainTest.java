package dev.parley.relay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the relay says to a command line it cannot take. */
class RelayMainTest {
    @Test
    void bad_arguments_have_a_name_a_way_out_and_the_exit_code_of_usage() {
        for (List<String> arguments : List.of(
                List.of("--listen", "nonsense"),
                List.of("--listen", "127.0.0.1:65536"),
                List.of("--listen", ":4433"),
                List.of("--loops", "-1"),
                List.of("--loops", "many"),
                List.of("--no-such-option"),
                List.of("--listen", "127.0.0.1:0", "run"),
                List.of("--dir", "/tmp", "check"),
                List.of("--show-config", "token", "list"))) {
            StringWriter said = new StringWriter();
            int code = RelayMain.commandLine().setErr(new PrintWriter(said)).execute(arguments.toArray(new String[0]));
            assertThat(code).as("%s", arguments).isEqualTo(RelayMain.EXIT_USAGE);
            assertThat(said.toString().lines())
                    .as("%s", arguments)
                    .hasSize(2)
                    .first()
                    .asString()
                    .startsWith("E_USAGE ");
        }
    }

    @Test
    void a_flag_before_a_command_is_named_and_not_passed_over() {
        StringWriter said = new StringWriter();
        RelayMain.commandLine().setErr(new PrintWriter(said)).execute("--log-level", "error", "check");
        assertThat(said.toString()).contains("--log-level stands before check").contains("parley-relay check --help");
    }
}
