package dev.parley.peer.faults;

import dev.parley.crypto.Identity;
import dev.parley.crypto.RoomName;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.net.Clocks;
import dev.parley.peer.net.Keeper;
import dev.parley.peer.net.PeerLoop;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.room.RoomClient;
import dev.parley.peer.room.RoomEvent;
import dev.parley.peer.room.RoomSettings;
import dev.parley.relay.cli.RelayMain;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Many open rooms in this process, on one relay in a process of its own that is killed. */
final class ManyRooms implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 300;
    private static final int AT_A_TIME = 16;
    private static final Clocks CLOCKS =
            new Clocks(() -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), System::currentTimeMillis);

    /** How many lines are said just before the relay is killed, so that some of them are under way. */
    private static final int UNDER_WAY = 3;

    /** One end of one room, what it said, what it heard, and when it heard what was said for the present round. */
    private final class End {
        private final PeerLoop loop;
        private final List<String> said = new ArrayList<>();
        private final List<String> got = new ArrayList<>();
        private final CountDownLatch joined = new CountDownLatch(1);
        private final AtomicLong heardAt = new AtomicLong();

        End(RoomSettings settings) {
            loop = new PeerLoop(
                    new RelayAddress("127.0.0.1", port),
                    new RoomClient(settings, Randomness.system()),
                    CLOCKS,
                    Keeper.ephemeral(),
                    this::took);
            loop.start();
        }

        private void took(RoomEvent event) {
            if (event instanceof RoomEvent.Joined) {
                joined.countDown();
            } else if (event instanceof RoomEvent.Closed closed && !closing) {
                throw new IllegalStateException(closed.toString());
            } else if (event instanceof RoomEvent.Received received
                    && received.message() instanceof Message.Text text) {
                String line = text.text().raw();
                synchronized (got) {
                    got.add(line);
                    got.notifyAll();
                }
                if (line.equals("round " + round.get()) && heardAt.compareAndSet(0, System.nanoTime())) {
                    heard.release();
                }
            }
        }

        /** What it heard, once that is {@code count} lines or no more come. */
        private List<String> linesOnce(int count) throws InterruptedException {
            synchronized (got) {
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
                long left = PATIENCE_SECONDS * 1_000;
                while (got.size() < count && left > 0) {
                    got.wait(left);
                    left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                }
                return List.copyOf(got);
            }
        }

        void say(String text) {
            said.add(text);
            loop.submit((client, now) -> {
                if (client.say(new Message.Text(Untrusted.of(text))).isEmpty()) {
                    throw new IllegalStateException("cannot say more");
                }
                return List.of();
            });
        }
    }

    private final List<End> ends = new ArrayList<>();
    private final Semaphore heard = new Semaphore(0);
    private Child relay;
    private int port;
    private final AtomicInteger round = new AtomicInteger();
    private volatile boolean closing;

    ManyRooms(int rooms, Identity[] identities) throws IOException, InterruptedException {
        startRelay();
        for (int i = 0; i < rooms; i++) {
            for (Identity identity : identities) {
                ends.add(new End(new RoomSettings(
                        RoomName.roomId("room " + i), Side.SYMMETRIC, identity, Optional.empty(), Untrusted.of("x"))));
            }
            if (i >= AT_A_TIME) {
                awaitJoined(2 * (i - AT_A_TIME));
            }
        }
        for (int i = 0; i < ends.size(); i++) {
            awaitJoined(i);
        }
    }

    private void awaitJoined(int end) throws InterruptedException {
        if (!ends.get(end).joined.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("End " + end + " met nobody.");
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
                "--listen",
                "127.0.0.1:" + port);
        if (!listening.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("the relay does not start");
        }
    }

    /** Milliseconds from the relay's return until both ends of a room heard something said in between, for each room. */
    List<Long> killRelay() throws IOException, InterruptedException {
        int now = round.incrementAndGet();
        for (End end : ends) {
            for (int i = 0; i < UNDER_WAY; i++) {
                end.say("before " + now + " " + i);
            }
        }
        relay.kill();
        for (End end : ends) {
            end.heardAt.set(0);
            end.say("round " + now);
        }
        startRelay();
        long usable = System.nanoTime();
        if (!heard.tryAcquire(ends.size(), PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Only " + heard.availablePermits() + " of " + ends.size() + " came back.");
        }
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < ends.size(); i += 2) {
            long last =
                    Math.max(ends.get(i).heardAt.get(), ends.get(i + 1).heardAt.get());
            times.add(Math.max(0, TimeUnit.NANOSECONDS.toMillis(last - usable)));
        }
        return times;
    }

    /** Lines that were said, and among them the ends whose partner did not hear exactly that: lost, doubled, or in another order. */
    record Tally(long lines, long wrongEnds) {}

    Tally tally() throws InterruptedException {
        long lines = 0;
        long wrong = 0;
        for (int i = 0; i < ends.size(); i++) {
            List<String> said = ends.get(i).said;
            lines += said.size();
            wrong += ends.get(i ^ 1).linesOnce(said.size()).equals(said) ? 0 : 1;
        }
        return new Tally(lines, wrong);
    }

    @Override
    public void close() {
        closing = true;
        for (End end : ends) {
            end.loop.submit(RoomClient::leave);
        }
        relay.close();
    }
}
