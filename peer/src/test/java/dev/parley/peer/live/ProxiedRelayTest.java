package dev.parley.peer.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.Invite;
import dev.parley.crypto.Pin;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.net.KnownRelay;
import dev.parley.peer.net.RecordingSocks;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.net.TestKey;
import dev.parley.peer.net.TlsFront;
import dev.parley.peer.net.Transport;
import dev.parley.peer.room.Outcome;
import dev.parley.peer.room.RoomEvent;
import dev.parley.relay.net.Relay;
import dev.parley.relay.net.RelayOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whole conversations through a SOCKS 5 proxy, with relays whose names nobody but the proxy can know. */
class ProxiedRelayTest {
    private static final String ONION = "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion";

    private final Invite invite = Invite.generate(Randomness.system());

    private static Relay relay() throws Exception {
        return Relay.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new RelayOptions(1, 100, 100, ""),
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    private LivePeer peer(Side side, RelayAddress at, RecordingSocks socks, String user) {
        return new LivePeer(
                new KnownRelay(at, reached -> {})
                        .behind(Optional.of(socks.proxy().isolated(user))),
                LivePeer.settings(side, side == Side.OPENER ? LivePeer.OPENER : LivePeer.JOINER, invite, user));
    }

    private void meet(RelayAddress at, RecordingSocks socks) throws Exception {
        try (LivePeer olga = peer(Side.OPENER, at, socks, "olga")) {
            olga.await(RoomEvent.Waiting.class);
            try (LivePeer jon = peer(Side.JOINER, at, socks, "jon")) {
                olga.await(RoomEvent.Joined.class);
                jon.await(RoomEvent.Joined.class);
                socks.cut();
                olga.say("by the proxy");
                jon.await(peer -> peer.texts().contains("by the proxy"));
            }
        }
        assertThat(socks.asked()).hasSizeGreaterThan(2).allSatisfy(asked -> {
            assertThat(asked.addressType()).as("a name, to be looked up there").isEqualTo(3);
            assertThat(asked.host()).isEqualTo(at.host());
            assertThat(asked.port()).isEqualTo(at.port());
        });
        assertThat(socks.asked()).extracting(RecordingSocks.Asked::user).contains("olga", "jon");
    }

    @Test
    void a_plain_relay_is_met_by_a_name_that_only_the_proxy_knows_also_after_a_cut() throws Exception {
        try (Relay relay = relay();
                RecordingSocks socks = new RecordingSocks(relay.address().getPort(), RecordingSocks.Manners.open())) {
            meet(new RelayAddress(ONION, 4433, Transport.PLAIN, Optional.empty()), socks);
        }
    }

    @Test
    void a_relay_with_TLS_is_met_by_such_a_name_and_known_by_its_key() throws Exception {
        TestKey key = TestKey.fresh();
        try (Relay relay = relay();
                TlsFront front = new TlsFront(key, relay.address().getPort());
                RecordingSocks socks = new RecordingSocks(front.port(), RecordingSocks.Manners.open())) {
            Pin pin = key.pin();
            meet(new RelayAddress("relay.invalid", 4433).pinned(pin), socks);
        }
    }

    @Test
    void a_proxy_that_does_not_let_us_ends_the_room_and_nothing_goes_around_it() throws Exception {
        try (Relay relay = relay();
                RecordingSocks socks = new RecordingSocks(
                        relay.address().getPort(), new RecordingSocks.Manners(methods -> 0, true, 2))) {
            // Its address is that of a relay that could be reached, were somebody to try.
            RelayAddress at = new RelayAddress(
                    "127.0.0.1.nip.invalid", relay.address().getPort(), Transport.PLAIN, Optional.empty());
            try (LivePeer olga = peer(Side.OPENER, at, socks, "olga")) {
                assertThat(olga.await(RoomEvent.Closed.class).outcome()).isEqualTo(Outcome.PROXY);
            }
            assertThat(socks.asked()).hasSize(1);
        }
    }

    @Test
    void a_relay_on_this_machine_is_reached_without_the_proxy() throws Exception {
        try (Relay relay = relay();
                RecordingSocks socks = new RecordingSocks(1, RecordingSocks.Manners.open());
                LivePeer olga = peer(
                        Side.OPENER,
                        new RelayAddress("127.0.0.1", relay.address().getPort()),
                        socks,
                        "olga")) {
            olga.await(RoomEvent.Waiting.class);
            assertThat(socks.asked()).isEqualTo(List.of());
        }
    }
}
