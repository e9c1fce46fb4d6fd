package dev.parley.peer.cli;

import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.conformance.RelayConformance;
import dev.parley.peer.conformance.RelayConformance.Result;
import dev.parley.peer.conformance.RelayConformance.Verdict;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.room.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley conformance}. */
@Command(
        name = "conformance",
        description = "Test somebody else's relay against the protocol (spec/PROTOCOL.md).",
        footer = {"", "Exit codes: 0 everything held; 3 no relay there; 6 a rule was broken."})
final class ConformanceCommand implements Callable<Integer> {
    private static final int EXIT_BROKEN = 6;

    @Parameters(index = "0", paramLabel = "relay", description = "What to test: relay.")
    private String what;

    @Parameters(
            index = "1",
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
        if (!what.equals("relay")) {
            throw new UsageException("conformance knows relay, not " + what);
        }
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
        report(verdicts);
        if (count(verdicts, Result.BROKEN) > 0) {
            return EXIT_BROKEN;
        }
        if (count(verdicts, Result.HELD) == 0) {
            System.err.println("E_RELAY_UNREACHABLE no relay could be spoken with at " + relay.place());
            System.err.println("  try: parley-relay ping " + relay.format());
            return Outcome.RELAY_UNREACHABLE.exitCode();
        }
        return 0;
    }

    /** One line for each section, then one for each scenario that did not hold. */
    private void report(List<Verdict> verdicts) {
        verdicts.stream()
                .collect(Collectors.groupingBy(Verdict::section, TreeMap::new, Collectors.toList()))
                .forEach((section, all) -> System.out.printf(
                        "section %-5s %3d held  %3d broken  %3d left out%n",
                        section, count(all, Result.HELD), count(all, Result.BROKEN), count(all, Result.LEFT_OUT)));
        for (Verdict verdict : verdicts) {
            switch (verdict.result()) {
                case HELD -> {
                    if (verbose) {
                        System.out.println("held " + verdict.section() + " " + verdict.name());
                    }
                }
                case BROKEN ->
                    System.out.println("BROKEN " + verdict.section() + " " + verdict.name() + ": " + verdict.why());
                case LEFT_OUT -> {
                    if (verbose) {
                        System.out.println(
                                "left out " + verdict.section() + " " + verdict.name() + ": " + verdict.why());
                    }
                }
            }
        }
    }

    private static long count(List<Verdict> verdicts, Result result) {
        return verdicts.stream().filter(verdict -> verdict.result() == result).count();
    }
}
