package dev.parley.relay.net;

import dev.parley.relay.room.Source;
import dev.parley.relay.tls.Tls;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A running relay: an acceptor thread and its event loops. Stores nothing, logs nothing about who meets whom. */
public final class Relay implements AutoCloseable {
    /** All peers of a relay that restarts come back at once; the kernel takes no more than this in any case. */
    private static final int BACKLOG = 4_096;

    private final Gate gate;
    private final List<ServerSocketChannel> servers = new ArrayList<>();
    private final EventLoop[] loops;
    private final List<Thread> threads = new ArrayList<>();
    private final RelayStats stats = new RelayStats();

    private Relay(List<Listener> listeners, RelayOptions options, Gate gate, LongSupplier clock) throws IOException {
        this.gate = gate;
        loops = new EventLoop[options.loops()];
        for (int i = 0; i < loops.length; i++) {
            loops[i] = new EventLoop(options, stats, gate, clock);
            threads.add(new Thread(loops[i], "relay-loop-" + i));
        }
        for (EventLoop loop : loops) {
            loop.join(loops);
        }
        try {
            for (Listener listener : listeners) {
                ServerSocketChannel server = ServerSocketChannel.open();
                servers.add(server);
                server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                server.bind(listener.address(), BACKLOG);
                threads.add(new Thread(() -> acceptAll(server, listener.tls()), "relay-accept"));
            }
        } catch (IOException e) {
            for (ServerSocketChannel server : servers) {
                server.close();
            }
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

    private void acceptAll(ServerSocketChannel server, Optional<Tls> tls) {
        int next = 0;
        while (server.isOpen()) {
            try {
                SocketChannel channel = server.accept();
                stats.opened();
                if (admit(channel, tls, loops[next])) {
                    next = (next + 1) % loops.length;
                }
            } catch (IOException e) {
                if (!server.isOpen()) {
                    return;
                }
                pauseAccepting();
            }
        }
    }

    private boolean admit(SocketChannel channel, Optional<Tls> tls, EventLoop loop) {
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            InetAddress address = ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
            if (gate.denies(address)) {
                throw new IOException("This address is denied.");
            }
            Source source = sourceOf(address);
            loop.execute(() -> loop.accept(channel, source, tls));
            return true;
        } catch (IOException e) {
            stats.closed();
            try {
                channel.close();
            } catch (IOException alsoBroken) {
                // It was gone before it was here.
            }
            return false;
        }
    }

    /** Out of descriptors, most likely: some will come free. */
    private static void pauseAccepting() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One IPv4 address, also where it is mapped into IPv6, or one IPv6 /64. */
    static Source sourceOf(InetAddress address) {
        byte[] bytes = address.getAddress();
        return new Source(HexFormat.of().formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes));
    }

    /** Tells every peer that the relay restarts, closes all connections and waits for the threads. */
    @Override
    public void close() throws IOException {
        for (ServerSocketChannel server : servers) {
            server.close();
        }
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
