package dev.parley.relay.cli;

import dev.parley.relay.config.ListException;
import dev.parley.relay.net.Listener;
import dev.parley.relay.net.Relay;
import dev.parley.relay.net.RelayOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code parley-relay}: one process that pairs peers and forwards what they seal. */
@Command(
        name = "parley-relay",
        mixinStandardHelpOptions = true,
        versionProvider = RelayVersion.class,
        subcommands = {TokenCommand.class, KeysCommand.class, DenyCommand.class},
        description = "Pairs two peers per room and forwards their sealed envelopes. Stores nothing, reads nothing.",
        footer = {
            "",
            "Exit codes: 0 stopped, 1 internal error, 2 usage, 3 cannot listen, 78 bad file in the relay folder.",
            "This version speaks plain TCP. What peers say is sealed end to end all the same; addresses,",
            "times and padded sizes are visible on the way."
        })
public final class RelayMain implements Callable<Integer> {
    static final int EXIT_USAGE = 2;
    static final int EXIT_CANNOT_LISTEN = 3;
    static final int EXIT_CONFIG = 78;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private final RelayFolder folder = new RelayFolder();

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:4433",
            description = "Where to listen; port 0 picks one. Default: ${DEFAULT-VALUE}.")
    private String listen;

    @Option(names = "--loops", paramLabel = "N", description = "Event loops. Default: one per core.")
    private int loops = RelayOptions.defaults().loops();

    @Option(names = "--max-connections", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int maxConnections = RelayOptions.defaults().maxConnections();

    @Option(names = "--max-rooms", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int maxRooms = RelayOptions.defaults().maxRooms();

    @Option(names = "--notice", paramLabel = "TEXT", description = "One line that every peer is shown on connecting.")
    private String notice = "";

    @Option(
            names = "--exit-with-stdin",
            description = "Stop when standard input ends, as a child of `parley host` does.")
    private boolean exitWithStdin;

    public static void main(String[] args) {
        int code = commandLine().execute(args);
        if (code != 0) {
            System.exit(code);
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new RelayMain()).setParameterExceptionHandler(RelayMain::misused);
    }

    private static int misused(ParameterException problem, String[] arguments) {
        PrintWriter err = problem.getCommandLine().getErr();
        err.println("E_USAGE " + problem.getMessage());
        err.println("  try: parley-relay --help");
        return EXIT_USAGE;
    }

    @Override
    public Integer call() throws InterruptedException {
        InetSocketAddress address = listenAddress();
        if (loops < 1 || maxConnections < 1 || maxRooms < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--loops, --max-connections and --max-rooms take numbers above zero.");
        }
        RelayOptions options = new RelayOptions(loops, maxConnections, maxRooms, notice);
        AdmissionWatch admission;
        try {
            admission = new AdmissionWatch(folder.given(), RelayMain::say, System::currentTimeMillis);
        } catch (ListException e) {
            ListErrors.print(e, spec.commandLine().getErr());
            return EXIT_CONFIG;
        }
        Relay relay;
        try {
            relay = Relay.start(
                    List.of(new Listener(address, Optional.empty())),
                    options,
                    admission.gate(),
                    () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
            announce(relay.address());
        } catch (IOException e) {
            err().println("E_CANNOT_LISTEN cannot listen on " + listen);
            err().println("  the system said: " + e.getMessage());
            err().println("  try another port, such as --listen 127.0.0.1:4434, or stop what uses this one");
            return EXIT_CANNOT_LISTEN;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(relay), "relay-stop"));
        admission.start();
        if (exitWithStdin) {
            waitForEndOfInput();
            stop(relay);
        }
        return 0;
    }

    private void announce(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        PrintStream out = System.out;
        out.println("parley-relay ready " + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
        out.flush();
        if (!address.getAddress().isLoopbackAddress()) {
            err().println(
                            "note: plain TCP beyond this machine: contents stay sealed, addresses and timing are visible on the way");
        }
    }

    private InetSocketAddress listenAddress() {
        int colon = listen.lastIndexOf(':');
        try {
            int port = Integer.parseInt(listen.substring(colon + 1));
            String host = listen.substring(0, Math.max(colon, 0)).replaceAll("^\\[|\\]$", "");
            if (colon < 1 || port < 0 || port > 65_535) {
                throw badListen();
            }
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (NumberFormatException | UnknownHostException e) {
            throw badListen();
        }
    }

    private ParameterException badListen() {
        return new ParameterException(
                spec.commandLine(),
                "--listen takes HOST:PORT, such as 127.0.0.1:4433 or [::]:4433, not '" + listen + "'.");
    }

    private static void waitForEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // Only the end matters.
            }
        } catch (IOException e) {
            // As good as the end.
        }
    }

    private static void stop(Relay relay) {
        try {
            relay.close();
        } catch (IOException e) {
            // The process ends either way.
        }
    }

    private static void say(String line) {
        System.err.println(line);
    }

    private static PrintStream err() {
        return System.err;
    }
}
