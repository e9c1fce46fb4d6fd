package dev.parley.relay.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Bytes in and out of one connection, without blocking: plain, or through TLS. On the thread of the loop that owns the connection. What is
 * not said otherwise is true of one that holds nothing and waits for nothing.
 */
interface Transport {
    SocketChannel channel();

    /** The loop that owns the connection from now on lends its buffers. */
    void borrow(LoopBuffers buffers);

    /** The loop's buffer that {@link #read} fills best. */
    ByteBuffer readBuffer();

    /**
     * Reads what is there, at most about {@code most} bytes of the socket, behind what {@code buffer} holds; the count of bytes for the
     * connection, 0 if there are none yet, or -1 at the end of the stream.
     */
    int read(ByteBuffer buffer, int most) throws IOException;

    /** Takes what it can of {@code buffer}, advancing its position; what was taken is on its way. */
    void write(ByteBuffer buffer) throws IOException;

    /** Writes what was taken before; whether bytes went out. */
    default boolean flush() throws IOException {
        return false;
    }

    /** SHA-256 of the SPKI that we show in TLS, 32 bytes; none without TLS. */
    default byte[] relayPin() {
        return new byte[0];
    }

    /** Bytes that were taken and that the socket did not take yet. */
    default int heldBytes() {
        return 0;
    }

    /** Bytes of memory that this holds of its own. */
    default int memoryBytes() {
        return 0;
    }

    /** Whether frames may be written: at once, or when hands are shaken. */
    default boolean isReady() {
        return true;
    }

    /** Whether there is work to be done elsewhere, or under way there: nothing is read until {@link #workDone}. */
    default boolean isWorking() {
        return false;
    }

    /**
     * Has work that waits done elsewhere, where {@code done} is called then.
     *
     * @throws java.util.concurrent.RejectedExecutionException if too much waits there already
     */
    default void delegate(Runnable done) {}

    /** The loop has the connection back. */
    default void workDone() {}

    /** Whether nothing can come any more, though {@link #read} gave bytes. */
    default boolean hasEnded() {
        return false;
    }

    /** Says that nothing more will be written. */
    void finish() throws IOException;
}
