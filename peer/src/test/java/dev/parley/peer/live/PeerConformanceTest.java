package dev.parley.peer.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.conformance.Verdict;
import dev.parley.peer.conformance.Verdict.Result;
import dev.parley.peer.conformance.peer.PeerConformance;
import dev.parley.peer.conformance.peer.PeerTask.Part;
import dev.parley.peer.conformance.peer.PeerUnderTest;
import dev.parley.peer.conformance.peer.ProcessPeer;
import dev.parley.wire.Wire;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The scenarios of {@code parley conformance peer} on our own peer, and on some that break the rules. */
class PeerConformanceTest {
    private static List<Verdict> play(PeerUnderTest.Starter starter, String... only) throws Exception {
        return new PeerConformance(
                        starter,
                        new PeerConformance.Selection(EnumSet.allOf(Part.class), true, Set.of(only), 6),
                        () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                        Randomness.system())
                .run();
    }

    @Test
    void our_peer_holds_every_rule() throws Exception {
        List<Verdict> verdicts = play(LoopPeer.starter());
        assertThat(verdicts).noneMatch(verdict -> verdict.result() == Result.BROKEN);
        assertThat(verdicts)
                .filteredOn(verdict -> verdict.result() == Result.LEFT_OUT)
                .allSatisfy(verdict -> assertThat(verdict.why()).isEqualTo("has to wait for a timer"));
        assertThat(verdicts)
                .filteredOn(verdict -> verdict.result() == Result.HELD)
                .extracting(Verdict::section)
                .contains(
                        "3.1", "3.3", "3.5", "5.3", "5.5", "5.6", "5.9", "7.3", "7.4", "7.5", "7.6", "8.2", "8.5",
                        "A.1")
                .hasSizeGreaterThan(240);
    }

    @Test
    void a_peer_that_shows_everything_twice_is_found() throws Exception {
        assertBroken(
                "7.4",
                "a-replayed-frame-is-dropped",
                task -> new Shown(LoopPeer.starter().start(task)) {
                    @Override
                    List<String> shown(String line) {
                        return line.startsWith("text ") ? List.of(line, line) : List.of(line);
                    }
                });
    }

    @Test
    void a_peer_that_shows_another_safety_number_is_found() throws Exception {
        assertBroken(
                "7.2",
                "room-safety-number",
                task -> new Shown(LoopPeer.starter().start(task)) {
                    @Override
                    List<String> shown(String line) {
                        return List.of(line.startsWith("safety ") ? "safety " + "12345".repeat(12) : line);
                    }
                });
    }

    @Test
    void a_peer_that_answers_no_ping_of_its_relay_is_found() throws Exception {
        assertBroken(
                "3.3",
                "pings-are-answered",
                behind((towardRelay, frame) ->
                        towardRelay && frame[Wire.LENGTH_BYTES] == Wire.PONG ? List.of() : List.of(frame)));
    }

    @Test
    void a_peer_that_leaves_without_a_word_is_found() throws Exception {
        assertBroken(
                "5.9",
                "moves-to-the-private-room",
                behind((towardRelay, frame) ->
                        towardRelay && frame[Wire.LENGTH_BYTES] == Wire.LEAVE ? List.of() : List.of(frame)));
    }

    @Test
    void a_peer_that_cannot_be_started_breaks_no_rule() throws Exception {
        assertThat(play(ProcessPeer.of(List.of("/no/such/peer")), "pings-are-answered"))
                .singleElement()
                .satisfies(verdict -> {
                    assertThat(verdict.result()).isEqualTo(Result.LEFT_OUT);
                    assertThat(verdict.why()).contains("/no/such/peer");
                });
    }

    private static void assertBroken(String section, String scenario, PeerUnderTest.Starter starter) throws Exception {
        assertThat(play(starter, scenario)).singleElement().satisfies(verdict -> {
            assertThat(verdict.result()).isEqualTo(Result.BROKEN);
            assertThat(verdict.section()).isEqualTo(section);
            assertThat(verdict.why()).isNotEmpty();
        });
    }

    /** Our peer with something between it and the tester. */
    private static PeerUnderTest.Starter behind(TamperProxy.Hook hook) {
        return task -> {
            try {
                String[] address = task.relay().split(":");
                TamperProxy proxy = new TamperProxy(
                        new InetSocketAddress(InetAddress.getByName(address[0]), Integer.parseInt(address[1])));
                proxy.hook = hook;
                return new Shown(LoopPeer.starter().start(task.at("127.0.0.1:" + proxy.port()))) {
                    @Override
                    public void close() {
                        super.close();
                        try {
                            proxy.close();
                        } catch (java.io.IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    }
                };
            } catch (java.io.IOException e) {
                throw new PeerUnderTest.StartException(e.getMessage());
            }
        };
    }

    /** A peer whose words are changed on their way to its person. */
    private static class Shown implements PeerUnderTest {
        private final PeerUnderTest peer;
        private final List<String> waiting = new ArrayList<>();

        Shown(PeerUnderTest peer) {
            this.peer = peer;
        }

        List<String> shown(String line) {
            return List.of(line);
        }

        @Override
        public Optional<String> next(long millis) throws InterruptedException {
            if (waiting.isEmpty()) {
                peer.next(millis).ifPresent(line -> waiting.addAll(shown(line)));
            }
            return waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.remove(0));
        }

        @Override
        public void say(String text) {
            peer.say(text);
        }

        @Override
        public void leave() {
            peer.leave();
        }

        @Override
        public boolean isAlive() {
            return peer.isAlive();
        }

        @Override
        public void close() {
            peer.close();
        }
    }
}
