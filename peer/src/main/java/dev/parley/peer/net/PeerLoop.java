package dev.parley.peer.net;

import dev.parley.peer.room.Outcome;
import dev.parley.peer.room.RoomClient;
import dev.parley.peer.room.RoomEffect;
import dev.parley.peer.room.RoomEvent;
import dev.parley.wire.RelayFrame;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The thread that owns one {@link RoomClient}: takes inputs from the connection and the person one after the other, carries out the
 * effects, and wakes up for timers. Everything else talks to it through {@link #submit}.
 */
public final class PeerLoop {
    /** How many inputs are taken before what they made possible is sealed. */
    private static final int BATCH = 64;

    /** What a relay may have us queue before its connection is read no further. */
    private static final int MAX_QUEUED = 512;

    /** How long our last words may take. */
    private static final long FAREWELL_MILLIS = 2_000;

    private final RelayAddress relay;
    private final RoomClient client;
    private final LongSupplier clock;
    private final Consumer<RoomEvent> events;
    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>(MAX_QUEUED);
    private final Thread thread;
    private RelayConnection connection;
    private RelayConnection finishing;

    /**
     * @param clock monotonic milliseconds
     * @param events told on this loop's thread
     */
    public PeerLoop(RelayAddress relay, RoomClient client, LongSupplier clock, Consumer<RoomEvent> events) {
        this.relay = relay;
        this.client = client;
        this.clock = clock;
        this.events = events;
        this.thread = new Thread(this::run, "peer-loop");
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Gives the client one input on the loop's thread; {@code input} returns its effects. */
    public void submit(Input input) {
        enqueue(() -> perform(input.apply(client, clock.getAsLong())));
    }

    /** Waits until the room is over. */
    public void join() throws InterruptedException {
        thread.join();
    }

    /** Waits until the room is over, at most that long. */
    public void join(long millis) throws InterruptedException {
        thread.join(millis);
    }

    /** One input to a client. */
    @FunctionalInterface
    public interface Input {
        List<RoomEffect> apply(RoomClient client, long now);
    }

    private void run() {
        perform(client.start(clock.getAsLong()));
        try {
            while (!client.isClosed()) {
                Runnable first = inbox.poll(untilDeadline(), TimeUnit.MILLISECONDS);
                for (int i = 0; first != null && i < BATCH; i++) {
                    first.run();
                    first = i + 1 < BATCH ? inbox.poll() : null;
                }
                long now = clock.getAsLong();
                perform(now >= client.deadline() ? client.tick(now) : client.settle(now));
            }
            if (finishing != null) {
                finishing.awaitEnd(FAREWELL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // A bug of ours ends this room with one sentence; it must not leave a person in front of a dead screen.
            hangUp();
            events.accept(new RoomEvent.Closed(Outcome.INTERNAL, 0, 0));
        }
    }

    private long untilDeadline() {
        return Math.max(1, Math.min(60_000, client.deadline() - clock.getAsLong()));
    }

    private void enqueue(Runnable task) {
        try {
            inbox.put(task);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void perform(List<RoomEffect> effects) {
        effects.forEach(effect -> effect.accept(effectRunner));
    }

    private final RoomEffect.Handler effectRunner = new RoomEffect.Handler() {
        @Override
        public void onDial(RoomEffect.Dial dial) {
            hangUp();
            Wiretap tap = new Wiretap();
            connection = new RelayConnection(relay, tap);
            tap.current = connection;
            connection.start();
        }

        @Override
        public void onTransmit(RoomEffect.Transmit transmit) {
            if (connection != null) {
                connection.send(transmit.frame());
            }
        }

        @Override
        public void onHangup(RoomEffect.Hangup hangup) {
            hangUp();
        }

        @Override
        public void onTell(RoomEffect.Tell tell) {
            events.accept(tell.event());
        }
    };

    private void hangUp() {
        if (connection != null) {
            connection.finish();
            finishing = connection;
            connection = null;
        }
    }

    /** Brings what a connection reports to the loop's thread, unless we have hung up since. */
    private final class Wiretap implements RelayConnection.Listener {
        private RelayConnection current;

        @Override
        public void onOpened() {
            whileCurrent(() -> perform(client.onOpened(clock.getAsLong())));
        }

        @Override
        public void onFrame(RelayFrame frame) {
            whileCurrent(() -> perform(client.onFrame(frame, clock.getAsLong())));
        }

        @Override
        public void onWritten(int envelopeBytes) {
            whileCurrent(() -> client.onWritten(envelopeBytes));
        }

        @Override
        public void onLost(boolean broken) {
            whileCurrent(() -> {
                connection = null;
                perform(client.onLost(broken, clock.getAsLong()));
            });
        }

        private void whileCurrent(Runnable task) {
            enqueue(() -> {
                if (connection == current) {
                    task.run();
                }
            });
        }
    }
}
