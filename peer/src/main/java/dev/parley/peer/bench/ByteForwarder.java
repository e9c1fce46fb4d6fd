package dev.parley.peer.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;

/**
 * The least that a relay on this platform can do: pairs two connections by a number and copies bytes, without frames, limits or timers.
 * One selector, one shared buffer. The yardstick of {@code parley bench}, not a relay.
 */
public final class ByteForwarder {
    private static final int BUFFER_BYTES = 256 << 10;

    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final Map<Integer, Side> waiting = new HashMap<>();

    private ByteForwarder() throws IOException {}

    /** One connection; what its socket did not take waits here, and its partner is not read meanwhile. */
    private static final class Side {
        private final SocketChannel channel;
        private final SelectionKey key;
        private Side partner;
        private ByteBuffer unsent;

        Side(SocketChannel channel, SelectionKey key) {
            this.channel = channel;
            this.key = key;
        }
    }

    /** Prints the port it listens on and forwards until standard input ends. */
    public static void main(String[] args) throws IOException {
        ByteForwarder forwarder = new ByteForwarder();
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
        server.configureBlocking(false);
        server.register(forwarder.selector, SelectionKey.OP_ACCEPT);
        System.out.println("ready 127.0.0.1:" + server.socket().getLocalPort());
        Thread end = new Thread(() -> {
            try {
                System.in.readAllBytes();
            } catch (IOException e) {
                // As good as the end.
            }
            Runtime.getRuntime().halt(0);
        });
        end.setDaemon(true);
        end.start();
        while (true) {
            forwarder.selector.select(forwarder::onReady);
        }
    }

    private void onReady(SelectionKey key) {
        try {
            if (!key.isValid()) {
                return;
            }
            if (key.isAcceptable()) {
                accept((ServerSocketChannel) key.channel());
            } else if (key.attachment() instanceof Side side) {
                if (key.isWritable()) {
                    flush(side);
                }
                if (key.isValid() && key.isReadable()) {
                    read(side);
                }
            }
        } catch (IOException | CancelledKeyException e) {
            // One of a pair is gone: the other ends with it.
            key.cancel();
        }
    }

    private void accept(ServerSocketChannel server) throws IOException {
        SocketChannel channel = server.accept();
        channel.configureBlocking(false);
        channel.socket().setTcpNoDelay(true);
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        key.attach(new Side(channel, key));
    }

    private void read(Side side) throws IOException {
        buffer.clear();
        if (side.partner == null) {
            pair(side);
            return;
        }
        if (side.channel.read(buffer) < 0) {
            side.key.cancel();
            side.channel.close();
            side.partner.channel.close();
            return;
        }
        buffer.flip();
        Side partner = side.partner;
        partner.channel.write(buffer);
        if (buffer.hasRemaining()) {
            partner.unsent = ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
            partner.key.interestOpsOr(SelectionKey.OP_WRITE);
            side.key.interestOpsAnd(~SelectionKey.OP_READ);
        }
    }

    private void flush(Side side) throws IOException {
        side.channel.write(side.unsent);
        if (!side.unsent.hasRemaining()) {
            side.unsent = null;
            side.key.interestOpsAnd(~SelectionKey.OP_WRITE);
            side.partner.key.interestOpsOr(SelectionKey.OP_READ);
        }
    }

    private void pair(Side side) throws IOException {
        buffer.limit(4);
        if (side.channel.read(buffer) != 4) {
            side.channel.close();
            return;
        }
        int room = buffer.getInt(0);
        Side other = waiting.remove(room);
        if (other == null) {
            waiting.put(room, side);
            return;
        }
        side.partner = other;
        other.partner = side;
        side.channel.write(ByteBuffer.allocate(1));
        other.channel.write(ByteBuffer.allocate(1));
    }
}
