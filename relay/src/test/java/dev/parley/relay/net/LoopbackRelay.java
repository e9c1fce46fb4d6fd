package dev.parley.relay.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.Intent;
import dev.parley.wire.PeerEvent;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.SeatState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** A real relay on 127.0.0.1 whose clock stands still until the test moves it, and the peers that were connected to it. */
final class LoopbackRelay implements AutoCloseable {
    private static final int PROBE = -1;
    private static final int SMALL_BYTES = 32 << 10;

    /** Short enough that the probe itself is never late with its PING. */
    private static final long STEP_MILLIS = 10_000;

    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final AtomicLong clockReads = new AtomicLong();
    private final Queue<SocketPeer> peers = new ConcurrentLinkedQueue<>();
    private final Relay relay;
    private final Optional<TestTls> tls;
    private SocketPeer probe;

    LoopbackRelay(int loops) throws IOException {
        this(options(loops));
    }

    /** Room enough for every test. */
    static RelayOptions options(int loops) {
        return new RelayOptions(loops, 2_000, 1_000, "");
    }

    LoopbackRelay(RelayOptions options) throws IOException {
        this(options, Optional.empty());
    }

    /** With that certificate, over TLS. */
    LoopbackRelay(RelayOptions options, Optional<TestTls> tls) throws IOException {
        this(options, tls, Gate.open());
    }

    /** With that door. */
    LoopbackRelay(RelayOptions options, Optional<TestTls> tls, Gate gate) throws IOException {
        this.tls = tls;
        Listener listener =
                new Listener(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), tls.map(TestTls::server));
        relay = Relay.start(List.of(listener), options, gate, () -> {
            clockReads.incrementAndGet();
            return clock.get();
        });
    }

    InetSocketAddress address() throws IOException {
        return relay.address();
    }

    Relay running() {
        return relay;
    }

    RelayStats stats() {
        return relay.stats();
    }

    /** How often the loops looked at the clock: how often they woke up. */
    long clockReads() {
        return clockReads.get();
    }

    /** A peer that read nothing yet, with buffers of that size, or the system's for 0. */
    SocketPeer dial(int bufferBytes) throws IOException {
        SocketPeer peer = new SocketPeer(relay.address(), bufferBytes, tls.map(TestTls::client));
        peers.add(peer);
        return peer;
    }

    /** A peer that read its WELCOME. */
    SocketPeer connect() throws IOException {
        SocketPeer peer = dial(0);
        peer.welcomed();
        return peer;
    }

    /** A peer that read its WELCOME and that nobody but the caller closes: one of very many. */
    SocketPeer stranger() throws IOException {
        SocketPeer peer = new SocketPeer(relay.address(), 0, tls.map(TestTls::client));
        peer.welcomed();
        return peer;
    }

    /** A peer at that address of this machine that read nothing yet. */
    SocketPeer dialFrom(String address) throws IOException {
        SocketPeer peer = SocketPeer.from(address, relay.address());
        peers.add(peer);
        return peer;
    }

    /** A peer that read its WELCOME and has little room for more. */
    SocketPeer connectSmall() throws IOException {
        SocketPeer peer = dial(SMALL_BYTES);
        peer.welcomed();
        return peer;
    }

    /** Opener with key 1 and joiner with key 2, who know of each other. */
    SocketPeer[] pair(int room) throws IOException {
        return pair(room, connect(), connect());
    }

    SocketPeer[] pair(int room, SocketPeer opener, SocketPeer joiner) throws IOException {
        assertThat(opener.claim(SocketPeer.claim(room, 1, Intent.OPEN)))
                .isEqualTo(new RelayFrame.Seated(0, SeatState.EMPTY, 1));
        assertThat(joiner.claim(SocketPeer.claim(room, 2, Intent.JOIN)))
                .isEqualTo(new RelayFrame.Seated(1, SeatState.PRESENT, 2));
        assertThat(opener.read()).isEqualTo(new RelayFrame.Peer(PeerEvent.ARRIVED, 2));
        return new SocketPeer[] {opener, joiner};
    }

    /**
     * Moves the clock, in steps of ten seconds at most, and returns when the (only) loop has done what is due. The second echo is read from the socket in a later turn of
     * the loop than the first, and the timers run at the end of each turn.
     */
    void advance(long millis) throws IOException {
        if (probe == null) {
            probe = connect();
            probe.claim(SocketPeer.claim(PROBE, 1, Intent.OPEN));
        }
        for (long left = millis; left > 0; left -= STEP_MILLIS) {
            moveClock(Math.min(left, STEP_MILLIS));
            settle();
        }
        settle();
    }

    /** Moves the clock; each loop notices when it next wakes up. */
    void moveClock(long millis) {
        clock.addAndGet(millis);
    }

    private void settle() throws IOException {
        probe.ping(1);
        probe.ping(2);
    }

    /** Whether these two can still talk, both ways. */
    static void assertTalking(SocketPeer one, SocketPeer other) throws IOException {
        one.forward((byte) 'h', (byte) 'i');
        assertThat(other.readEnvelope()).containsExactly('h', 'i');
        other.forward((byte) 'h', (byte) 'o');
        assertThat(one.readEnvelope()).containsExactly('h', 'o');
    }

    /** Stops the relay; its peers stay to hear of it. */
    void stop() throws IOException {
        relay.close();
    }

    @Override
    public void close() throws IOException {
        for (SocketPeer peer : peers) {
            peer.close();
        }
        relay.close();
    }
}
