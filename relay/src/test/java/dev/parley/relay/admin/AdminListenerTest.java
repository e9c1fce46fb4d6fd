package dev.parley.relay.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.relay.net.Relay;
import dev.parley.relay.net.RelayOptions;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the admin listener answers. */
class AdminListenerTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private Relay relay;
    private AdminListener admin;

    @BeforeEach
    void start() throws IOException {
        relay = Relay.start(ANY_PORT, new RelayOptions(1, 10, 10, ""), () -> 1_000);
        admin = AdminListener.start(
                ANY_PORT, new Watched(relay, "1.2.3", () -> "all is well", () -> OptionalLong.of(86_400)));
    }

    @AfterEach
    void stop() throws IOException {
        admin.close();
        relay.close();
    }

    @Test
    void health_readiness_and_status_are_plain_words() throws IOException {
        assertThat(get("/healthz")).isEqualTo("200 ok\n");
        assertThat(get("/readyz")).isEqualTo("200 ready\n");
        assertThat(get("/status")).isEqualTo("200 all is well\n");
    }

    @Test
    void readiness_ends_when_the_relay_begins_to_stop_and_health_goes_on() throws IOException {
        relay.drain();
        assertThat(get("/readyz")).isEqualTo("503 stopping\n");
        assertThat(get("/healthz")).isEqualTo("200 ok\n");
        assertThat(get("/metrics")).contains("parley_relay_draining 1.0\n");
    }

    @Test
    void metrics_name_every_outcome_and_every_refusal_from_the_start() throws IOException {
        String text = get("/metrics");
        for (String line : List.of(
                "parley_relay_connections 0.0",
                "parley_relay_accepted_connections_total 0.0",
                "parley_relay_rooms 0.0",
                "parley_relay_seats 0.0",
                "parley_relay_draining 0.0",
                "parley_relay_envelopes_total 0.0",
                "parley_relay_envelope_bytes_total 0.0",
                "parley_relay_faults_total 0.0",
                "parley_relay_joins_total{outcome=\"opened\"} 0.0",
                "parley_relay_joins_total{outcome=\"joined\"} 0.0",
                "parley_relay_joins_total{outcome=\"resumed\"} 0.0",
                "parley_relay_joins_total{outcome=\"refused\"} 0.0",
                "parley_relay_refusals_total{code=\"room_unavailable\"} 0.0",
                "parley_relay_refusals_total{code=\"busy\"} 0.0",
                "parley_relay_tls_handshakes_total{outcome=\"done\"} 0.0",
                "parley_relay_tls_handshakes_total{outcome=\"failed\"} 0.0",
                "parley_relay_tls_certificate_expiry_seconds 86400.0",
                "parley_relay_build_info{version=\"1.2.3\"} 1.0")) {
            assertThat(text).contains("\n" + line + "\n");
        }
    }

    @Test
    void the_guide_names_every_metric() throws IOException {
        String guide = Files.readString(Path.of(System.getProperty("parley.root"), "docs", "relay.md"));
        assertThat(get("/metrics")
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .map(line -> line.replaceAll("[ {].*", "")))
                .filteredOn(name -> name.startsWith("parley_"))
                .hasSizeGreaterThan(10)
                .allMatch(guide::contains);
    }

    @Test
    void everything_else_is_refused() throws IOException {
        assertThat(get("/")).startsWith("404 ");
        assertThat(get("/healthz/x")).startsWith("404 ");
        assertThat(get("/../../etc/passwd")).startsWith("404 ");
        HttpURLConnection post = open("/healthz");
        post.setRequestMethod("POST");
        assertThat(post.getResponseCode()).isEqualTo(405);
    }

    @Test
    void who_connects_and_says_nothing_keeps_nobody_from_asking() throws IOException {
        try (Socket one =
                        new Socket(admin.address().getAddress(), admin.address().getPort());
                Socket other =
                        new Socket(admin.address().getAddress(), admin.address().getPort())) {
            one.getOutputStream().write("GET /hea".getBytes(StandardCharsets.US_ASCII));
            other.getOutputStream().write("GET /hea".getBytes(StandardCharsets.US_ASCII));
            assertThat(get("/healthz")).isEqualTo("200 ok\n");
        }
    }

    private HttpURLConnection open(String path) throws IOException {
        return (HttpURLConnection) new URL("http://127.0.0.1:" + admin.address().getPort() + path).openConnection();
    }

    private String get(String path) throws IOException {
        HttpURLConnection connection = open(path);
        int code = connection.getResponseCode();
        try (var in = code < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return code + " " + new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
