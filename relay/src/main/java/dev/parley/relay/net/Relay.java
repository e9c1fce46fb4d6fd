package dev.parley.relay.net;

import dev.parley.wire.NoticeKind;
import dev.parley.wire.RelayFrame;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A running relay: an acceptor thread and its event loops. Stores nothing, logs nothing about who meets whom. */
public final class Relay implements AutoCloseable {
    /** All peers of a relay that restarts come back at once; the kernel takes no more than this in any case. */
    private static final int BACKLOG = 4_096;

    private final List<ServerSocketChannel> servers = new ArrayList<>();
    private final Sources sources;
    private final EventLoop[] loops;
    private final List<Thread> threads = new ArrayList<>();
    private final RelayStats stats = new RelayStats();
    private volatile boolean draining;

    private Relay(List<Listener> listeners, RelayOptions options, Gate gate, LongSupplier clock) throws IOException {
        sources = new Sources(options.limits());
        Arrivals arrivals = new Arrivals(stats, sources, gate, clock, Descriptors.most());
        loops = new EventLoop[options.loops()];
        for (int i = 0; i < loops.length; i++) {
            loops[i] = new EventLoop(options, stats, arrivals, sources, clock);
            threads.add(new Thread(loops[i], "relay-loop-" + i));
        }
        for (EventLoop loop : loops) {
            loop.join(loops);
        }
        arrivals.join(loops);
        try {
            for (Listener listener : listeners) {
                ServerSocketChannel server = ServerSocketChannel.open();
                servers.add(server);
                server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                server.bind(listener.address(), BACKLOG);
                threads.add(new Thread(() -> arrivals.acceptAll(server, listener.tls()), "relay-accept"));
            }
        } catch (IOException e) {
            closeServers();
            throw e;
        }
    }

    /**
     * Binds and starts a relay that is open to all.
     *
     * @param clock monotonic milliseconds
     * @throws IOException if an address cannot be bound
     */
    public static Relay start(List<Listener> listeners, RelayOptions options, LongSupplier clock) throws IOException {
        return start(listeners, options, Gate.open(), clock);
    }

    /**
     * Binds and starts; {@code gate} says who may come in.
     *
     * @param clock monotonic milliseconds
     * @throws IOException if an address cannot be bound
     */
    public static Relay start(List<Listener> listeners, RelayOptions options, Gate gate, LongSupplier clock)
            throws IOException {
        Relay relay = new Relay(listeners, options, gate, clock);
        relay.threads.forEach(Thread::start);
        return relay;
    }

    /** The same with one address, for plain TCP. */
    public static Relay start(InetSocketAddress address, RelayOptions options, LongSupplier clock) throws IOException {
        return start(List.of(new Listener(address, Optional.empty())), options, clock);
    }

    /** Where it listens first, with the real port. */
    public InetSocketAddress address() throws IOException {
        return (InetSocketAddress) servers.get(0).getLocalAddress();
    }

    /** Where it listens, with the real ports, in the order in which it was told to. */
    public List<InetSocketAddress> addresses() throws IOException {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (ServerSocketChannel server : servers) {
            addresses.add((InetSocketAddress) server.getLocalAddress());
        }
        return addresses;
    }

    public RelayStats stats() {
        return stats;
    }

    /** From now on with these options, but for the number of loops. */
    public void use(RelayOptions options) {
        sources.use(options.limits());
        for (EventLoop loop : loops) {
            loop.execute(() -> loop.use(options));
        }
    }

    /** Shows everybody in a room the operator's word: at most 512 bytes of UTF-8. */
    public void announce(String text) {
        RelayFrame.Notice notice = new RelayFrame.Notice(NoticeKind.OPERATOR_TEXT, 0, text);
        for (EventLoop loop : loops) {
            loop.execute(() -> loop.forEach(connection -> {
                if (connection.phase() == Connection.Phase.SEATED) {
                    connection.send(notice);
                }
            }));
        }
    }

    /**
     * Takes no more connections, tells everybody when to come back, each a little later, and ends each connection once that is written.
     * Returns at once; {@link RelayStats#connections} is 0 when all are gone, which takes about three seconds with those that do not read.
     */
    public void drain() throws IOException {
        draining = true;
        closeServers();
        ReturnTimes times = new ReturnTimes(stats.connections());
        for (EventLoop loop : loops) {
            loop.execute(() -> loop.drain(connection -> {
                connection.send(new RelayFrame.Notice(NoticeKind.RESTARTING, times.next(), ""));
                connection.faceNobody();
                connection.end();
            }));
        }
    }

    /** Whether it is on its way down. */
    public boolean isDraining() {
        return draining;
    }

    private void closeServers() throws IOException {
        for (ServerSocketChannel server : servers) {
            server.close();
        }
    }

    /** Tells every peer that the relay restarts, closes all connections and waits for the threads. */
    @Override
    public void close() throws IOException {
        closeServers();
        for (EventLoop loop : loops) {
            loop.stop();
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
