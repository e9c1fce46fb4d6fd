package dev.parley.peer.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.Pin;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.conformance.RelayConformance;
import dev.parley.peer.conformance.Verdict;
import dev.parley.peer.conformance.Verdict.Result;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.net.Transport;
import dev.parley.relay.net.Listener;
import dev.parley.relay.net.Relay;
import dev.parley.relay.net.RelayOptions;
import dev.parley.relay.tls.PemFiles;
import dev.parley.relay.tls.SelfSigned;
import dev.parley.relay.tls.Tls;
import dev.parley.wire.PeerEvent;
import dev.parley.wire.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scenarios of the specification on a real relay, and on some that break the rules. */
class RelayConformanceTest {
    private static final int EVENT_AT = Wire.HEADER_BYTES;

    private static long clock() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private static Relay relay(Optional<Tls> tls) throws IOException {
        return Relay.start(
                List.of(new Listener(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), tls)),
                new RelayOptions(2, 1_000, 1_000, "welcome"),
                RelayConformanceTest::clock);
    }

    private static List<Verdict> play(RelayAddress relay, Optional<String> only) throws Exception {
        return new RelayConformance(
                        relay,
                        new RelayConformance.Selection(true, only),
                        RelayConformanceTest::clock,
                        Randomness.system())
                .run();
    }

    private static RelayAddress plain(int port) {
        return new RelayAddress("127.0.0.1", port, Transport.PLAIN, Optional.empty());
    }

    private static void assertEverythingHeld(List<Verdict> verdicts) {
        assertThat(verdicts).noneMatch(verdict -> verdict.result() == Result.BROKEN);
        assertThat(verdicts)
                .filteredOn(verdict -> verdict.result() == Result.LEFT_OUT)
                .allSatisfy(verdict -> assertThat(verdict.why()).matches("takes \\d+ s|only for the core of a relay"));
        assertThat(verdicts)
                .filteredOn(verdict -> verdict.result() == Result.HELD)
                .extracting(Verdict::section)
                .contains("3.1", "3.3", "3.4")
                .hasSizeGreaterThan(80);
    }

    @Test
    void our_relay_holds_every_rule() throws Exception {
        try (Relay relay = relay(Optional.empty())) {
            assertEverythingHeld(play(plain(relay.address().getPort()), Optional.empty()));
        }
    }

    @Test
    void our_relay_holds_every_rule_over_TLS(@TempDir Path folder) throws Exception {
        PemFiles files = PemFiles.in(folder);
        SelfSigned.create(files);
        try (Tls tls = new Tls(files.read(), 2);
                Relay relay = relay(Optional.of(tls))) {
            Pin pin = Pin.parse(tls.certificate().pin()).orElseThrow();
            assertEverythingHeld(
                    play(new RelayAddress("127.0.0.1", relay.address().getPort()).pinned(pin), Optional.empty()));
        }
    }

    @Test
    void a_relay_that_changes_envelopes_is_found() throws Exception {
        assertBroken(
                "one-byte-both-ways",
                (towardRelay, frame) -> List.of(
                        !towardRelay && frame[Wire.LENGTH_BYTES] == Wire.ENVELOPE
                                ? TamperProxy.flip(frame, frame.length - 1)
                                : frame));
    }

    @Test
    void a_relay_that_says_the_wrong_event_is_found() throws Exception {
        byte[] back = {(byte) PeerEvent.BACK.ordinal()};
        assertBroken(
                "open-and-join",
                (towardRelay, frame) -> List.of(
                        frame[Wire.LENGTH_BYTES] == Wire.PEER ? TamperProxy.with(frame, EVENT_AT, back) : frame));
    }

    @Test
    void a_relay_that_keeps_something_to_itself_is_found() throws Exception {
        assertBroken(
                "last-one-leaves",
                (towardRelay, frame) -> frame[Wire.LENGTH_BYTES] == Wire.PEER ? List.of() : List.of(frame));
    }

    private static void assertBroken(String scenario, TamperProxy.Hook hook) throws Exception {
        try (Relay relay = relay(Optional.empty());
                TamperProxy between = new TamperProxy(relay.address())) {
            between.hook = hook;
            assertThat(play(plain(between.port()), Optional.of(scenario)))
                    .singleElement()
                    .satisfies(verdict -> {
                        assertThat(verdict.result()).isEqualTo(Result.BROKEN);
                        assertThat(verdict.section()).isEqualTo("3.4");
                        assertThat(verdict.why()).contains("must hear");
                    });
        }
    }

    @Test
    void where_nobody_answers_nothing_is_said_to_be_broken() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertThat(play(plain(port), Optional.empty())).allMatch(verdict -> verdict.result() == Result.LEFT_OUT);
    }
}
