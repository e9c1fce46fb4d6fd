package dev.parley.peer.cli;

import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.conformance.Verdict;
import dev.parley.peer.conformance.Verdict.Result;
import dev.parley.peer.conformance.peer.PeerConformance;
import dev.parley.peer.conformance.peer.PeerTask.Part;
import dev.parley.peer.conformance.peer.ProcessPeer;
import dev.parley.peer.room.Outcome;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley conformance peer}. */
@Command(
        name = "peer",
        mixinStandardHelpOptions = true,
        description =
                "Be the relay and the other end, honest and hostile, of a peer that is started anew for each scenario.",
        footer = {
            "",
            "Example: parley conformance peer --parts join,open -- ./mypeer {part} --relay {relay} {code}",
            "",
            "{relay}, {part}, {code}, {room} and {passphrase} are replaced; the same are in its environment as PARLEY_RELAY",
            "and so on. Each line of its input is something to say. It shows a received text as a line 'text TEXT' (\\n and",
            "\\\\ escaped) and a code that it made as 'code CODE'; docs/conformance.md says what else it may show.",
            "",
            "Exit codes: 0 everything held; 3 no peer could be started; 6 a rule was broken."
        })
final class ConformancePeerCommand implements Callable<Integer> {
    @Parameters(
            index = "0..*",
            arity = "1..*",
            paramLabel = "COMMAND",
            description = "The peer and its arguments, behind --.")
    private List<String> command;

    @Option(
            names = "--parts",
            paramLabel = "PARTS",
            description = "What it can be asked to do: join, open, room, with commas between. Default: join.")
    private String parts = "join";

    @Option(names = "--quick", description = "Leave out what has to wait for a timer.")
    private boolean quick;

    @Option(
            names = "--only",
            paramLabel = "NAMES",
            split = ",",
            description = "Play these scenarios, as --verbose names them, with commas between.")
    private List<String> only = List.of();

    @Option(names = "--at-once", paramLabel = "N", description = "How many peers run at a time. Default: 4.")
    private int atOnce = 4;

    @Option(names = "--verbose", description = "Name every scenario, also those that held.")
    private boolean verbose;

    @Override
    public Integer call() throws UsageException, InterruptedException {
        if (atOnce < 1 || atOnce > 64) {
            throw new UsageException("--at-once takes 1 to 64");
        }
        List<Verdict> verdicts = new PeerConformance(
                        ProcessPeer.of(command),
                        new PeerConformance.Selection(parts(), quick, Set.copyOf(only), atOnce),
                        () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                        Randomness.system())
                .run();
        if (verdicts.isEmpty()) {
            throw new UsageException("there is no scenario " + String.join(", ", only));
        }
        ConformanceReport.print(verdicts, verbose);
        if (ConformanceReport.count(verdicts, Result.BROKEN) > 0) {
            return ConformanceReport.EXIT_BROKEN;
        }
        if (ConformanceReport.count(verdicts, Result.HELD) == 0) {
            System.err.println(
                    "E_USAGE nothing could be played: " + verdicts.get(0).why());
            System.err.println("  try: parley conformance peer --verbose -- COMMAND");
            return Outcome.RELAY_UNREACHABLE.exitCode();
        }
        return 0;
    }

    private Set<Part> parts() throws UsageException {
        Set<Part> chosen = EnumSet.noneOf(Part.class);
        for (String word : parts.split(",")) {
            chosen.add(List.of(Part.values()).stream()
                    .filter(part -> part.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new UsageException("--parts takes join, open and room, with commas between")));
        }
        return chosen;
    }
}
