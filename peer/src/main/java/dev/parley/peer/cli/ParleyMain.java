package dev.parley.peer.cli;

import dev.parley.peer.machine.JsonLines;
import dev.parley.peer.room.Outcome;
import dev.parley.peer.ui.Screen;
import dev.parley.peer.ui.Texts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code parley}: two people, one private room. */
@Command(
        name = "parley",
        mixinStandardHelpOptions = true,
        versionProvider = PrintedVersion.class,
        description = "Two people, one private room, a relay that can never read them.",
        footer = {
            "",
            "Start here:  parley host          a relay and a room on this machine",
            "             parley join          join with the code or link of your friend",
            "             parley reopen        go on where a crash or /save left off",
            "",
            "Exit codes: 0 done; 1 internal error; 2 usage; 3 relay or proxy unreachable, or connection lost;",
            "4 room full or gone; 5 code, passphrase or relay's key not confirmed; 6 protocol violation;",
            "7 turned away, not admitted, opened elsewhere or pipe cut; 8 time-out;",
            "78 bad configuration or state folder; 130 interrupted; 143 told to stop."
        })
public final class ParleyMain implements Callable<Integer> {
    /** Commands that begin a room. */
    private static final Set<String> MEETING = Set.of("host", "open", "join", "pipe");

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

    public static void main(String[] args) throws Exception {
        if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
            // Asked by people and by scripts before anything else, so it loads nothing.
            ParleyVersion.lines().forEach(System.out::println);
            return;
        }
        Wiring wiring = new Wiring(System.getenv());
        if (args.length == 1 && args[0].equals(StartTraining.WORD)) {
            StartTraining.run(wiring);
            System.exit(0);
        }
        // The other commands would only cost this one its start.
        String first = args.length == 0 ? "" : args[0];
        if (MEETING.contains(first)) {
            wiring.prepareIdentity();
        }
        System.exit(commandLine(wiring, first).execute(args));
    }

    /** With all commands: what help, completion and manual pages are made from. */
    static CommandLine commandLine(Wiring wiring) {
        return commandLine(wiring, "");
    }

    /** With the command {@code first} alone if there is one of that name. */
    private static CommandLine commandLine(Wiring wiring, String first) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("host", () -> new HostCommand(wiring));
        commands.put("open", () -> new OpenCommand(wiring));
        commands.put("join", () -> new JoinCommand(wiring));
        commands.put("send", () -> new SendCommand(wiring));
        commands.put("receive", () -> new ReceiveCommand(wiring));
        commands.put("reopen", () -> new ReopenCommand(wiring));
        commands.put("pipe", () -> PipeCommand.of(wiring));
        commands.put("rooms", () -> new RoomsCommand(wiring));
        commands.put("key", () -> new KeyCommand(wiring));
        commands.put("access-key", () -> new AccessKeyCommand(wiring));
        commands.put("pins", () -> new PinsCommand(wiring));
        commands.put("blocked", () -> new BlockedCommand(wiring));
        commands.put("relay", RelayCommand::new);
        commands.put("bench", BenchCommand::new);
        commands.put("conformance", ConformanceCommand::new);
        CommandLine line = new CommandLine(new ParleyMain(wiring));
        commands.forEach((name, command) -> {
            if (!commands.containsKey(first) || name.equals(first)) {
                Object made = command.get();
                CommandLine added = made instanceof CommandLine whole ? whole : new CommandLine(made);
                if (!name.equals("relay")) {
                    added.getCommandSpec().mixinStandardHelpOptions(true);
                }
                line.addSubcommand(name, added);
            }
        });
        if (Texts.locale(wiring.environment()).equals(Texts.BRAZILIAN)) {
            line.setResourceBundle(ResourceBundle.getBundle("dev.parley.peer.cli.help", Texts.BRAZILIAN));
        }
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
                : commandLine(wiring).execute(chosen.get().toArray(new String[0]));
    }

    private static int misused(ParameterException problem, String[] arguments) {
        return misused(
                problem.getMessage(),
                problem.getCommandLine(),
                List.of(arguments).contains("--json"));
    }

    private static int misused(String problem, CommandLine line, boolean json) {
        return failed(
                "E_USAGE " + problem + "\n  try: " + line.getCommandSpec().qualifiedName() + " --help",
                EXIT_USAGE,
                json);
    }

    /** The lines on standard error; a program gets their first as an event as well. */
    private static int failed(String lines, int exitCode, boolean json) {
        System.err.println(lines);
        if (json) {
            String[] codeAndText = lines.lines().findFirst().orElse("").split(" ", 2);
            new JsonLines(System.out, System::currentTimeMillis)
                    .error(codeAndText[0], codeAndText.length > 1 ? codeAndText[1] : "");
        }
        return exitCode;
    }

    /** One sentence for what the user can mend; a stack trace only when asked for. */
    private static int report(Exception problem, CommandLine line, CommandLine.ParseResult parsed) {
        boolean json = parsed.expandedArgs().contains("--json");
        if (problem instanceof UsageException) {
            return misused(problem.getMessage(), line, json);
        }
        if (problem instanceof ConfigException || problem instanceof StateException) {
            return failed(problem.getMessage(), EXIT_CONFIG, json);
        }
        if (problem instanceof RelayChangedException) {
            return failed(problem.getMessage(), Outcome.RELAY_CHANGED.exitCode(), json);
        }
        failed(
                "E_INTERNAL something broke inside: " + problem.getClass().getSimpleName()
                        + "\n  try: again with --debug, and report what it prints",
                EXIT_INTERNAL,
                json);
        if (parsed.expandedArgs().contains("--debug")) {
            problem.printStackTrace();
        }
        return EXIT_INTERNAL;
    }
}
