package dev.parley.peer.bench;

import dev.parley.wire.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One room under load: writes frames with their send time, reads them back, keeps at most a window under way. */
final class BenchRoom {
    private final SocketChannel sender;
    private final SocketChannel receiver;
    private final SelectionKey senderKey;
    private final ByteBuffer outgoing;
    private final ByteBuffer frameHead = ByteBuffer.allocate(Wire.HEADER_BYTES + 8);
    private final int frameBytes;
    private final int window;
    private long sentBytes;
    private long receivedBytes;
    private int frameLeft;

    BenchRoom(SocketChannel[] pair, Selector selector, Load load) throws IOException {
        sender = pair[0];
        receiver = pair[1];
        frameBytes = Wire.HEADER_BYTES + load.size();
        window = load.windowBytes();
        outgoing = ByteBuffer.allocateDirect(Math.max(frameBytes, window / frameBytes * frameBytes))
                .limit(0);
        sender.configureBlocking(false);
        receiver.configureBlocking(false);
        senderKey = sender.register(selector, SelectionKey.OP_READ, this);
        receiver.register(selector, SelectionKey.OP_READ, this);
    }

    boolean isSender(SelectionKey key) {
        return key == senderKey;
    }

    /** Frames that the window has room for. */
    int credit() {
        return outgoing.hasRemaining() ? 0 : (int) ((window - (sentBytes - receivedBytes)) / frameBytes);
    }

    void send(int frames, long nowNanos) throws IOException {
        outgoing.clear();
        int count = Math.min(frames, outgoing.capacity() / frameBytes);
        for (int i = 0; i < count; i++) {
            int at = i * frameBytes;
            outgoing.putInt(at, frameBytes - Wire.LENGTH_BYTES);
            outgoing.put(at + Wire.LENGTH_BYTES, (byte) Wire.ENVELOPE);
            outgoing.putLong(at + Wire.HEADER_BYTES, nowNanos);
        }
        outgoing.limit(count * frameBytes);
        sentBytes += outgoing.limit();
        flush();
    }

    void flush() throws IOException {
        sender.write(outgoing);
        int wanted = outgoing.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        if (senderKey.interestOps() != wanted) {
            senderKey.interestOps(wanted);
        }
    }

    /** What the sender's side hears is the relay's keep-alive only; a bench is shorter than its deadline. */
    void hear(ByteBuffer scratch) throws IOException {
        if (sender.read(scratch.clear()) < 0) {
            throw new EOFException("The relay closed a sender's connection.");
        }
    }

    /** Reads what is there; each whole envelope is reported with its age. */
    void receive(ByteBuffer scratch, long nowNanos, Latencies latencies) throws IOException {
        int count = receiver.read(scratch.clear());
        if (count < 0) {
            throw new EOFException("The relay closed a receiver's connection.");
        }
        scratch.flip();
        while (scratch.hasRemaining()) {
            if (frameLeft > 0) {
                int skip = Math.min(frameLeft, scratch.remaining());
                scratch.position(scratch.position() + skip);
                frameLeft -= skip;
                continue;
            }
            int needed = frameHead.position() < Wire.HEADER_BYTES
                    ? Wire.HEADER_BYTES - frameHead.position()
                    : frameHead.capacity() - frameHead.position();
            int take = Math.min(needed, scratch.remaining());
            for (int i = 0; i < take; i++) {
                frameHead.put(scratch.get());
            }
            if (frameHead.position() == Wire.HEADER_BYTES && frameHead.get(Wire.LENGTH_BYTES) != Wire.ENVELOPE) {
                frameLeft = frameHead.getInt(0) - 1;
                frameHead.clear();
            } else if (!frameHead.hasRemaining()) {
                frameLeft = frameHead.getInt(0) - 1 - 8;
                receivedBytes += frameHead.getInt(0) + Wire.LENGTH_BYTES;
                latencies.add(nowNanos - frameHead.getLong(Wire.HEADER_BYTES));
                frameHead.clear();
            }
        }
    }

    void close() throws IOException {
        sender.close();
        receiver.close();
    }
}
