package dev.parley.peer.faults;

import dev.parley.wire.FrameCodec;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.Wire;
import dev.parley.wire.WireException;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;

/** One connection of a {@link DrivenPeer}: frames on a socket that never blocks. An idle one holds no memory. */
final class DrivenLink {
    /** What a link reports, on the driver's thread. */
    interface Listener {
        void onOpened();

        void onFrame(RelayFrame frame);

        /** Envelope bytes that left for the relay. */
        void onWritten(int envelopeBytes);

        /** Nothing comes any more; {@code broken} if the relay sent what is no frame. */
        void onLost(boolean broken);

        /** What was there was reported. */
        void onPause();
    }

    private record Unsent(ByteBuffer bytes, int envelopeBytes) {}

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Listener listener;
    private final SocketChannel channel;
    private final Queue<Unsent> unsent = new ArrayDeque<>();
    private ByteBuffer half = NOTHING;
    private SelectionKey key;
    private boolean finishing;
    private boolean outputShut;

    /** @param source our own address, one for each person */
    DrivenLink(InetAddress source, InetSocketAddress relay, Selector selector, Listener listener) throws IOException {
        this.listener = listener;
        channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.socket().setTcpNoDelay(true);
            channel.bind(new InetSocketAddress(source, 0));
            channel.connect(relay);
            key = channel.register(selector, SelectionKey.OP_CONNECT, this);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** @param buffer for what is read now; as large as the largest frame at least */
    void onReady(ByteBuffer buffer) {
        try {
            if (key.isValid() && key.isConnectable()) {
                channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                listener.onOpened();
            }
            if (key.isValid() && key.isWritable()) {
                flush();
            }
            if (key.isValid() && key.isReadable()) {
                read(buffer);
            }
        } catch (WireException e) {
            close();
            listener.onLost(true);
        } catch (IOException e) {
            close();
            listener.onLost(false);
        }
        listener.onPause();
    }

    private void read(ByteBuffer buffer) throws IOException, WireException {
        buffer.clear().put(half);
        half = NOTHING;
        if (channel.read(buffer) < 0) {
            throw new EOFException();
        }
        buffer.flip();
        while (!finishing && isWhole(buffer)) {
            byte[] frame = new byte[Wire.LENGTH_BYTES + buffer.getInt(buffer.position())];
            buffer.get(frame);
            listener.onFrame(FrameCodec.decodeRelay(frame));
        }
        if (!finishing && buffer.hasRemaining()) {
            half = ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
        }
    }

    private static boolean isWhole(ByteBuffer buffer) throws WireException {
        if (buffer.remaining() < Wire.HEADER_BYTES) {
            return false;
        }
        int length = buffer.getInt(buffer.position());
        FrameCodec.checkRelayHeader(length, buffer.get(buffer.position() + Wire.LENGTH_BYTES) & 0xFF);
        return buffer.remaining() >= Wire.LENGTH_BYTES + length;
    }

    void send(PeerFrame frame) throws IOException {
        int envelopeBytes =
                frame instanceof PeerFrame.Forward forward ? forward.envelope().size() : 0;
        unsent.add(new Unsent(ByteBuffer.wrap(FrameCodec.encode(frame)), envelopeBytes));
        if (unsent.size() == 1) {
            flush();
        }
    }

    private void flush() throws IOException {
        for (Unsent next = unsent.peek(); next != null; next = unsent.peek()) {
            channel.write(next.bytes());
            if (next.bytes().hasRemaining()) {
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                return;
            }
            unsent.remove();
            if (next.envelopeBytes() > 0) {
                listener.onWritten(next.envelopeBytes());
            }
        }
        key.interestOps(SelectionKey.OP_READ);
        if (finishing && !outputShut) {
            outputShut = true;
            channel.shutdownOutput();
        }
    }

    /** Writes what was handed over, then closes when the relay does; somebody must {@link #close} it if it does not. */
    void finish() {
        finishing = true;
        try {
            if (channel.isConnected() && unsent.isEmpty()) {
                flush();
            } else if (!channel.isConnected()) {
                close();
            }
        } catch (IOException e) {
            close();
        }
    }

    void close() {
        try {
            key.cancel();
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
