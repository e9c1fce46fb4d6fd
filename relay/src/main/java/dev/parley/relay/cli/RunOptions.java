package dev.parley.relay.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code parley-relay} and {@code parley-relay run} both do. */
final class RunOptions implements Callable<Integer> {
    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Option(names = "--show-config", description = "Print every value and where it comes from, and end.")
    private boolean isShown;

    @Option(
            names = "--exit-with-stdin",
            description = "Stop when standard input ends, as a child of `parley host` does.")
    private boolean exitWithStdin;

    @Override
    public Integer call() throws Exception {
        ConfigSource source = options.source();
        if (isShown) {
            source.config();
            options.show(source.settings());
            return 0;
        }
        RunningRelay relay = RunningRelay.start(source, System.out, System.err);
        try {
            return relay.serve(System.in, exitWithStdin);
        } finally {
            relay.close();
        }
    }
}
