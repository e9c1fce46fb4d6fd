package dev.parley.relay.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A relay with two drivers, one for the honest and one for the others, and what a run was told: {@code -Dname=value} numbers, and options
 * for the relay.
 */
final class Bench implements AutoCloseable {
    private final Report report;
    private final MeasuredRelay relay;
    private final LoadDriver honest;
    private final LoadDriver others;
    private final Claims claims = new Claims(Long.getLong("seed", 20261121));

    Bench(Report report, List<String> options) throws IOException {
        this.report = report;
        List<String> jvm = new ArrayList<>();
        String heap = System.getProperty("heap", "");
        if (!heap.isEmpty()) {
            jvm.add("-Xmx" + heap);
        }
        relay = new MeasuredRelay(Path.of(System.getProperty("parley.relay.jar")), jvm, number("fds", 0), options);
        honest = new LoadDriver("honest", relay.address());
        others = new LoadDriver("others", relay.address());
    }

    static int number(String name, int otherwise) {
        return Integer.getInteger(name, otherwise);
    }

    static void pause(double seconds) throws InterruptedException {
        Thread.sleep((long) (seconds * 1_000));
    }

    Report report() {
        return report;
    }

    MeasuredRelay relay() {
        return relay;
    }

    LoadDriver honest() {
        return honest;
    }

    LoadDriver others() {
        return others;
    }

    Claims claims() {
        return claims;
    }

    @Override
    public void close() {
        honest.close();
        others.close();
        relay.close();
    }
}
