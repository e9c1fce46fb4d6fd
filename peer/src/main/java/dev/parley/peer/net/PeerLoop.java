package dev.parley.peer.net;

import dev.parley.crypto.Pin;
import dev.parley.peer.room.FileAnswer;
import dev.parley.peer.room.Outcome;
import dev.parley.peer.room.RoomClient;
import dev.parley.peer.room.RoomEffect;
import dev.parley.peer.room.RoomEvent;
import dev.parley.peer.room.Where;
import dev.parley.wire.RelayFrame;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The thread that owns one {@link RoomClient}: takes inputs from the connections and the person one after the other, carries out the
 * effects, makes them safe in groups, and wakes up for timers. Everything else talks to it through {@link #submit}.
 */
public final class PeerLoop {
    /** How many inputs are taken before what they made possible is made safe and sealed. */
    private static final int BATCH = 64;

    /** What a relay may have us queue before its connection is read no further. */
    private static final int MAX_QUEUED = 512;

    /** How long our last words may take. */
    private static final long FAREWELL_MILLIS = 2_000;

    /** How often to look whether the machine slept, and how much of it counts. */
    private static final long MAX_WAIT_MILLIS = 5_000;

    private static final long SLEPT_MILLIS = 5_000;

    /** Between two tries to write what cannot be written. */
    private static final long RETRY_MILLIS = 1_000;

    private final KnownRelay relay;
    private final RoomClient client;
    private final Clocks clocks;
    private final Keeper keeper;
    private final Consumer<RoomEvent> events;
    private final FileThread files;
    private final Queue<FileAnswer> answers = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>(MAX_QUEUED);
    private final Map<Where, RelayConnection> connections = new EnumMap<>(Where.class);
    private final Thread thread;
    private RelayConnection finishing;
    private Optional<String> problem = Optional.empty();
    private long retryAt;
    private long lag;

    /** With a relay whose key is nobody's business after this run. */
    public PeerLoop(RelayAddress relay, RoomClient client, Clocks clocks, Keeper keeper, Consumer<RoomEvent> events) {
        this(new KnownRelay(relay, address -> {}), client, clocks, keeper, events);
    }

    /** With a person who neither sends nor takes files. */
    public PeerLoop(KnownRelay relay, RoomClient client, Clocks clocks, Keeper keeper, Consumer<RoomEvent> events) {
        this(relay, client, clocks, new Disk(keeper, FileDesk.none()), events);
    }

    /**
     * What a loop has on disk.
     *
     * @param desk closed when the room is over
     */
    public record Disk(Keeper keeper, FileDesk desk) {}

    /** @param events told on this loop's thread */
    public PeerLoop(KnownRelay relay, RoomClient client, Clocks clocks, Disk disk, Consumer<RoomEvent> events) {
        this.relay = relay;
        this.client = client;
        this.clocks = clocks;
        this.keeper = disk.keeper();
        this.files = new FileThread(disk.desk(), this::answered);
        this.events = events;
        this.thread = new Thread(this::run, "peer-loop");
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Gives the client one input on the loop's thread; {@code input} returns its effects. */
    public void submit(Input input) {
        enqueue(() -> perform(input.apply(client, clocks.now())));
    }

    /** A person is there: a connection that waits to be made is made now. Never waits; a loop that is busy needs no nudge. */
    public void nudge() {
        boolean taken = inbox.offer(() -> perform(client.wake(clocks.now())));
        assert taken || !inbox.isEmpty();
    }

    /** From the file thread, which must never wait for the loop: the loop may be waiting for it. */
    private void answered(FileAnswer answer) {
        answers.add(answer);
        if (!inbox.offer(() -> {})) {
            // Full: the loop is awake, and looks at the answers after its next batch.
            return;
        }
    }

    private void takeAnswers() {
        for (FileAnswer answer = answers.poll(); answer != null; answer = answers.poll()) {
            perform(client.onFile(answer));
        }
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
        lag = clocks.lag();
        try {
            perform(client.start(clocks.now()));
            while (!client.isClosed()) {
                Runnable first = inbox.poll(untilDeadline(), TimeUnit.MILLISECONDS);
                boolean idle = first == null;
                for (int i = 0; first != null && i < BATCH; i++) {
                    first.run();
                    first = i + 1 < BATCH ? inbox.poll() : null;
                }
                takeAnswers();
                passTime();
                if (idle && problem.isEmpty()) {
                    shorten(true);
                }
            }
            keeper.commit();
            shorten(true);
            files.finish(FAREWELL_MILLIS);
            if (finishing != null) {
                finishing.awaitEnd(FAREWELL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            // A bug of ours ends this room with one sentence; it must not leave a person in front of a dead screen.
            List.copyOf(connections.keySet()).forEach(this::hangUp);
            events.accept(new RoomEvent.Closed(Outcome.INTERNAL, 0, 0));
        }
    }

    private void passTime() {
        long now = clocks.now();
        if (clocks.lag() - lag >= SLEPT_MILLIS) {
            perform(client.slept(now));
        }
        lag = clocks.lag();
        if (now >= client.deadline()) {
            perform(client.tick(now));
        }
        if (problem.isEmpty() || now >= retryAt) {
            perform(client.settle(now));
        }
        if (problem.isEmpty() && inbox.isEmpty()) {
            // Nobody waits for it, so it costs nothing: after a crash fewer lines are shown or sent a second time.
            keeper.commit();
        }
    }

    private long untilDeadline() {
        long least = problem.isEmpty() ? 1 : RETRY_MILLIS / 10;
        return Math.max(least, Math.min(MAX_WAIT_MILLIS, client.deadline() - clocks.now()));
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
            hangUp(dial.where());
            Wiretap tap = new Wiretap(dial.where());
            RelayConnection connection = new RelayConnection(relay, tap);
            tap.current = connection;
            connections.put(dial.where(), connection);
            connection.start();
        }

        @Override
        public void onTransmit(RoomEffect.Transmit transmit) {
            RelayConnection connection = connections.get(transmit.where());
            if (connection != null) {
                connection.send(transmit.frame());
            }
        }

        @Override
        public void onHangup(RoomEffect.Hangup hangup) {
            hangUp(hangup.where());
        }

        @Override
        public void onAppend(RoomEffect.Append append) {
            keeper.append(append.entry());
        }

        @Override
        public void onSave(RoomEffect.Save save) {
            keeper.save(save.record());
        }

        @Override
        public void onCommit(RoomEffect.Commit commit) {
            PeerLoop.this.commit();
        }

        @Override
        public void onFile(RoomEffect.File file) {
            try {
                files.submit(file.work());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void onTell(RoomEffect.Tell tell) {
            events.accept(tell.event());
        }
    };

    private void commit() {
        Optional<String> before = problem;
        problem = keeper.commit();
        if (!problem.equals(before)) {
            events.accept(new RoomEvent.StorageFailing(problem.orElse("")));
        }
        if (problem.isPresent()) {
            retryAt = clocks.now() + RETRY_MILLIS;
            return;
        }
        perform(client.onCommitted(clocks.now()));
        shorten(false);
    }

    /** What was delivered and shown does not stay on disk. */
    private void shorten(boolean idle) {
        if (keeper.isWorthShortening(idle)) {
            keeper.shorten(client.journal());
        }
    }

    private void hangUp(Where where) {
        RelayConnection connection = connections.remove(where);
        if (connection != null) {
            connection.finish();
            finishing = connection;
        }
    }

    /** Brings what a connection reports to the loop's thread, unless we have hung up since. */
    private final class Wiretap implements RelayConnection.Listener {
        private final Where where;
        private RelayConnection current;
        private Optional<Pin> shown = Optional.empty();

        Wiretap(Where where) {
            this.where = where;
        }

        @Override
        public void onOpened(Optional<Pin> key) {
            whileCurrent(() -> {
                shown = key;
                perform(client.onOpened(where, clocks.now()));
            });
        }

        @Override
        public void onFrame(RelayFrame frame) {
            whileCurrent(() -> {
                if (frame instanceof RelayFrame.Welcome) {
                    relay.onWelcome(shown);
                }
                perform(client.onFrame(where, frame, clocks.now()));
            });
        }

        @Override
        public void onWritten(int envelopeBytes) {
            whileCurrent(() -> client.onWritten(where, envelopeBytes));
        }

        @Override
        public void onLost(boolean broken) {
            whileCurrent(() -> {
                connections.remove(where);
                perform(client.onLost(where, broken, clocks.now()));
            });
        }

        @Override
        public void onRefused(Outcome why) {
            whileCurrent(() -> {
                connections.remove(where);
                perform(client.onRelayRefused(why));
            });
        }

        private void whileCurrent(Runnable task) {
            enqueue(() -> {
                if (connections.get(where) == current) {
                    task.run();
                }
            });
        }
    }
}
