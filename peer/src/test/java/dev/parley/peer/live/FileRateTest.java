package dev.parley.peer.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.Invite;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.Offer;
import dev.parley.peer.chat.TransferId;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.net.KnownRelay;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.room.FileEvent;
import dev.parley.peer.room.RoomEvent;
import dev.parley.relay.net.Relay;
import dev.parley.relay.net.RelayOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Files between two real peers through a real relay in one process, without disks: how fast they go, and how long a line of text takes in the
 * middle. The figures are printed and judge nothing: {@code -Pbench -Dtest=FileRateTest}.
 */
class FileRateTest {
    /** No lines. */
    private static final long NONE = -1;

    private Relay relay;

    @BeforeEach
    void start() throws Exception {
        relay = Relay.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new RelayOptions(1, 100, 100, ""),
                FileRateTest::millis);
    }

    @AfterEach
    void stop() throws Exception {
        relay.close();
    }

    private static long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private static <T extends FileEvent> boolean told(LivePeer peer, Class<T> type) {
        return peer.events(RoomEvent.Files.class).stream().anyMatch(files -> type.isInstance(files.event()));
    }

    private LivePeer peer(int port, Side side, Invite invite, StreamDesk desk) {
        return new LivePeer(
                new KnownRelay(new RelayAddress("127.0.0.1", port), reached -> {}),
                LivePeer.settings(
                        side,
                        side == Side.OPENER ? LivePeer.OPENER : LivePeer.JOINER,
                        invite,
                        side == Side.OPENER ? "olga" : "jon"),
                desk);
    }

    /** Sends {@code size} bytes and says a line every {@code pause} ms at most, none if it is negative; prints and gives the times of the lines. */
    private List<Long> measure(String label, int port, long size, boolean hashes, long pause) throws Exception {
        Invite invite = Invite.generate(Randomness.system());
        try (LivePeer olga = peer(port, Side.OPENER, invite, new StreamDesk(size, hashes))) {
            olga.await(RoomEvent.Waiting.class);
            try (LivePeer jon = peer(port, Side.JOINER, invite, new StreamDesk(size, hashes))) {
                olga.await(RoomEvent.Joined.class);
                jon.await(RoomEvent.Joined.class);
                TransferId id = TransferId.of(Randomness.system().bytes(TransferId.BYTES));
                Offer offer = new Offer(id, Untrusted.of("film"), 1, size, false);
                olga.submit((client, now) -> client.offer(offer));
                jon.await(peer -> told(peer, FileEvent.Offered.class));
                long begun = System.nanoTime();
                jon.submit((client, now) -> client.accept(id));
                List<Long> waits = new ArrayList<>();
                for (int i = 0; pause >= 0 && !told(olga, FileEvent.Delivered.class); i++) {
                    String line = "line " + i;
                    long said = System.nanoTime();
                    olga.say(line);
                    jon.await(peer -> peer.texts().contains(line));
                    waits.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - said));
                    long next = said + TimeUnit.MILLISECONDS.toNanos(pause);
                    LockSupport.parkNanos(next - System.nanoTime());
                }
                olga.await(peer -> told(peer, FileEvent.Delivered.class));
                double seconds = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun) / 1e6;
                assertThat(told(jon, FileEvent.Received.class)).isTrue();
                Collections.sort(waits);
                System.out.printf(
                        "%s: %d MiB in %.2f s, %.1f MB/s; %d lines, ms: median %s, p95 %s, longest %s%n",
                        label,
                        size >> 20,
                        seconds,
                        (double) size / seconds / 1e6,
                        waits.size(),
                        waits.isEmpty() ? "-" : waits.get(waits.size() / 2),
                        waits.isEmpty() ? "-" : waits.get(waits.size() * 95 / 100),
                        waits.isEmpty() ? "-" : waits.get(waits.size() - 1));
                return waits;
            }
        }
    }

    @Test
    void a_file_of_some_size_arrives_through_a_real_relay_beside_text() throws Exception {
        List<Long> lines = measure("small", relay.address().getPort(), 24 << 20, true, 0);
        assertThat(lines).isNotEmpty();
    }

    @Test
    @Tag("bench")
    void how_fast_on_loopback() throws Exception {
        int port = relay.address().getPort();
        measure("warm-up", port, 512 << 20, true, NONE);
        measure("loopback, no hashes", port, 1 << 30, false, NONE);
        measure("loopback", port, 1 << 30, true, NONE);
        measure("loopback and text", port, 1 << 30, true, 100);
    }

    @Test
    @Tag("bench")
    void how_long_a_line_takes_on_a_line_of_8_megabits() throws Exception {
        measure("warm-up", relay.address().getPort(), 64 << 20, true, NONE);
        try (ShapedProxy proxy = new ShapedProxy(relay.address(), 1_000_000)) {
            measure("8 Mbit/s", proxy.port(), 24 << 20, true, 200);
        }
    }
}
