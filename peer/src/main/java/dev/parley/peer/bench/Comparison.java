package dev.parley.peer.bench;

import dev.parley.crypto.primitive.Randomness;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The same load on a relay and on a plain byte forwarder, in turns, medians and their ratio. */
public final class Comparison {
    private final Load load;
    private final LongSupplier nanoClock;

    public Comparison(Load load, LongSupplier nanoClock) {
        this.load = load;
        this.nanoClock = nanoClock;
    }

    /** One measured process: where it listens and which process it is. */
    public record Measured(InetSocketAddress address, OptionalLong pid) {}

    /** Runs {@code rounds} of both in turns and tells each figure; the ratio of the CPU medians is the last line. */
    public double run(Measured relay, Measured forwarder, int rounds, Consumer<String> out) throws IOException {
        List<Figures> relayFigures = new ArrayList<>();
        List<Figures> forwarderFigures = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            relayFigures.add(one(new RelayTarget(Randomness.system()), relay));
            out.accept("relay      " + relayFigures.get(i).format());
            forwarderFigures.add(one(new ForwarderTarget(), forwarder));
            out.accept("forwarder  " + forwarderFigures.get(i).format());
        }
        double ratio = median(relayFigures) / median(forwarderFigures);
        out.accept(String.format(
                Locale.ROOT,
                "%d room(s), %d bytes: relay CPU per million envelopes is %.2f x a plain byte forwarder's",
                load.rooms(),
                load.size(),
                ratio));
        return ratio;
    }

    /** One run against a relay alone. */
    public Figures relayAlone(Measured relay) throws IOException {
        return one(new RelayTarget(Randomness.system()), relay);
    }

    private Figures one(Target target, Measured process) throws IOException {
        return new LoadClient(load, nanoClock, () -> cpuNanos(process.pid())).run(target, process.address());
    }

    private static double median(List<Figures> figures) {
        return figures.stream()
                .map(Figures::cpuSecondsPerMillion)
                .sorted(Comparator.naturalOrder())
                .toList()
                .get(figures.size() / 2);
    }

    /** Run time of all threads of a process from schedstat, in nanoseconds; 0 where it cannot be read. */
    private static long cpuNanos(OptionalLong pid) {
        if (pid.isEmpty()) {
            return 0;
        }
        Path tasks = Path.of("/proc", Long.toString(pid.getAsLong()), "task");
        String[] names = tasks.toFile().list();
        if (names == null) {
            return 0;
        }
        return Arrays.stream(names)
                .mapToLong(task -> {
                    try {
                        String stat = Files.readString(tasks.resolve(task).resolve("schedstat"));
                        return Long.parseLong(stat.split(" ")[0]);
                    } catch (IOException | NumberFormatException e) {
                        return 0;
                    }
                })
                .sum();
    }
}
