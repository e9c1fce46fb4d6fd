package dev.parley.relay.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** TCP as it is. */
final class PlainTransport implements Transport {
    private final SocketChannel channel;
    private LoopBuffers buffers;

    PlainTransport(SocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public SocketChannel channel() {
        return channel;
    }

    @Override
    public void borrow(LoopBuffers lent) {
        buffers = lent;
    }

    @Override
    public ByteBuffer readBuffer() {
        return buffers.plain();
    }

    @Override
    public int read(ByteBuffer buffer, int most) throws IOException {
        if (buffer.remaining() > most) {
            buffer.limit(buffer.position() + most);
        }
        return channel.read(buffer);
    }

    @Override
    public void write(ByteBuffer buffer) throws IOException {
        channel.write(buffer);
    }

    @Override
    public void finish() throws IOException {
        channel.shutdownOutput();
    }
}
