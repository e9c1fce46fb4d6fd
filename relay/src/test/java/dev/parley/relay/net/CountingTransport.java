package dev.parley.relay.net;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A socket that takes as many bytes as it was last allowed, and remembers them. */
final class CountingTransport implements Transport {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private int allowed;

    void allow(int bytes) {
        allowed = bytes;
    }

    byte[] written() {
        return written.toByteArray();
    }

    @Override
    public SocketChannel channel() {
        throw new AssertionError("There is no channel.");
    }

    @Override
    public void borrow(LoopBuffers buffers) {}

    @Override
    public ByteBuffer readBuffer() {
        throw new AssertionError("Nothing is read here.");
    }

    @Override
    public int read(ByteBuffer buffer, int most) {
        throw new AssertionError("Nothing is read here.");
    }

    @Override
    public void finish() {}

    @Override
    public void write(ByteBuffer buffer) {
        while (allowed > 0 && buffer.hasRemaining()) {
            written.write(buffer.get());
            allowed--;
        }
    }
}
