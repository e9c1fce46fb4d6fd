package dev.parley.relay.net;

import dev.parley.relay.admission.Challenges;
import dev.parley.relay.room.Source;
import dev.parley.relay.tls.Tls;
import dev.parley.wire.NoticeKind;
import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.RoomId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One thread, one selector, the buffers its connections share, and the rooms that hash to it. Says who is read and written, who comes and
 * goes; {@link Relief} says who gives way, {@link Intake} what becomes of the bytes.
 */
final class EventLoop implements Runnable, Intake.Loop, Relief.Loop {
    /** What is read at a time of a connection without a seat. */
    private static final int MAX_UNSEATED_READ = 1_024;

    private static final long TICK_MILLIS = 1_000;

    /** What others ask for is done so much at a time: who is here is read before more are let in. */
    private static final int MAX_TASKS = 64;

    /** Those without a seat that give way at a time when descriptors are short. */
    private static final int MAX_GIVING_WAY = 32;

    private final RelayStats stats;
    private final Arrivals arrivals;
    private final Sources sources;
    private final LoopCounts counts;
    private final LongSupplier clock;
    private final Selector selector;
    private final Challenges challenges = new Challenges();
    private final Gate gate;
    private final LoopRooms rooms;
    private final Intake intake;
    private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final LoopBuffers buffers = new LoopBuffers();

    private final Round<Connection> round = new Round<>();
    private final Relief relief;

    private EventLoop[] loops = {this};
    private RelayOptions options;
    private boolean draining;
    private long now;
    private long nextTick;
    private volatile boolean stopping;

    EventLoop(
            RelayOptions options, RelayStats stats, Arrivals arrivals, Sources sources, Hoard hoard, LongSupplier clock)
            throws IOException {
        this.options = options;
        this.arrivals = arrivals;
        this.sources = sources;
        this.stats = stats;
        this.clock = clock;
        this.selector = Selector.open();
        this.gate = arrivals.gate();
        this.counts = stats.loop();
        this.rooms = new LoopRooms(options.roomsPerLoop(), sources, gate, counts);
        this.intake = new Intake(rooms, counts, this);
        this.relief = new Relief(hoard, counts, this);
        this.now = clock.getAsLong();
    }

    /** All loops of the relay, in hash order; called once before any of them runs. */
    void join(EventLoop[] all) {
        loops = all.clone();
    }

    /** Runs {@code task} on this loop soon. */
    void execute(Runnable task) {
        inbox.add(task);
        selector.wakeup();
    }

    void stop() {
        stopping = true;
        selector.wakeup();
    }

    @Override
    public void run() {
        nextTick = now + TICK_MILLIS;
        while (!stopping) {
            try {
                if (inbox.isEmpty()) {
                    selector.select(this::onReady, Math.max(1, nextTurn() - clock.getAsLong()));
                } else {
                    selector.selectNow(this::onReady);
                }
            } catch (IOException e) {
                throw new AssertionError("The selector is gone.", e);
            }
            now = clock.getAsLong();
            int left = MAX_TASKS;
            for (Runnable task = inbox.poll(); task != null; task = --left > 0 ? inbox.poll() : null) {
                task.run();
            }
            relief.relieve();
            intake.letGoOn(now);
            if (now >= nextTick) {
                nextTick = now + TICK_MILLIS;
                rooms.tick(now);
                sources.tick(now);
            }
            round.look(now, connection -> guarded(connection, () -> lookAfter(connection)));
        }
        shutDown();
    }

    private long nextTurn() {
        return Math.min(intake.nextLook(now), Math.min(nextTick, round.next()));
    }

    /** From now on with these options; on this loop's thread. */
    void use(RelayOptions newOptions) {
        options = newOptions;
        rooms.allow(options.roomsPerLoop());
    }

    /** Gives each connection its last word, and takes no more; on this loop's thread. */
    void drain(Consumer<Connection> farewell) {
        draining = true;
        forEach(connection -> {
            if (connection.transport().isReady()) {
                farewell.accept(connection);
            } else {
                close(connection);
            }
        });
    }

    /** On this loop's thread. */
    @Override
    public void forEach(Consumer<Connection> work) {
        for (SelectionKey key : selector.keys()) {
            if (key.isValid()
                    && key.attachment() instanceof Connection connection
                    && connection.phase() != Connection.Phase.ENDING) {
                guarded(connection, () -> work.accept(connection));
            }
        }
    }

    /** A fresh connection of the acceptor; on this loop's thread. */
    void accept(SocketChannel channel, Source source, Optional<Tls> tls) {
        Transport transport = tls.isPresent() ? TlsTransport.start(channel, tls.get()) : new PlainTransport(channel);
        Connection connection = new Connection(transport, source, challenges.fresh(), clock);
        connection.mustBeAdmitted(gate.lists().mode());
        if (!register(connection)) {
            return;
        }
        makeRoom();
        if (draining || stats.connections() > mostConnections()) {
            refuse(connection, Refusal.BUSY);
            return;
        }
        greetIfReady(connection);
        relief.note(connection);
    }

    private void greetIfReady(Connection connection) {
        if (connection.greet(options.notice()) && connection.transport() instanceof TlsTransport) {
            counts.add(Count.HANDSHAKES, 1);
        }
    }

    /** Says no where it can be heard; a connection whose hands are not shaken is only closed. */
    private void refuse(Connection connection, Refusal refusal) {
        if (connection.transport().isReady()) {
            rooms.refuse(connection, refusal, now);
        } else {
            connection.end();
            close(connection);
        }
    }

    private boolean register(Connection connection) {
        try {
            SocketChannel channel = connection.transport().channel();
            if (channel.keyFor(selector) != null) {
                // It was here before, and its old key is not yet let go of.
                selector.selectNow();
                selector.selectedKeys().clear();
            }
            connection.attach(channel.register(selector, SelectionKey.OP_READ, connection), buffers);
            round.add(connection);
            return true;
        } catch (IOException e) {
            arrivals.gone(connection.transport().channel(), connection.source());
            return false;
        }
    }

    private void onReady(SelectionKey key) {
        now = clock.getAsLong();
        Connection connection = (Connection) key.attachment();
        if (connection.phase() == Connection.Phase.CLOSED || !key.isValid()) {
            return;
        }
        guarded(connection, () -> serve(connection, key));
    }

    /** A fault that one connection brings to light ends that connection, never the loop with all its rooms. */
    private void guarded(Connection connection, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            stats.faulted(e);
            if (connection.phase() != Connection.Phase.CLOSED) {
                lose(connection);
            }
        }
    }

    private void serve(Connection connection, SelectionKey key) {
        if (key.isWritable()) {
            connection.flush();
            if (connection.isBroken()) {
                lose(connection);
                return;
            }
            relief.note(connection);
        }
        if (key.isValid() && key.isReadable()) {
            read(connection);
        }
    }

    private void read(Connection connection) {
        Transport transport = connection.transport();
        ByteBuffer buffer = transport.readBuffer().clear();
        boolean ending = connection.phase() == Connection.Phase.ENDING;
        ByteBuffer half = connection.takeHalfFrame();
        if (half != null && !ending) {
            buffer.put(half);
        }
        int count;
        try {
            // A stranger gets little of our memory, however much it sends.
            count = transport.read(
                    buffer, connection.phase() == Connection.Phase.UNSEATED ? MAX_UNSEATED_READ : Integer.MAX_VALUE);
        } catch (IOException e) {
            count = -1;
        }
        if (count < 0) {
            if (!transport.isReady()) {
                counts.add(Count.HANDSHAKES_FAILED, 1);
            }
            lose(connection);
            return;
        }
        if (ending) {
            // A refused peer may still be talking; it is read to its end so that the refusal is not lost to a reset.
            return;
        }
        connection.wasRead();
        greetIfReady(connection);
        consume(connection, buffer.flip());
    }

    private void consume(Connection connection, ByteBuffer frames) {
        if (intake.take(connection, frames, now, options.limits().bytesPerSecondPerRoom())) {
            settle(connection);
        }
    }

    /** What is left to do for a connection that was read and is still this loop's. */
    private void settle(Connection connection) {
        relief.note(connection);
        if (connection.transport().hasEnded()) {
            lose(connection);
            return;
        }
        connection.settle();
        if (connection.transport().isWorking()) {
            delegate(connection);
        }
    }

    private void delegate(Connection connection) {
        try {
            connection.transport().delegate(() -> execute(() -> guarded(connection, () -> resume(connection))));
        } catch (RejectedExecutionException e) {
            refuse(connection, Refusal.BUSY);
        }
    }

    private void resume(Connection connection) {
        now = clock.getAsLong();
        if (connection.phase() != Connection.Phase.CLOSED) {
            connection.workDone();
            read(connection);
        }
    }

    /** Takes over a connection whose room lives here; its CLAIM is the first of the bytes it brings. */
    private void adopt(Connection connection) {
        now = clock.getAsLong();
        if (register(connection)) {
            relief.take(connection);
            if (draining) {
                rooms.refuse(connection, Refusal.BUSY, now);
                return;
            }
            ByteBuffer brought = connection.takeHalfFrame();
            ByteBuffer buffer = connection.transport().readBuffer().clear();
            consume(connection, buffer.put(brought).flip());
        }
    }

    @Override
    public boolean moves(Connection connection, RoomId room, ByteBuffer rest) {
        EventLoop home = loops[Math.floorMod(room.hashCode(), loops.length)];
        if (home == this) {
            return false;
        }
        connection.keepHalfFrame(rest);
        relief.forget(connection);
        round.forget(connection);
        connection.detach();
        home.execute(() -> home.guarded(connection, () -> home.adopt(connection)));
        return true;
    }

    @Override
    public void lose(Connection connection) {
        rooms.lost(connection, now);
        close(connection);
    }

    @Override
    public void close(Connection connection) {
        if (connection.phase() == Connection.Phase.CLOSED) {
            return;
        }
        connection.close();
        relief.note(connection);
        round.forget(connection);
        arrivals.gone(connection.transport().channel(), connection.source());
    }

    /** Where there is no room for one more, those without a seat give way. */
    private void makeRoom() {
        relief.giveWay(
                Math.max(relief.unseated() + 1 - options.unjoinedPerLoop(), stats.connections() - mostConnections()));
    }

    /** The door finds no descriptor for one more. */
    void spareDescriptors() {
        relief.giveWay(MAX_GIVING_WAY);
    }

    private int mostConnections() {
        return Math.min(options.limits().maxConnections(), arrivals.mostOpen());
    }

    /** Looks after the timers of one connection. */
    private void lookAfter(Connection connection) {
        if (connection.isOverdue(now)) {
            switch (connection.phase()) {
                case UNSEATED -> refuse(connection, Refusal.TOO_SLOW);
                case SEATED, ENDING -> lose(connection);
                case CLOSED -> {}
            }
        } else if (connection.needsPing(now)) {
            connection.send(new RelayFrame.Ping(now));
        }
    }

    /** Tells everybody who was not told before, and closes. */
    private void shutDown() {
        drain(connection -> connection.send(new RelayFrame.Notice(NoticeKind.RESTARTING, 1_000, "")));
        for (SelectionKey key : selector.keys()) {
            if (key.isValid() && key.attachment() instanceof Connection connection) {
                close(connection);
            }
        }
        try {
            selector.close();
        } catch (IOException e) {
            // The process ends anyway.
        }
    }
}
