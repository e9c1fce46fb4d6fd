package dev.parley.relay.net;

import dev.parley.relay.admission.Challenges;
import dev.parley.relay.room.Source;
import dev.parley.relay.tls.Tls;
import dev.parley.wire.FrameCodec;
import dev.parley.wire.NoticeKind;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.RoomId;
import dev.parley.wire.Wire;
import dev.parley.wire.WireException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;

/**
 * One thread, one selector, one large read buffer, and the rooms that hash to this loop. A connection is read into the shared buffer,
 * every contiguous run of envelopes in it is written to the partner at once, and only what is unfinished is copied.
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
    private final LoopRooms rooms;
    private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final LoopBuffers buffers = new LoopBuffers();

    /** The one of {@link #buffers} that the connection at hand is read into. */
    private ByteBuffer buffer = buffers.plain();

    /** Those without a seat, in the order in which they came. */
    private final Set<Connection> unseated = new LinkedHashSet<>();

    /** Those whose room has had more than its share. */
    private final List<Connection> paused = new ArrayList<>();

    private EventLoop[] loops = {this};
    private RelayOptions options;
    private int envelopesInRun;
    private boolean draining;
    private long now;
    private long nextTick;
    private volatile boolean stopping;

    EventLoop(RelayOptions options, RelayStats stats, Arrivals arrivals, Sources sources, LongSupplier clock)
            throws IOException {
        this.options = options;
        this.arrivals = arrivals;
        this.sources = sources;
        this.stats = stats;
        this.clock = clock;
        this.selector = Selector.open();
        this.counts = stats.loop();
        this.rooms = new LoopRooms(options.roomsPerLoop(), sources, counts);
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
            paused.removeIf(connection -> connection.phase() == Connection.Phase.CLOSED || connection.mayGoOn(now));
            if (now >= nextTick) {
                nextTick = now + TICK_MILLIS;
                tick();
            }
        }
        shutDown();
    }

    private long nextTurn() {
        return paused.isEmpty() ? nextTick : Math.min(nextTick, now + PAUSED_MILLIS);
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
        Transport transport;
        try {
            transport = tls.isPresent()
                    ? new TlsTransport(channel, tls.get().engine(), tls.get().handshakes())
                    : new PlainTransport(channel);
        } catch (SSLException e) {
            throw new AssertionError("The certificate was good when it came into force.", e);
        }
        Connection connection = new Connection(transport, source, challenges.fresh(), clock);
        if (!register(connection)) {
            return;
        }
        makeRoom();
        if (draining || stats.connections() > mostConnections()) {
            refuse(connection, Refusal.BUSY);
            return;
        }
        greetIfReady(connection);
        reseat(connection);
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
                    0,
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
        }
        if (key.isValid() && key.isReadable()) {
            read(connection);
        }
    }

    private void read(Connection connection) {
        Transport transport = connection.transport();
        buffer = transport.readBuffer().clear();
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
        buffer.flip();
        if (consume(connection)) {
            settle(connection);
        }
    }

    /** What is left to do for a connection that was read and is still this loop's. */
    private void settle(Connection connection) {
        reseat(connection);
        if (connection.transport().hasEnded()) {
            lose(connection);
            return;
        }
        connection.settle();
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

    /**
     * Forwards runs of envelopes and handles control frames, in order, until the buffer holds less than a frame; whether the connection
     * goes on here.
     */
    private boolean consume(Connection connection) {
        int limit = buffer.limit();
        int runStart = 0;
        int at = 0;
        while (limit - at >= Wire.HEADER_BYTES) {
            int length = buffer.getInt(at);
            int type = buffer.get(at + Wire.LENGTH_BYTES);
            boolean isEnvelope = type == Wire.ENVELOPE
                    && length > 1
                    && length <= Wire.MAX_LENGTH
                    && connection.phase() == Connection.Phase.SEATED;
            if (!isEnvelope && !isAllowed(connection, length, type)) {
                forward(connection, runStart, at);
                if (connection.phase() != Connection.Phase.ENDING) {
                    rooms.refuse(connection, Refusal.BAD_FRAME, now);
                }
                return false;
            }
            int next = at + Wire.LENGTH_BYTES + length;
            if (next > limit) {
                break;
            }
            if (isEnvelope) {
                envelopesInRun++;
            } else {
                forward(connection, runStart, at);
                if (connection.phase() == Connection.Phase.ENDING || !control(connection, at, next, limit)) {
                    return false;
                }
                runStart = next;
            }
            at = next;
        }
        forward(connection, runStart, at);
        if (at < limit && connection.phase() != Connection.Phase.ENDING) {
            connection.keepHalfFrame(buffer.limit(limit).position(at));
        }
        return connection.phase() != Connection.Phase.ENDING;
    }

    private static boolean isAllowed(Connection connection, int length, int type) {
        try {
            FrameCodec.checkPeerHeader(length, type);
        } catch (WireException e) {
            return false;
        }
        boolean seated = connection.phase() == Connection.Phase.SEATED;
        return switch (type) {
            case Wire.CLAIM, Wire.RESUME -> !seated;
            case Wire.PING, Wire.PONG -> true;
            default -> seated;
        };
    }

    private void forward(Connection connection, int from, int to) {
        int envelopes = envelopesInRun;
        envelopesInRun = 0;
        if (from == to || connection.phase() != Connection.Phase.SEATED) {
            return;
        }
        Connection partner = connection.partner();
        if (partner != null) {
            int limit = buffer.limit();
            partner.forward(buffer.limit(to).position(from));
            buffer.limit(limit);
            long perSecond = options.limits().bytesPerSecondPerRoom();
            if (perSecond > 0 && connection.charge(to - from, perSecond)) {
                paused.add(connection);
            }
            counts.add(Count.ENVELOPES, envelopes);
            counts.add(Count.ENVELOPE_BYTES, to - from);
        } else if (!connection.mayBeUnheard(to - from)) {
            rooms.refuse(connection, Refusal.NOBODY_THERE, now);
        }
    }

    /** Handles the control frame at {@code from}; false if the connection ended or moved to another loop. */
    private boolean control(Connection connection, int from, int to, int limit) {
        PeerFrame frame;
        try {
            frame = FrameCodec.decodePeer(buffer.limit(to).position(from));
        } catch (WireException e) {
            rooms.refuse(connection, Refusal.BAD_FRAME, now);
            return false;
        } finally {
            buffer.limit(limit);
        }
        EventLoop home = homeOf(frame);
        if (home != this) {
            buffer.limit(limit).position(from);
            connection.keepHalfFrame(buffer);
            unseated.remove(connection);
            connection.detach();
            home.execute(() -> home.guarded(connection, () -> home.adopt(connection)));
            return false;
        }
        rooms.take(connection, frame, now);
        return connection.phase() != Connection.Phase.ENDING && connection.phase() != Connection.Phase.CLOSED;
    }

    /** Takes over a connection whose room lives here; its CLAIM is the first of the bytes it brings. */
    private void adopt(Connection connection) {
        now = clock.getAsLong();
        if (register(connection)) {
            if (draining) {
                rooms.refuse(connection, Refusal.BUSY, now);
                return;
            }
            ByteBuffer brought = connection.takeHalfFrame();
            buffer = connection.transport().readBuffer().clear();
            buffer.put(brought).flip();
            if (consume(connection)) {
                settle(connection);
            }
        }
    }

    /** The loop that has the room which the frame names; this one for all other frames. */
    private EventLoop homeOf(PeerFrame frame) {
        if (frame instanceof PeerFrame.Claim claim) {
            return homeOf(claim.room());
        }
        return frame instanceof PeerFrame.Resume resume ? homeOf(resume.room()) : this;
    }

    private EventLoop homeOf(RoomId room) {
        return loops[Math.floorMod(room.hashCode(), loops.length)];
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
        reseat(connection);
        arrivals.gone(connection.transport().channel(), connection.source());
    }

    /** Keeps the list of those without a seat, oldest first. */
    private void reseat(Connection connection) {
        if (connection.changedSeating()) {
            if (connection.phase() == Connection.Phase.UNSEATED) {
                unseated.add(connection);
            } else {
                unseated.remove(connection);
            }
        }
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
        for (int i = 0; i < count && !unseated.isEmpty(); i++) {
            Connection oldest = unseated.iterator().next();
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

    private void tick() {
        rooms.tick(now);
        sources.tick(now);
        List<Connection> late = new ArrayList<>();
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof Connection connection && key.isValid()) {
                if (connection.isPastJoinDeadline(now)
                        || connection.isPastLinger(now)
                        || connection.isDead(now)
                        || connection.isBroken()) {
                    late.add(connection);
                } else if (connection.needsPing(now)) {
                    connection.send(new RelayFrame.Ping(now));
                }
            }
        }
        for (Connection connection : late) {
            switch (connection.phase()) {
                case UNSEATED -> refuse(connection, Refusal.TOO_SLOW);
                case SEATED, ENDING -> lose(connection);
                case CLOSED -> {}
            }
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
