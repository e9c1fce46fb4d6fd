package dev.parley.relay.net;

import dev.parley.relay.admission.Challenges;
import dev.parley.relay.room.Source;
import dev.parley.relay.tls.Tls;
import dev.parley.wire.NoticeKind;
import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.RoomId;
import dev.parley.wire.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One thread, one selector, the buffers its connections share, and the rooms that hash to it. Says who is read and written, who comes,
 * goes and gives way; {@link Intake} says what becomes of the bytes.
 */
final class EventLoop implements Runnable {
    /** What is read at a time of a connection without a seat. */
    private static final int MAX_UNSEATED_READ = 1_024;

    private static final long TICK_MILLIS = 1_000;

    /** What others ask for is done so much at a time: who is here is read before more are let in. */
    private static final int MAX_TASKS = 64;

    /** Those without a seat that give way at a time when descriptors are short. */
    private static final int MAX_GIVING_WAY = 32;

    /** How often to look whether a room that had too much may go on. */
    private static final long PAUSED_MILLIS = 20;

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

    private final Unseated unseated = new Unseated();
    private final Round<Connection> round = new Round<>();
    private final Hoard hoard;

    /** Those whose room has had more than its share. */
    private final List<Connection> paused = new ArrayList<>();

    private EventLoop[] loops = {this};
    private RelayOptions options;
    private boolean draining;
    private long now;
    private long nextTick;
    private volatile boolean stopping;

    EventLoop(
            RelayOptions options, RelayStats stats, Arrivals arrivals, Sources sources, Hoard hoard, LongSupplier clock)
            throws IOException {
        this.hoard = hoard;
        this.options = options;
        this.arrivals = arrivals;
        this.sources = sources;
        this.stats = stats;
        this.clock = clock;
        this.selector = Selector.open();
        this.gate = arrivals.gate();
        this.counts = stats.loop();
        this.rooms = new LoopRooms(options.roomsPerLoop(), sources, gate, counts);
        this.intake = new Intake(rooms, counts, new Intake.Loop() {
            @Override
            public boolean moves(Connection connection, RoomId room, ByteBuffer rest) {
                return moveHome(connection, room, rest);
            }

            @Override
            public void pause(Connection connection) {
                paused.add(connection);
            }
        });
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
            if (hoard.isTooMuch()) {
                relieve();
            }
            paused.removeIf(connection -> connection.phase() == Connection.Phase.CLOSED || connection.mayGoOn(now));
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
        long next = Math.min(nextTick, round.next());
        return paused.isEmpty() ? next : Math.min(next, now + PAUSED_MILLIS);
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

    /** Does something with everybody who is not being refused; on this loop's thread. */
    void forEach(Consumer<Connection> work) {
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
        unseated.note(connection);
    }

    private void greetIfReady(Connection connection) {
        if (connection.isToBeGreeted()) {
            if (connection.transport() instanceof TlsTransport) {
                counts.add(Count.HANDSHAKES, 1);
            }
            connection.send(new RelayFrame.Welcome(
                    Wire.MIN_PROTOCOL,
                    Wire.MAX_PROTOCOL,
                    connection.challenge(),
                    Wire.MAX_ENVELOPE_BYTES,
                    Wire.KEEP_ALIVE_SECONDS,
                    Wire.SEAT_HOLD_SECONDS,
                    connection.admittance().bits(),
                    options.notice()));
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
            connection.finishOutput();
            hoard.weigh(connection);
        }
        if (key.isValid() && key.isReadable()) {
            read(connection);
        }
    }

    /** Ends those who hold most, whose seats are held, until the others have room: a peer that does not read must not end the relay. */
    private void relieve() {
        List<Connection> all = new ArrayList<>();
        forEach(all::add);
        all.sort(Comparator.comparingInt(Connection::memoryBytes).reversed());
        for (Connection next : all) {
            if (!hoard.isTooMuch()) {
                return;
            }
            counts.refused(Refusal.BUSY);
            lose(next);
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
        unseated.note(connection);
        hoard.weigh(connection);
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
            hoard.take(connection);
            if (draining) {
                rooms.refuse(connection, Refusal.BUSY, now);
                return;
            }
            ByteBuffer brought = connection.takeHalfFrame();
            ByteBuffer buffer = connection.transport().readBuffer().clear();
            consume(connection, buffer.put(brought).flip());
        }
    }

    /** Hands a connection over to the loop that has the room it names, with the bytes from its CLAIM on; false if that is this one. */
    private boolean moveHome(Connection connection, RoomId room, ByteBuffer rest) {
        EventLoop home = loops[Math.floorMod(room.hashCode(), loops.length)];
        if (home == this) {
            return false;
        }
        connection.keepHalfFrame(rest);
        unseated.forget(connection);
        hoard.forget(connection);
        round.forget(connection);
        connection.detach();
        home.execute(() -> home.guarded(connection, () -> home.adopt(connection)));
        return true;
    }

    private void lose(Connection connection) {
        rooms.lost(connection, now);
        close(connection);
    }

    private void close(Connection connection) {
        if (connection.phase() == Connection.Phase.CLOSED) {
            return;
        }
        connection.close();
        unseated.note(connection);
        round.forget(connection);
        hoard.weigh(connection);
        arrivals.gone(connection.transport().channel(), connection.source());
    }

    /** Where there is no room for one more, those without a seat give way, the oldest first: an honest peer has its seat in a moment. */
    private void makeRoom() {
        int tooMany =
                Math.max(unseated.size() + 1 - options.unjoinedPerLoop(), stats.connections() - mostConnections());
        giveWay(tooMany);
    }

    /** The door finds no descriptor for one more. */
    void spareDescriptors() {
        giveWay(MAX_GIVING_WAY);
    }

    private void giveWay(int count) {
        for (int i = 0; i < count && unseated.size() > 0; i++) {
            Connection oldest = unseated.oldest();
            counts.refused(Refusal.BUSY);
            if (oldest.phase() == Connection.Phase.UNSEATED
                    && oldest.transport().isReady()) {
                oldest.send(Refusal.BUSY.frame());
            }
            close(oldest);
        }
    }

    private int mostConnections() {
        return Math.min(options.limits().maxConnections(), arrivals.mostOpen());
    }

    /** Looks after the timers of one connection. */
    private void lookAfter(Connection connection) {
        if (connection.isPastJoinDeadline(now)
                || connection.isPastLinger(now)
                || connection.isDead(now)
                || connection.isBroken()) {
            switch (connection.phase()) {
                case UNSEATED -> refuse(connection, Refusal.TOO_SLOW);
                case SEATED, ENDING -> lose(connection);
                case CLOSED -> {}
            }
        } else if (connection.needsPing(now)) {
            connection.send(new RelayFrame.Ping(now));
        }
    }

    /** Tells everybody and closes. */
    private void shutDown() {
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof Connection connection && key.isValid()) {
                if (connection.transport().isReady()) {
                    connection.send(new RelayFrame.Notice(NoticeKind.RESTARTING, 1_000, ""));
                }
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
