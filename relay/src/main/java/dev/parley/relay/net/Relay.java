package dev.parley.relay.net;

import dev.parley.relay.room.Source;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.LongSupplier;

/** A running relay: an acceptor thread and its event loops. Stores nothing, logs nothing about who meets whom. */
public final class Relay implements AutoCloseable {
    /** All peers of a relay that restarts come back at once; the kernel takes no more than this in any case. */
    private static final int BACKLOG = 4_096;

    private final Gate gate;
    private final ServerSocketChannel server;
    private final EventLoop[] loops;
    private final Thread[] threads;
    private final RelayStats stats = new RelayStats();

    private Relay(InetSocketAddress address, RelayOptions options, Gate gate, LongSupplier clock) throws IOException {
        this.gate = gate;
        server = ServerSocketChannel.open();
        server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        try {
            server.bind(address, BACKLOG);
        } catch (IOException e) {
            server.close();
            throw e;
        }
        loops = new EventLoop[options.loops()];
        threads = new Thread[options.loops() + 1];
        for (int i = 0; i < loops.length; i++) {
            loops[i] = new EventLoop(options, stats, gate, clock);
            threads[i] = new Thread(loops[i], "relay-loop-" + i);
        }
        for (EventLoop loop : loops) {
            loop.join(loops);
        }
        threads[loops.length] = new Thread(this::acceptAll, "relay-accept");
    }

    /**
     * Binds and starts a relay that is open to all.
     *
     * @param clock monotonic milliseconds
     * @throws IOException if the address cannot be bound
     */
    public static Relay start(InetSocketAddress address, RelayOptions options, LongSupplier clock) throws IOException {
        return start(address, options, Gate.open(), clock);
    }

    /**
     * Binds and starts; {@code gate} says who may come in.
     *
     * @param clock monotonic milliseconds
     * @throws IOException if the address cannot be bound
     */
    public static Relay start(InetSocketAddress address, RelayOptions options, Gate gate, LongSupplier clock)
            throws IOException {
        Relay relay = new Relay(address, options, gate, clock);
        for (Thread thread : relay.threads) {
            thread.start();
        }
        return relay;
    }

    /** Where it listens, with the real port. */
    public InetSocketAddress address() throws IOException {
        return (InetSocketAddress) server.getLocalAddress();
    }

    public RelayStats stats() {
        return stats;
    }

    private void acceptAll() {
        int next = 0;
        while (server.isOpen()) {
            try {
                SocketChannel channel = server.accept();
                stats.opened();
                if (admit(channel, loops[next])) {
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

    private boolean admit(SocketChannel channel, EventLoop loop) {
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            InetAddress address = ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
            if (gate.denies(address)) {
                throw new IOException("This address is denied.");
            }
            Source source = sourceOf(address);
            loop.execute(() -> loop.accept(channel, source));
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
        server.close();
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
