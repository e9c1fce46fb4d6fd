package dev.parley.relay.admin;

import dev.parley.relay.net.Count;
import dev.parley.relay.net.RelayStats;
import dev.parley.wire.Refusal;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** The relay's numbers in the form that Prometheus reads. They are read when asked for; counting them costs the loops nothing more. */
final class Metrics {
    static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    /** What became of a join, as the label says it. */
    private static final Map<Count, String> OUTCOMES = Map.of(
            Count.JOINS_OPENED, "opened",
            Count.JOINS_JOINED, "joined",
            Count.JOINS_RESUMED, "resumed",
            Count.JOINS_REFUSED, "refused");

    private static final Map<Count, String> HANDSHAKES =
            Map.of(Count.HANDSHAKES, "done", Count.HANDSHAKES_FAILED, "failed");

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    private final RelayStats stats;

    Metrics(Watched watched) {
        stats = watched.relay().stats();
        gauge("connections", "Connections now.", stats::connections);
        gauge("rooms", "Rooms now.", () -> stats.count(Count.ROOMS));
        gauge("seats", "Seats with a connection now.", () -> stats.count(Count.SEATS));
        gauge(
                "draining",
                "1 while the relay is stopping.",
                () -> watched.relay().isDraining() ? 1 : 0);
        counter("accepted_connections", "Connections taken.", stats::accepted);
        counter("envelopes", "Envelopes forwarded.", () -> stats.count(Count.ENVELOPES));
        counter(
                "envelope_bytes",
                "Bytes of forwarded envelopes, frame headers included.",
                () -> stats.count(Count.ENVELOPE_BYTES));
        counter("faults", "Connections ended by a bug of the relay.", stats::faults);
        counters("joins", "Joins by what became of them.", "outcome", OUTCOMES);
        counters("tls_handshakes", "TLS handshakes by what became of them.", "outcome", HANDSHAKES);
        CounterWithCallback.builder()
                .name("parley_relay_refusals")
                .help("Refusals by their name in the protocol.")
                .labelNames("code")
                .callback(callback -> {
                    for (Refusal refusal : Refusal.values()) {
                        callback.call(
                                (double) stats.refusals(refusal), refusal.name().toLowerCase(Locale.ROOT));
                    }
                })
                .register(registry);
        GaugeWithCallback.builder()
                .name("parley_relay_tls_certificate_expiry_seconds")
                .help("Seconds until the certificate ends.")
                .callback(callback ->
                        watched.certificateSeconds().get().ifPresent(seconds -> callback.call((double) seconds)))
                .register(registry);
        GaugeWithCallback.builder()
                .name("parley_relay_build_info")
                .help("Always 1; the label is the version.")
                .labelNames("version")
                .callback(callback -> callback.call(1, watched.version()))
                .register(registry);
    }

    private void gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name("parley_relay_" + name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }

    private void counter(String name, String help, DoubleSupplier value) {
        CounterWithCallback.builder()
                .name("parley_relay_" + name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }

    private void counters(String name, String help, String label, Map<Count, String> values) {
        CounterWithCallback.builder()
                .name("parley_relay_" + name)
                .help(help)
                .labelNames(label)
                .callback(callback -> values.forEach((count, word) -> callback.call((double) stats.count(count), word)))
                .register(registry);
    }

    byte[] text() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.write(out, registry.scrape());
        return out.toByteArray();
    }
}
