package dev.parley.peer.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.Invite;
import dev.parley.crypto.Pin;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.net.TestKey;
import dev.parley.peer.net.TlsFront;
import dev.parley.peer.room.Outcome;
import dev.parley.peer.room.RoomEvent;
import dev.parley.relay.net.Listener;
import dev.parley.relay.net.Relay;
import dev.parley.relay.net.RelayOptions;
import dev.parley.relay.tls.PemFiles;
import dev.parley.relay.tls.SelfSigned;
import dev.parley.relay.tls.Tls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole conversations over TLS: with the relay's own, and with a front that misbehaves. */
class TlsRelayTest {
    @TempDir
    private Path folder;

    private final Invite invite = Invite.generate(Randomness.system());

    private static Relay relay(Optional<Tls> tls) throws Exception {
        return Relay.start(
                List.of(new Listener(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), tls)),
                new RelayOptions(2, 100, 100, ""),
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    private LivePeer opener(RelayAddress at) {
        return new LivePeer(at, LivePeer.settings(Side.OPENER, LivePeer.OPENER, invite, "olga"));
    }

    private LivePeer joiner(RelayAddress at) {
        return new LivePeer(at, LivePeer.settings(Side.JOINER, LivePeer.JOINER, invite, "jon"));
    }

    private static void meet(LivePeer olga, LivePeer jon) throws InterruptedException {
        olga.await(RoomEvent.Joined.class);
        jon.await(RoomEvent.Joined.class);
        olga.say("over TLS");
        jon.await(peer -> peer.texts().contains("over TLS"));
    }

    private static RelayAddress at(int port, Pin pin) {
        return new RelayAddress("127.0.0.1", port).pinned(pin);
    }

    @Test
    void two_peers_talk_through_a_relay_that_speaks_TLS_itself() throws Exception {
        PemFiles files = PemFiles.in(folder);
        SelfSigned.create(files);
        try (Tls tls = new Tls(files.read(), 1);
                Relay relay = relay(Optional.of(tls))) {
            Pin pin = Pin.parse(tls.certificate().pin()).orElseThrow();
            RelayAddress address = at(relay.address().getPort(), pin);
            try (LivePeer olga = opener(address)) {
                olga.await(RoomEvent.Waiting.class);
                try (LivePeer jon = joiner(address)) {
                    meet(olga, jon);
                    jon.say("x".repeat(1 << 20));
                    jon.say("last words");
                    jon.leave();
                    olga.await(peer -> peer.texts().contains("last words"));
                    assertThat(olga.await(RoomEvent.Closed.class).outcome()).isEqualTo(Outcome.PEER_LEFT);
                }
            }
        }
    }

    @Test
    void a_cut_under_TLS_is_mended_and_nothing_is_lost() throws Exception {
        TestKey key = TestKey.fresh();
        try (Relay relay = relay(Optional.empty());
                TlsFront front = new TlsFront(key, relay.address().getPort());
                LivePeer olga = opener(at(front.port(), key.pin()));
                LivePeer jon = awaited(olga, front.port(), key.pin())) {
            meet(olga, jon);
            front.cut();
            olga.say("one");
            jon.say("two");
            jon.await(peer -> peer.texts().equals(List.of("over TLS", "one")));
            olga.await(peer -> peer.texts().equals(List.of("two")));
        }
    }

    @Test
    void TR_15_a_relay_that_changes_its_key_in_a_talk_ends_it_for_both() throws Exception {
        TestKey key = TestKey.fresh();
        try (Relay relay = relay(Optional.empty());
                TlsFront front = new TlsFront(key, relay.address().getPort());
                LivePeer olga = opener(at(front.port(), key.pin()));
                LivePeer jon = awaited(olga, front.port(), key.pin())) {
            meet(olga, jon);
            front.use(TestKey.fresh());
            front.cut();
            assertThat(olga.await(RoomEvent.Closed.class).outcome()).isEqualTo(Outcome.RELAY_CHANGED);
            assertThat(jon.await(RoomEvent.Closed.class).outcome()).isEqualTo(Outcome.RELAY_CHANGED);
        }
    }

    private LivePeer awaited(LivePeer olga, int port, Pin pin) throws InterruptedException {
        olga.await(RoomEvent.Waiting.class);
        return joiner(at(port, pin));
    }
}
