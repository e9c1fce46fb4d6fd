package dev.parley.peer.cli;

import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.conformance.RelayConformance;
import dev.parley.peer.conformance.Verdict;
import dev.parley.peer.conformance.Verdict.Result;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.room.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley conformance relay}. */
@Command(
        name = "relay",
        mixinStandardHelpOptions = true,
        description = "Play every scenario of spec/vectors against a relay, as peers on real connections.",
        footer = {"", "Exit codes: 0 everything held; 3 no relay there; 6 a rule was broken."})
final class ConformanceRelayCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "ADDRESS",
            description =
                    "The relay, as --relay of parley open takes it. It should be an open one, with no limits in the way.")
    private String address;

    @Option(names = "--quick", description = "Leave out what has to wait for a timer: seconds in place of two minutes.")
    private boolean quick;

    @Option(names = "--only", paramLabel = "NAME", description = "Play one scenario, as spec/vectors names it.")
    private String only;

    @Option(names = "--verbose", description = "Name every scenario, also those that held.")
    private boolean verbose;

    @Override
    public Integer call() throws UsageException, InterruptedException {
        RelayAddress relay = RelayAddress.parse(address).orElseThrow(() -> new UsageException(RelayOption.BAD_ADDRESS));
        List<Verdict> verdicts;
        try {
            verdicts = new RelayConformance(
                            relay,
                            new RelayConformance.Selection(quick, Optional.ofNullable(only)),
                            () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                            Randomness.system())
                    .run();
        } catch (IOException e) {
            throw new AssertionError("The scenarios come with the program.", e);
        }
        if (verdicts.isEmpty()) {
            throw new UsageException("there is no scenario " + only + " in spec/vectors/room or spec/vectors/relay");
        }
        ConformanceReport.print(verdicts, verbose);
        if (ConformanceReport.count(verdicts, Result.BROKEN) > 0) {
            return ConformanceReport.EXIT_BROKEN;
        }
        if (ConformanceReport.count(verdicts, Result.HELD) == 0) {
            System.err.println("E_RELAY_UNREACHABLE no relay could be spoken with at " + relay.place());
            System.err.println("  try: parley-relay ping " + relay.format());
            return Outcome.RELAY_UNREACHABLE.exitCode();
        }
        return 0;
    }
}
