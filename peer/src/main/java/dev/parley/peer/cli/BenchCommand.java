package dev.parley.peer.cli;

import dev.parley.peer.bench.ByteForwarder;
import dev.parley.peer.bench.Comparison;
import dev.parley.peer.bench.Comparison.Measured;
import dev.parley.peer.bench.Load;
import dev.parley.peer.net.RelayAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code parley bench}. */
@Command(
        name = "bench",
        description =
                "Put a relay under load. Without --relay: our own, compared with a plain byte forwarder in the same run.",
        footer = {"", "CPU is that of the relay's process, from /proc: only for a relay that this command started."})
final class BenchCommand implements Callable<Integer> {
    private static final int MIN_SIZE = 16;
    private static final int MAX_SIZE = 66_560;

    @Option(
            names = "--relay",
            paramLabel = "ADDRESS",
            description = "Load this relay instead, over plain TCP (tcp://HOST[:PORT]); rates and times only.")
    private String relay;

    @Option(names = "--rooms", paramLabel = "N", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private int rooms;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "256",
            description = "Bytes of an envelope. Default: ${DEFAULT-VALUE}.")
    private int size;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            description = "Envelopes per second over all rooms; 0 is as fast as goes.")
    private int rate;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Override
    public Integer call() throws Exception {
        if (rooms < 1 || size < MIN_SIZE || size > MAX_SIZE || rate < 0 || seconds < 1 || rounds < 1) {
            throw new UsageException(
                    "--rooms, --seconds and --rounds take 1 or more, --size " + MIN_SIZE + " to " + MAX_SIZE);
        }
        Load load = new Load(rooms, size, rate, seconds, 3);
        Comparison comparison = new Comparison(load, System::nanoTime);
        if (relay != null) {
            RelayAddress address =
                    RelayAddress.parse(relay).orElseThrow(() -> new UsageException(RelayOption.BAD_ADDRESS));
            if (address.isTls()) {
                throw new UsageException("parley bench speaks plain TCP: --relay tcp://HOST:PORT");
            }
            Measured measured =
                    new Measured(new InetSocketAddress(address.host(), address.port()), OptionalLong.empty());
            System.out.println(comparison.relayAlone(measured));
            return 0;
        }
        try (RelayProcess own = RelayProcess.startForLoad(pinning(), "127.0.0.1:0")
                .orElseThrow(() -> new UsageException("the relay did not start"))) {
            Process forwarder = startForwarder();
            try {
                Measured yardstick = new Measured(addressOf(forwarder), OptionalLong.of(forwarder.pid()));
                Measured ours = new Measured(
                        new InetSocketAddress(
                                own.address().host(), own.address().port()),
                        OptionalLong.of(own.pid()));
                comparison.run(ours, yardstick, rounds, System.out::println);
            } finally {
                forwarder.destroy();
            }
        }
        return 0;
    }

    /** What keeps a measured process on one core, where the system has it: figures then swing far less. */
    private static List<String> pinning() {
        boolean possible =
                Runtime.getRuntime().availableProcessors() > 1 && Files.isExecutable(Path.of("/usr/bin/taskset"));
        return possible ? List.of("/usr/bin/taskset", "-c", "0") : List.of();
    }

    /** The forwarder runs with the same flags as the relay. */
    private static Process startForwarder() throws IOException {
        List<String> command = new ArrayList<>(pinning());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmn16m",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                ByteForwarder.class.getName()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static InetSocketAddress addressOf(Process forwarder) throws IOException {
        String line = new BufferedReader(new InputStreamReader(forwarder.getInputStream(), StandardCharsets.UTF_8))
                .readLine();
        if (line == null) {
            throw new IOException("The forwarder did not start.");
        }
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(line.substring(line.lastIndexOf(':') + 1)));
    }
}
