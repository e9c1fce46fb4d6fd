package dev.parley.peer.cli;

import dev.parley.peer.room.Outcome;
import dev.parley.peer.ui.Screen;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code parley}: two people, one private room. */
@Command(
        name = "parley",
        mixinStandardHelpOptions = true,
        versionProvider = ParleyVersion.class,
        description = "Two people, one private room, a relay that can never read them.",
        footer = {
            "",
            "Start here:  parley host          a relay and a room on this machine",
            "             parley join          join with the code or link of your friend",
            "             parley reopen        go on where a crash or /save left off",
            "",
            "Exit codes: 0 done; 1 internal error; 2 usage; 3 relay unreachable or connection lost;",
            "4 room full or gone; 5 code, passphrase or relay's key not confirmed; 6 protocol violation;",
            "7 turned away, not admitted or opened elsewhere; 8 time-out; 78 bad configuration or state folder;",
            "130 interrupted."
        })
public final class ParleyMain implements Callable<Integer> {
    static final int EXIT_INTERNAL = 1;
    static final int EXIT_USAGE = 2;
    static final int EXIT_CANNOT_LISTEN = 3;
    static final int EXIT_CONFIG = 78;
    static final int EXIT_INTERRUPTED = 130;

    private final Wiring wiring;

    @Spec
    private CommandSpec spec;

    private ParleyMain(Wiring wiring) {
        this.wiring = wiring;
    }

    public static void main(String[] args) {
        System.exit(commandLine(new Wiring(System.getenv())).execute(args));
    }

    static CommandLine commandLine(Wiring wiring) {
        CommandLine line = new CommandLine(new ParleyMain(wiring))
                .addSubcommand(new HostCommand(wiring))
                .addSubcommand(new OpenCommand(wiring))
                .addSubcommand(new JoinCommand(wiring))
                .addSubcommand(new SendCommand(wiring))
                .addSubcommand(new ReceiveCommand(wiring))
                .addSubcommand(new ReopenCommand(wiring))
                .addSubcommand(new RoomsCommand(wiring))
                .addSubcommand(new KeyCommand(wiring))
                .addSubcommand(new AccessKeyCommand(wiring))
                .addSubcommand(new PinsCommand(wiring))
                .addSubcommand(new RelayCommand())
                .addSubcommand(new BenchCommand());
        line.getSubcommands().forEach((name, command) -> {
            if (!name.equals("relay")) {
                command.getCommandSpec().mixinStandardHelpOptions(true);
            }
        });
        line.setParameterExceptionHandler(ParleyMain::misused);
        line.setExecutionExceptionHandler(ParleyMain::report);
        return line;
    }

    @Override
    public Integer call() throws Exception {
        if (!Wiring.isTerminal()) {
            spec.commandLine().usage(System.err);
            return EXIT_USAGE;
        }
        Config config = Config.read(Config.defaultFile(wiring.environment()));
        Optional<List<String>> chosen;
        try (Screen screen = wiring.screen(false)) {
            chosen = new Menu(wiring, config).ask(screen);
        }
        return chosen.isEmpty()
                ? EXIT_INTERRUPTED
                : spec.commandLine().execute(chosen.get().toArray(new String[0]));
    }

    private static int misused(ParameterException problem, String[] arguments) {
        return misused(problem.getMessage(), problem.getCommandLine());
    }

    private static int misused(String problem, CommandLine line) {
        System.err.println("E_USAGE " + problem);
        System.err.println("  try: " + line.getCommandSpec().qualifiedName() + " --help");
        return EXIT_USAGE;
    }

    /** One sentence for what the user can mend; a stack trace only when asked for. */
    private static int report(Exception problem, CommandLine line, CommandLine.ParseResult parsed) {
        if (problem instanceof UsageException) {
            return misused(problem.getMessage(), line);
        }
        if (problem instanceof ConfigException || problem instanceof StateException) {
            System.err.println(problem.getMessage());
            return EXIT_CONFIG;
        }
        if (problem instanceof RelayChangedException) {
            System.err.println(problem.getMessage());
            return Outcome.RELAY_CHANGED.exitCode();
        }
        System.err.println(
                "E_INTERNAL something broke inside: " + problem.getClass().getSimpleName());
        System.err.println("  try: again with --debug, and report what it prints");
        if (parsed.expandedArgs().contains("--debug")) {
            problem.printStackTrace();
        }
        return EXIT_INTERNAL;
    }
}
