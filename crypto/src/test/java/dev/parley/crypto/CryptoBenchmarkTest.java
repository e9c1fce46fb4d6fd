package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks and prints the ratios that the project promises. */
@Tag("bench")
class CryptoBenchmarkTest {
    @Test
    void handshake_and_sealing_beside_their_primitives() throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(CryptoBenchmark.class.getSimpleName())
                        .forks(1)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(3)
                        .measurementTime(TimeValue.seconds(2))
                        .build())
                .run();
        Map<String, Double> micros = new TreeMap<>();
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark().replaceAll(".*\\.", "") + " "
                    + result.getParams().getParam("size");
            micros.put(name, result.getPrimaryResult().getStatistics().getPercentile(50));
        }
        double open = micros.get("handshakeOpen 256") / 2 / micros.get("primitivesOpen 256");
        double code = micros.get("handshakeCode 256")
                / (2 * micros.get("primitivesOpen 256") + micros.get("primitivesPake 256"));
        System.out.printf("handshake per side / its primitives: open %.2f, code %.2f%n", open, code);
        System.out.printf(
                "handshake per side: open %.1f ms, code %.1f ms%n",
                micros.get("handshakeOpen 256") / 2_000, micros.get("handshakeCode 256") / 2_000);
        for (String name : List.of("aeadAlone", "seal", "sealToWire", "sealAndOpen")) {
            double took = micros.get(name + " 65523");
            System.out.printf(
                    "%s 64 KiB: %.1f us, %.0f MB/s (compare: openssl speed -evp aes-256-gcm -bytes 65536)%n",
                    name, took, 65_523 / took);
        }
        assertThat(micros).hasSizeGreaterThanOrEqualTo(18);
    }
}
