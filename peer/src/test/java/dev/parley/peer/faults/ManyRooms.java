package dev.parley.peer.faults;

import dev.parley.crypto.Identity;
import dev.parley.crypto.RoomName;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.room.MessageState;
import dev.parley.peer.room.RoomClient;
import dev.parley.peer.room.RoomEvent;
import dev.parley.peer.room.RoomSettings;
import dev.parley.relay.cli.RelayMain;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Many open rooms in this process, on one relay in a process of its own that is killed while they talk. Every person has an address of
 * 127.2.0.0/16, which Linux takes without being told.
 */
final class ManyRooms implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 300;
    private static final int AT_A_TIME = 16;

    /** What each end says before a kill; one line more follows after it. */
    private static final int LINES = 2;

    /** One end of one room, and when it heard the last line of the present round. */
    private final class End {
        private final DrivenPeer peer;
        private final LineCount ours;
        private final LineCount theirs;
        private final AtomicInteger handshakes = new AtomicInteger();
        private volatile long heardAt;

        End(int index, RoomSettings settings, LineCount ours, LineCount theirs) throws IOException {
            this.ours = ours;
            this.theirs = theirs;
            InetAddress source =
                    InetAddress.getByAddress(new byte[] {127, 2, (byte) (index / 250), (byte) (index % 250 + 1)});
            peer = new DrivenPeer(driver, source, new RoomClient(settings, Randomness.system()), this::took);
            peer.start();
        }

        private void took(RoomEvent event) {
            if (event instanceof RoomEvent.Joined) {
                handshakes.incrementAndGet();
                joined.release();
            } else if (event instanceof RoomEvent.Closed closed && !closing) {
                throw new IllegalStateException(closed.toString());
            } else if (event instanceof RoomEvent.StateChanged changed && changed.state() == MessageState.DELIVERED) {
                ours.onDelivered();
                delivered.release();
            } else if (event instanceof RoomEvent.Received received
                    && received.message() instanceof Message.Text text) {
                heard.release();
                if (theirs.onSeen(text.text().raw())) {
                    heardAt = System.nanoTime();
                    back.release();
                }
            }
        }

        void say(Function<LineCount, String> line) {
            peer.submit((client, now) -> {
                if (client.say(new Message.Text(Untrusted.of(line.apply(ours)))).isEmpty()) {
                    throw new IllegalStateException("cannot say more");
                }
                return List.of();
            });
        }
    }

    /**
     * What came of one kill.
     *
     * @param times milliseconds from the relay's return until both ends of a room heard what was said while it was gone, for each room
     * @param connections when the relay was connected to, in milliseconds since its return
     * @param handshakes rooms that agreed on new keys instead of going on with theirs
     * @param peersCpu milliseconds of processor time of all peers
     * @param relayCpu milliseconds of processor time of the relay, its start included
     */
    record Return(List<Long> times, List<Long> connections, long handshakes, long peersCpu, long relayCpu) {}

    private final List<End> ends = new ArrayList<>();
    private final Semaphore joined = new Semaphore(0);
    private final Semaphore heard = new Semaphore(0);
    private final Semaphore back = new Semaphore(0);
    private final Semaphore delivered = new Semaphore(0);
    private final PeerDriver driver = new PeerDriver(this::port);
    private final Random random;
    private Child relay;
    private volatile int port;
    private volatile boolean closing;

    ManyRooms(int rooms, Identity[] identities, Random random) throws IOException, InterruptedException {
        this.random = random;
        startRelay();
        for (int i = 0; i < rooms; i++) {
            LineCount[] lines = {new LineCount(), new LineCount()};
            for (int end = 0; end < 2; end++) {
                RoomSettings settings = new RoomSettings(
                        RoomName.roomId("room " + i),
                        Side.SYMMETRIC,
                        identities[end],
                        Optional.empty(),
                        Untrusted.of("x"));
                ends.add(new End(2 * i + end, settings, lines[end], lines[1 - end]));
            }
            if (i >= AT_A_TIME) {
                await(joined, 2, "met nobody");
            }
        }
        await(joined, 2 * Math.min(rooms, AT_A_TIME), "met nobody");
    }

    private int port() {
        return port;
    }

    private void await(Semaphore semaphore, int permits, String otherwise) throws InterruptedException {
        for (int i = 0; !semaphore.tryAcquire(permits, 1, TimeUnit.SECONDS); i++) {
            if (i == PATIENCE_SECONDS || !driver.isDriving()) {
                throw new IllegalStateException(permits - semaphore.availablePermits() + " " + otherwise);
            }
        }
    }

    private void startRelay() throws IOException, InterruptedException {
        Semaphore listening = new Semaphore(0);
        relay = Child.start(
                RelayMain.class.getName(),
                line -> {
                    if (line.startsWith("parley-relay ready")) {
                        port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
                        listening.release();
                    }
                },
                "--no-file",
                "--admin-listen",
                "",
                "--listen",
                "127.0.0.1:" + port);
        await(listening, 1, "relay does not start");
    }

    /** Kills the relay while everybody talks, lets everybody say one line more, starts it again and waits until all is heard. */
    Return killRelay() throws IOException, InterruptedException {
        heard.drainPermits();
        for (int i = 0; i < LINES; i++) {
            ends.forEach(end -> end.say(LineCount::next));
        }
        await(heard, random.nextInt(LINES * ends.size() + 1), "lines not heard");
        relay.kill();
        long handshakes = sum(end -> end.handshakes.get());
        ends.forEach(end -> end.say(LineCount::nextAwaited));
        Semaphore said = new Semaphore(0);
        driver.execute(said::release);
        await(said, 1, "driver does not drive");
        driver.opened().clear();
        back.drainPermits();
        long cpu = cpuMillis(ProcessHandle.current());
        startRelay();
        long usable = System.nanoTime();
        await(back, ends.size(), "did not come back");
        return new Return(
                times(usable),
                driver.opened().stream()
                        // The relay listens a moment before it says so.
                        .map(at -> Math.max(0, TimeUnit.NANOSECONDS.toMillis(at - usable)))
                        .toList(),
                (sum(end -> end.handshakes.get()) - handshakes) / 2,
                cpuMillis(ProcessHandle.current()) - cpu,
                cpuMillis(relay.handle()));
    }

    private List<Long> times(long usable) {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < ends.size(); i += 2) {
            long last = Math.max(ends.get(i).heardAt, ends.get(i + 1).heardAt);
            times.add(Math.max(0, TimeUnit.NANOSECONDS.toMillis(last - usable)));
        }
        return times;
    }

    private static long cpuMillis(ProcessHandle process) {
        return process.info().totalCpuDuration().orElseThrow().toMillis();
    }

    /** Waits until every speaker was told that every line is delivered. */
    void awaitDelivered() throws InterruptedException {
        while (sum(end -> end.ours.undelivered()) > 0) {
            await(delivered, 1, "line not delivered");
        }
    }

    long said() {
        return sum(end -> end.ours.said());
    }

    long lost() {
        return sum(end -> end.ours.lost());
    }

    long doubled() {
        return sum(end -> end.ours.doubled());
    }

    long outOfOrder() {
        return sum(end -> end.ours.outOfOrder());
    }

    private long sum(ToLongFunction<End> what) {
        return ends.stream().mapToLong(what).sum();
    }

    @Override
    public void close() {
        closing = true;
        driver.close();
        relay.close();
    }
}
