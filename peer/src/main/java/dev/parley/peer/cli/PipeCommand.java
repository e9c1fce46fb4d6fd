package dev.parley.peer.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code parley pipe}: two streams of bytes over one room. */
@Command(
        name = "pipe",
        description = {
            "Carry bytes: standard input to the other side, what the other side reads to standard output.",
            "Ends with 0 only if both sides were sure of each other and every byte was written out."
        })
final class PipeCommand implements Callable<Integer> {
    /** With its two commands: those of the same names, without a person. */
    static CommandLine of(Wiring wiring) {
        return new CommandLine(new PipeCommand())
                .addSubcommand("open", helped(new OpenCommand(wiring).asPipe()))
                .addSubcommand("join", helped(new JoinCommand(wiring).asPipe()));
    }

    private static CommandLine helped(Object command) {
        CommandLine line = new CommandLine(command);
        line.getCommandSpec().mixinStandardHelpOptions(true);
        return line;
    }

    @Override
    public Integer call() throws UsageException {
        throw new UsageException("say parley pipe open, or parley pipe join");
    }
}
