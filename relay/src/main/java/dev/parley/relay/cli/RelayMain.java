package dev.parley.relay.cli;

import dev.parley.relay.config.ConfigException;
import dev.parley.relay.config.Origin;
import dev.parley.relay.tls.TlsException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code parley-relay}: one process that pairs peers and forwards what they seal. Without a subcommand it runs. */
@Command(
        name = "parley-relay",
        mixinStandardHelpOptions = true,
        versionProvider = RelayVersion.class,
        description = "Pairs two peers per room and forwards their sealed envelopes. Stores nothing, reads nothing.",
        subcommands = {
            InitCommand.class,
            RunCommand.class,
            CheckCommand.class,
            StatusCommand.class,
            PingCommand.class,
            TokenCommand.class,
            KeysCommand.class,
            DenyCommand.class
        },
        footer = {
            "",
            "Exit codes: 0 done, 1 internal error or not ready, 2 usage, 3 cannot listen or not reachable,",
            "6 no relay, 78 bad configuration, 130 interrupted, 143 told to stop."
        })
public final class RelayMain implements Callable<Integer> {
    /** Java 17 lets nobody choose groups but by this, before the first handshake. */
    private static final String TLS_GROUPS = "jdk.tls.namedGroups";

    static final int EXIT_INTERNAL = 1;
    static final int EXIT_USAGE = 2;
    static final int EXIT_UNREACHABLE = 3;
    static final int EXIT_PROTOCOL = 6;
    static final int EXIT_CONFIG = 78;

    /** Commands that take the keys of {@code relay.json} as flags. */
    private static final List<String> CONFIGURED = List.of("init", "run", "check", "status");

    @Mixin
    private final RunOptions run = new RunOptions();

    public static void main(String[] args) {
        if (System.getProperty(TLS_GROUPS) == null) {
            // The others cost us up to a hundred times as much as who asks for them.
            System.setProperty(TLS_GROUPS, "x25519,secp256r1");
        }
        // Flags that nobody asks for would only cost the start.
        String first = args.length == 0 ? "" : args[0];
        System.exit(commandLine(command -> command.equals(first) || command.isEmpty() && !CONFIGURED.contains(first))
                .execute(args));
    }

    /** The whole command model: what packages make manual pages and completion of. */
    public static CommandLine commandLine() {
        return commandLine(command -> true);
    }

    /** With the keys as flags of those commands that {@code isWanted} names; the main command has no name here. */
    private static CommandLine commandLine(Predicate<String> isWanted) {
        CommandLine main = new CommandLine(new RelayMain());
        if (isWanted.test("")) {
            KeyOptions.addTo(main.getCommandSpec());
        }
        for (String name : CONFIGURED) {
            if (isWanted.test(name)) {
                KeyOptions.addTo(main.getSubcommands().get(name).getCommandSpec());
            }
        }
        return main.setParameterExceptionHandler(RelayMain::misused)
                .setExecutionExceptionHandler(RelayMain::failed)
                .setExecutionStrategy(RelayMain::execute);
    }

    /** A flag before the command would be one of the relay that runs without a command, and is not for this one. */
    private static int execute(ParseResult parsed) {
        if (parsed.hasSubcommand() && !parsed.matchedOptions().isEmpty()) {
            OptionSpec flag = parsed.matchedOptions().get(0);
            ParseResult command = parsed.subcommand();
            if (!flag.usageHelp() && !flag.versionHelp()) {
                throw new ParameterException(
                        command.commandSpec().commandLine(),
                        flag.longestName() + " stands before "
                                + command.commandSpec().name() + " and would have no effect; write it behind");
            }
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int misused(ParameterException problem, String[] arguments) {
        PrintWriter err = problem.getCommandLine().getErr();
        err.println("E_USAGE " + problem.getMessage());
        err.println("  try: " + problem.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return EXIT_USAGE;
    }

    private static int failed(Exception problem, CommandLine command, ParseResult result) {
        PrintWriter err = command.getErr();
        if (problem instanceof ConfigException bad) {
            boolean isUsage = bad.origin() == Origin.FLAG;
            return tell(err, isUsage ? "E_USAGE" : "E_CONFIG", bad, bad.advice(), isUsage ? EXIT_USAGE : EXIT_CONFIG);
        }
        if (problem instanceof TlsException bad) {
            return tell(err, "E_TLS", bad, bad.advice(), EXIT_CONFIG);
        }
        if (problem instanceof CommandFailure bad) {
            return tell(err, bad.code(), bad, bad.advice(), bad.exitCode());
        }
        String where = problem.getStackTrace().length == 0 ? "" : " at " + problem.getStackTrace()[0];
        err.println("E_INTERNAL " + problem + where);
        err.println("  try: please report this; it is a bug");
        return EXIT_INTERNAL;
    }

    private static int tell(PrintWriter err, String code, Exception problem, String advice, int exitCode) {
        err.println(code + " " + problem.getMessage());
        err.println("  try: " + advice);
        return exitCode;
    }

    @Override
    public Integer call() throws Exception {
        return run.call();
    }
}
