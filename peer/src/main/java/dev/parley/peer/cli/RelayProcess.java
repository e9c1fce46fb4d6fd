package dev.parley.peer.cli;

import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.net.Transport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The relay's own jar as a child process. It holds our end of a pipe as its standard input, so it ends when we do, however we end. */
final class RelayProcess implements AutoCloseable {
    private static final String READY = "parley-relay ready ";
    private static final String PEER_URL = "peer URL ";

    private final Process process;
    private final RelayAddress address;

    private RelayProcess(Process process, RelayAddress address) {
        this.process = process;
        this.address = address;
    }

    /** Where it listens, with its key if it speaks TLS. */
    RelayAddress address() {
        return address;
    }

    long pid() {
        return process.pid();
    }

    /** Starts a relay without TLS; empty if it ended at once, having said why on standard error. */
    static Optional<RelayProcess> start(String listen) throws IOException, UsageException {
        return start(List.of(), List.of("--plain", "--listen", listen), Transport.PLAIN);
    }

    /** The same with TLS, its key in {@code folder}, where it is made if it is not there. */
    static Optional<RelayProcess> startWithTls(String listen, Path folder) throws IOException, UsageException {
        return start(List.of(), List.of("--dir", folder.toString(), "--listen", listen), Transport.TLS);
    }

    /** The same behind a prefix such as {@code taskset -c 0}, for load that comes from one address. */
    static Optional<RelayProcess> startForLoad(List<String> prefix, String listen) throws IOException, UsageException {
        return start(
                prefix,
                List.of(
                        "--connections-per-source",
                        "0",
                        "--joins-per-minute-per-source",
                        "0",
                        "--max-unjoined",
                        "0",
                        "--plain",
                        "--listen",
                        listen),
                Transport.PLAIN);
    }

    private static Optional<RelayProcess> start(List<String> prefix, List<String> options, Transport spoken)
            throws IOException, UsageException {
        List<String> command = new ArrayList<>(prefix);
        // A relay of one's own window: what is configured for a public one is not for it, and its log is not for the
        // screen.
        command.addAll(
                command(List.of("--exit-with-stdin", "--no-file", "--admin-listen", "", "--log-level", "error")));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeIf(name -> name.startsWith("PARLEY_RELAY_"));
        Process process = builder.start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        Optional<RelayAddress> address = announced(out, spoken);
        if (address.isEmpty()) {
            process.destroy();
        }
        return address.map(where -> new RelayProcess(process, where));
    }

    /** What a relay says of itself first: where it listens, and if it speaks TLS, a little later, by which key it is known. */
    static Optional<RelayAddress> announced(BufferedReader out, Transport spoken) throws IOException {
        String first = out.readLine();
        if (first == null || !first.startsWith(READY)) {
            return Optional.empty();
        }
        Optional<RelayAddress> ready = RelayAddress.parse(first.substring(READY.length()))
                .map(where -> new RelayAddress(where.host(), where.port(), Transport.PLAIN, Optional.empty()));
        if (spoken == Transport.PLAIN) {
            return ready;
        }
        String line = out.readLine();
        while (line != null && !line.startsWith(PEER_URL)) {
            line = out.readLine();
        }
        Optional<RelayAddress> named =
                line == null ? Optional.empty() : RelayAddress.parse(line.substring(PEER_URL.length()));
        return ready.flatMap(where -> named.flatMap(RelayAddress::pin).map(where::pinned));
    }

    /** Runs a relay in this process's place: its streams are ours; gives its exit code. */
    static int runInPlace(List<String> arguments) throws IOException, UsageException, InterruptedException {
        Process process = new ProcessBuilder(command(arguments)).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        return process.waitFor();
    }

    private static List<String> command(List<String> arguments) throws UsageException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmn16m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-HeapDumpOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "-jar",
                jar().toString()));
        command.addAll(arguments);
        return command;
    }

    /** The relay's jar: named by the launcher, or beside our own. */
    private static Path jar() throws UsageException {
        String named = System.getProperty("parley.relay.jar", "");
        List<Path> places = new ArrayList<>();
        if (!named.isEmpty()) {
            places.add(Path.of(named));
        }
        try {
            Path own = Path.of(RelayProcess.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            places.add(own.resolveSibling("parley-relay.jar"));
            places.add(own.resolveSibling("../../relay/target/parley-relay.jar").normalize());
        } catch (URISyntaxException e) {
            // Then only the named place counts.
        }
        return places.stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new UsageException("parley-relay.jar is not here; build it with ./mvnw package"));
    }

    @Override
    public void close() {
        process.destroy();
    }
}
