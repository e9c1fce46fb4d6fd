package dev.parley.relay.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code parley-relay run}: what it also does without a subcommand. */
@Command(name = "run", mixinStandardHelpOptions = true, description = "Run the relay. Also without a subcommand.")
final class RunCommand implements Callable<Integer> {
    @Mixin
    private final RunOptions run = new RunOptions();

    @Override
    public Integer call() throws Exception {
        return run.call();
    }
}
