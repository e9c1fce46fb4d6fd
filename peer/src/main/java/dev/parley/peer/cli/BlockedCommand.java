package dev.parley.peer.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code parley blocked}: the keys that are not to be met again. */
@Command(
        name = "blocked",
        description = "The keys that were blocked with /block: list them, or remove one.",
        synopsisSubcommandLabel = "COMMAND")
final class BlockedCommand implements Runnable {
    private final Wiring wiring;

    @CommandLine.Spec
    private CommandSpec spec;

    BlockedCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: parley blocked list|remove");
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description =
                    "All of them: the first half of the key, as parley key show shows it, and the name it was met under.")
    int list() throws Exception {
        BlockedKeys keys = keys();
        if (keys.lines().isEmpty()) {
            System.err.println(wiring.texts().get("block.none"));
        }
        keys.lines().forEach(System.out::println);
        return 0;
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Let whoever has that key come to our rooms again.")
    int remove(
            @Parameters(
                            paramLabel = "NAME|KEY",
                            description = "The name, or at least the first eight digits of the key.")
                    String nameOrKey)
            throws Exception {
        int found = keys().removeOrThrow(nameOrKey);
        if (found != 1) {
            throw new UsageException(
                    found == 0
                            ? "no such key is blocked; parley blocked list shows those that are"
                            : "several blocked keys go by that; give the first digits of one");
        }
        System.err.println(wiring.texts().get("block.removed"));
        return 0;
    }

    private BlockedKeys keys() throws ConfigException {
        BlockedKeys keys = new BlockedKeys(wiring.environment());
        keys.load();
        return keys;
    }
}
