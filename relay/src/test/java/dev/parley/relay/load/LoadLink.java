package dev.parley.relay.load;

import dev.parley.wire.FrameCodec;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One connection under load, on its {@link LoadDriver}'s thread. An idle one holds no buffer. */
final class LoadLink {
    /** What is at the end of a link. */
    interface Talker {
        default void onOpened(LoadLink link) {}

        /** A whole frame; {@code frame} lies between position and limit, header and all, and is gone when this returns. */
        default void onFrame(LoadLink link, int type, ByteBuffer frame) {}

        /** What was handed over before is written. */
        default void onDrained(LoadLink link) {}

        /** It is over, whoever ended it; once. */
        default void onClosed(LoadLink link) {}
    }

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Talker talker;
    private final SocketChannel channel;
    private final long openedAt = System.nanoTime();
    private SelectionKey key;
    private ByteBuffer half = NOTHING;
    private ByteBuffer unsent = NOTHING;
    private boolean frozen;
    private boolean closed;

    /** @param receiveBytes of the system's buffer, or 0 for what it likes */
    LoadLink(InetAddress source, InetSocketAddress relay, int receiveBytes, Selector selector, Talker talker)
            throws IOException {
        this.talker = talker;
        channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (receiveBytes > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBytes);
            }
            channel.bind(new InetSocketAddress(source, 0));
            channel.connect(relay);
            key = channel.register(selector, SelectionKey.OP_CONNECT, this);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Nanoseconds since the connection was asked for. */
    long age() {
        return System.nanoTime() - openedAt;
    }

    boolean isClosed() {
        return closed;
    }

    void onReady(ByteBuffer buffer) {
        try {
            if (!closed && key.isConnectable()) {
                channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                talker.onOpened(this);
            }
            if (!closed && key.isWritable()) {
                flush();
            }
            if (!closed && key.isReadable()) {
                read(buffer);
            }
        } catch (IOException e) {
            close();
        }
    }

    private void read(ByteBuffer buffer) throws IOException {
        buffer.clear().put(half);
        half = NOTHING;
        if (channel.read(buffer) < 0) {
            throw new EOFException();
        }
        buffer.flip();
        while (!closed && buffer.remaining() >= Wire.HEADER_BYTES) {
            int end = buffer.position() + Wire.LENGTH_BYTES + buffer.getInt(buffer.position());
            if (end > buffer.limit()) {
                break;
            }
            int last = buffer.limit();
            int type = buffer.get(buffer.position() + Wire.LENGTH_BYTES) & 0xFF;
            if (type == Wire.PING) {
                send(new PeerFrame.Pong(buffer.getLong(buffer.position() + Wire.HEADER_BYTES)));
            } else {
                talker.onFrame(this, type, buffer.limit(end));
            }
            buffer.limit(last).position(end);
        }
        if (!closed && buffer.hasRemaining()) {
            half = ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
        }
    }

    void send(PeerFrame frame) {
        send(ByteBuffer.wrap(FrameCodec.encode(frame)));
    }

    /** Writes the bytes, keeping what the socket does not take. */
    void send(ByteBuffer bytes) {
        if (closed) {
            return;
        }
        try {
            if (!unsent.hasRemaining()) {
                channel.write(bytes);
            }
            if (bytes.hasRemaining()) {
                unsent = ByteBuffer.allocate(unsent.remaining() + bytes.remaining())
                        .put(unsent)
                        .put(bytes)
                        .flip();
                updateInterest();
            }
        } catch (IOException e) {
            close();
        }
    }

    /** Whether bytes wait for the socket. */
    boolean isStalled() {
        return unsent.hasRemaining();
    }

    private void flush() throws IOException {
        channel.write(unsent);
        if (!unsent.hasRemaining()) {
            unsent = NOTHING;
            updateInterest();
            talker.onDrained(this);
        }
    }

    /** Reads nothing until it is thawed. */
    void freeze(boolean on) {
        frozen = on;
        updateInterest();
    }

    private void updateInterest() {
        if (!closed) {
            key.interestOps((frozen ? 0 : SelectionKey.OP_READ) | (isStalled() ? SelectionKey.OP_WRITE : 0));
        }
    }

    /** Ends it with a reset: nothing of it lingers in the system. */
    void reset() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // Then it ends in the ordinary way.
        }
        close();
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            key.cancel();
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
        }
        talker.onClosed(this);
    }
}
