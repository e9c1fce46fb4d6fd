package dev.parley.relay.load;

import java.io.IOException;
import java.util.List;

/** {@code relay/load/parley-load}: one run, figures on standard output, exit code 1 if a goal was missed. */
public final class LoadMain {
    private static final int USAGE = 2;

    private LoadMain() {}

    /** One run against a relay that was just started. */
    @FunctionalInterface
    private interface Run {
        void on(Bench bench) throws IOException, InterruptedException;
    }

    private static Run of(String name) {
        return switch (name) {
            case "floods" -> bench -> new Floods(bench, 100).run("TR-01", true);
            case "descriptors" -> bench -> new Floods(bench, 20).run("TR-03", false);
            case "heap" -> bench -> new Floods(bench, 100).run("TR-21", true);
            case "memory" -> bench -> new Crowds(bench).firstBytes();
            case "squat" -> bench -> new Crowds(bench).squat();
            case "hoard" -> bench -> new Hoards(bench).run();
            case "idle" -> bench -> new Crowded(bench).idle();
            case "frozen" -> bench -> new Crowded(bench).frozen();
            case "churn" -> bench -> new Churn(bench).run();
            default -> throw new IllegalArgumentException("there is no run '" + name + "'");
        };
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Report report = new Report(System.out);
        try {
            Run run = of(arguments.length == 0 ? "" : arguments[0]);
            try (Bench bench = new Bench(report, List.of(arguments).subList(1, arguments.length))) {
                run.on(bench);
            }
        } catch (IllegalArgumentException e) {
            System.err.println("E_USAGE " + e.getMessage());
            System.err.println(
                    "  try: relay/load/parley-load floods|descriptors|heap|memory|squat|hoard|idle|frozen|churn"
                            + " [-Dname=value ...] [-- OPTIONS OF THE RELAY]");
            System.exit(USAGE);
        }
        System.exit(report.missed() == 0 ? 0 : 1);
    }
}
