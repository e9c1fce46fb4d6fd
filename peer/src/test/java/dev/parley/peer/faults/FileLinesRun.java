package dev.parley.peer.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.Identity;
import dev.parley.crypto.Invite;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.Offer;
import dev.parley.peer.chat.TransferId;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.files.DiskDesk;
import dev.parley.peer.files.Reach;
import dev.parley.peer.net.Clocks;
import dev.parley.peer.net.Keeper;
import dev.parley.peer.net.KnownRelay;
import dev.parley.peer.net.PeerLoop;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.room.FileEvent;
import dev.parley.peer.room.RoomClient;
import dev.parley.peer.room.RoomEvent;
import dev.parley.peer.room.RoomSettings;
import dev.parley.relay.net.Relay;
import dev.parley.relay.net.RelayOptions;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a line takes that is said in the middle of a file: two peers, a relay and the fault proxy on sockets, on a free way and on one of
 * 8 Mbit/s. {@code peer/load/parley-files 1024 lines}.
 */
@Tag("long")
class FileLinesRun {
    private static final int LINES = Integer.getInteger("parley.lines", 100);
    private static final long BETWEEN_MILLIS = 200;
    private static final long WARM_MILLIS = 3_000;
    private static final long GOAL_MILLIS = 200;
    private static final long SHAPED_BYTES_PER_SECOND = 1_000_000;
    private static final long FILE_BYTES = 16L << 30;

    @TempDir
    Path temp;

    private final Invite invite = Invite.generate(Randomness.system());

    private static long clock() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    @Test
    void lines_in_the_middle_of_a_file_are_shown_soon_on_a_free_way() throws Exception {
        measure("free way", Long.MAX_VALUE);
    }

    @Test
    void lines_in_the_middle_of_a_file_are_shown_soon_at_8_megabits() throws Exception {
        measure("8 Mbit/s", SHAPED_BYTES_PER_SECOND);
    }

    private void measure(String name, long bytesPerSecond) throws Exception {
        List<Long> micros = new ArrayList<>();
        long moved;
        try (Relay relay = Relay.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        new RelayOptions(2, 100, 100, ""),
                        FileLinesRun::clock);
                FaultProxy proxy = new FaultProxy(
                        new InetSocketAddress(
                                InetAddress.getLoopbackAddress(),
                                relay.address().getPort()),
                        () -> new LinkWatch(invite.roomId()),
                        new Shaper(bytesPerSecond))) {
            Map<String, Long> said = new ConcurrentHashMap<>();
            BlockingQueue<Long> seen = new LinkedBlockingQueue<>();
            CountDownLatch met = new CountDownLatch(2);
            CountDownLatch begun = new CountDownLatch(1);
            long[] done = new long[1];
            Peer jon = new Peer(Side.JOINER, event -> {
                if (event instanceof RoomEvent.Joined) {
                    met.countDown();
                } else if (event instanceof RoomEvent.Received received
                        && received.message() instanceof Message.Text text) {
                    seen.add(System.nanoTime() - said.remove(text.text().raw()));
                }
            });
            Peer olga = new Peer(Side.OPENER, event -> {
                if (event instanceof RoomEvent.Joined) {
                    met.countDown();
                } else if (event instanceof RoomEvent.Files files
                        && files.event() instanceof FileEvent.Progress progress) {
                    done[0] = progress.done();
                    begun.countDown();
                }
            });
            jon.accepts = true;
            olga.start(proxy.port(0));
            jon.start(proxy.port(1));
            met.await();
            olga.offer(sparse());
            begun.await();
            TimeUnit.MILLISECONDS.sleep(WARM_MILLIS);
            long from = done[0];
            long at = System.nanoTime();
            for (int i = 0; i < LINES; i++) {
                String line = "line " + i;
                said.put(line, System.nanoTime());
                olga.say(line);
                micros.add(TimeUnit.NANOSECONDS.toMicros(seen.take()));
                TimeUnit.MILLISECONDS.sleep(BETWEEN_MILLIS);
            }
            moved = (long) ((done[0] - from) / ((System.nanoTime() - at) / 1e9));
            olga.leave();
            jon.leave();
        }
        long[] sorted = micros.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                "%-12s %d lines beside %.1f MB/s: p50 %.1f ms, p90 %.1f ms, most %.1f ms%n",
                name,
                sorted.length,
                moved / 1e6,
                sorted[sorted.length / 2] / 1e3,
                sorted[sorted.length * 9 / 10] / 1e3,
                sorted[sorted.length - 1] / 1e3);
        assertThat(sorted[sorted.length - 1])
                .as("%s: %s", name, Arrays.toString(sorted))
                .isLessThan(GOAL_MILLIS * 1_000);
    }

    private Path sparse() throws IOException {
        Path file = temp.resolve("large.bin");
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(FILE_BYTES);
        }
        return file;
    }

    /** One end with a disk of its own. */
    private final class Peer {
        private final Side side;
        private final Consumer<RoomEvent> events;
        private final DiskDesk desk;
        private boolean accepts;
        private PeerLoop loop;

        Peer(Side side, Consumer<RoomEvent> events) throws IOException {
            this.side = side;
            this.events = events;
            Path folder = Files.createDirectories(temp.resolve(side.name()));
            this.desk = new DiskDesk(folder, new Reach(folder, folder), Randomness.system());
        }

        void start(int port) {
            RoomSettings settings = new RoomSettings(
                    invite.roomId(),
                    side,
                    Identity.generate(Randomness.system()),
                    Optional.of(invite.secret()),
                    Untrusted.of(side.name()));
            loop = new PeerLoop(
                    new KnownRelay(new RelayAddress("127.0.0.1", port), reached -> {}),
                    new RoomClient(settings, Randomness.system()),
                    new Clocks(FileLinesRun::clock, System::currentTimeMillis),
                    new PeerLoop.Disk(Keeper.ephemeral(), desk),
                    this::took);
            loop.start();
        }

        private void took(RoomEvent event) {
            if (accepts
                    && event instanceof RoomEvent.Files files
                    && files.event() instanceof FileEvent.Offered offered) {
                TransferId id = offered.id();
                new Thread(() -> loop.submit((client, now) -> client.accept(id))).start();
            }
            events.accept(event);
        }

        void offer(Path file) throws Exception {
            Offer offer = desk.offer(desk.source(file.toString()));
            loop.submit((client, now) -> client.offer(offer));
        }

        void say(String text) {
            loop.submit((client, now) -> {
                client.say(new Message.Text(Untrusted.of(text)));
                return List.of();
            });
        }

        void leave() throws InterruptedException {
            loop.submit((client, now) -> client.leave(now));
            loop.join(TimeUnit.SECONDS.toMillis(10));
        }
    }

    /** Lets everything pass, at that rate. */
    private record Shaper(long bytesPerSecond) implements FaultProxy.Watcher {
        @Override
        public void onConnected(FaultLink link) {
            if (bytesPerSecond < Long.MAX_VALUE) {
                link.shape(bytesPerSecond);
            }
        }

        @Override
        public void onFrame(FaultLink link, boolean towardRelay, byte[] frame) {}
    }
}
