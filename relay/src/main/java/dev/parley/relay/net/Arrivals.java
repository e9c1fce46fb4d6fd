package dev.parley.relay.net;

import dev.parley.relay.room.Source;
import dev.parley.relay.tls.Tls;
import dev.parley.wire.FrameCodec;
import dev.parley.wire.Refusal;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The door: accepts connections, turns away those of a source that has too many before they cost anything, and hands the others to the
 * loops in turn. Each listener has a thread here.
 */
final class Arrivals {
    /** Descriptors kept for what is not a peer: files, selectors, listeners, the operator. */
    private static final int SPARE_DESCRIPTORS = 48;

    private static final long PAUSE_MILLIS = 5;
    private static final byte[] BUSY = FrameCodec.encode(Refusal.BUSY.frame());

    private final RelayStats stats;
    private final Sources sources;
    private final Gate gate;
    private final LongSupplier clock;
    private final AtomicInteger turn = new AtomicInteger();
    private final int mostOpen;
    private EventLoop[] loops = {};

    /** @param descriptors how many files the process may have open */
    Arrivals(RelayStats stats, Sources sources, Gate gate, LongSupplier clock, long descriptors) {
        this.stats = stats;
        this.sources = sources;
        this.gate = gate;
        this.clock = clock;
        mostOpen = (int) Math.max(1, Math.min(Integer.MAX_VALUE, descriptors - SPARE_DESCRIPTORS));
    }

    /** Whom to hand them to; called once before any thread runs. */
    void join(EventLoop[] all) {
        loops = all.clone();
    }

    /** Who is let in. */
    Gate gate() {
        return gate;
    }

    /** How many connections can be open at a time, whatever the options say. */
    int mostOpen() {
        return mostOpen;
    }

    /** Accepts until {@code server} is closed. */
    void acceptAll(ServerSocketChannel server, Optional<Tls> tls) {
        while (server.isOpen()) {
            try {
                if (stats.connections() >= mostOpen) {
                    // Who waits in the kernel's queue costs us nothing; those inside without a seat give way to them.
                    EventLoop loop = loops[turn(loops.length)];
                    loop.execute(loop::spareDescriptors);
                    pause();
                } else {
                    take(server.accept(), tls);
                }
            } catch (IOException e) {
                if (server.isOpen()) {
                    // Out of descriptors, most likely: some will come free.
                    pause();
                }
            }
        }
    }

    private void take(SocketChannel channel, Optional<Tls> tls) {
        stats.opened();
        try {
            InetAddress address = ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
            if (gate.denies(address)) {
                stats.turnedAway();
                close(channel);
                return;
            }
            Source source = sourceOf(address);
            if (!sources.arrive(source, clock.getAsLong())) {
                turnAway(channel, tls.isPresent());
                return;
            }
            try {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                EventLoop loop = loops[turn(loops.length)];
                loop.execute(() -> loop.accept(channel, source, tls));
            } catch (IOException e) {
                gone(channel, source);
            }
        } catch (IOException e) {
            close(channel);
        }
    }

    /** A "no" that fits into any socket's buffer; where TLS is spoken it would have to be agreed on first, and is not worth that. */
    private void turnAway(SocketChannel channel, boolean secure) throws IOException {
        stats.turnedAway();
        channel.configureBlocking(false);
        if (!secure) {
            channel.write(ByteBuffer.wrap(BUSY));
        }
        close(channel);
    }

    /** A connection that was handed to a loop is over; any thread. */
    void gone(SocketChannel channel, Source source) {
        sources.leave(source);
        close(channel);
    }

    private void close(SocketChannel channel) {
        stats.closed();
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing is left to do with a socket that cannot even close.
        }
    }

    private int turn(int of) {
        return Math.floorMod(turn.getAndIncrement(), of);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One IPv4 address, also where it is mapped into IPv6, or one IPv6 /64. */
    static Source sourceOf(InetAddress address) {
        byte[] bytes = address.getAddress();
        return new Source(HexFormat.of().formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes));
    }
}
