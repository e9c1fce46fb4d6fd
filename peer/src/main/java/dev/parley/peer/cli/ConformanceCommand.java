package dev.parley.peer.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** {@code parley conformance}. */
@Command(
        name = "conformance",
        description = "Test somebody else's relay or peer against the protocol (spec/PROTOCOL.md).",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ConformanceRelayCommand.class, ConformancePeerCommand.class},
        footer = {"", "Exit codes: 0 everything held; 3 no relay or peer there; 6 a rule was broken."})
final class ConformanceCommand implements Runnable {
    @CommandLine.Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to test: parley conformance relay|peer");
    }
}
