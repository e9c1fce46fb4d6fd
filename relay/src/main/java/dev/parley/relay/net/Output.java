package dev.parley.relay.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;

/** What one peer is sent: at once as far as its socket takes it, the rest kept in order. An idle one holds no buffer. */
final class Output {
    /** Beyond this much unsent control traffic, a peer that does not read is not read either. */
    private static final int MAX_CONTROL_BYTES = 4_096;

    /** More ciphertext than this can only be answers of TLS to a peer that asks without reading. */
    private static final int MAX_HELD_BYTES = 176 << 10;

    private final Transport transport;
    private final LongSupplier clock;
    private final WriteQueue unsent = new WriteQueue();
    private long lastWrite;
    private boolean shut;
    private boolean broken;

    /** {@code clock} gives monotonic milliseconds. */
    Output(Transport transport, LongSupplier clock) {
        this.transport = transport;
        this.clock = clock;
        lastWrite = clock.getAsLong();
    }

    /** Whether bytes are here that the socket did not take. */
    boolean hasUnsent() {
        return !unsent.isEmpty() || transport.heldBytes() > 0;
    }

    /** Whether the peer asks for more than it reads. */
    boolean isFlooded() {
        return unsent.controlBytes() > MAX_CONTROL_BYTES || transport.heldBytes() > MAX_HELD_BYTES;
    }

    /** Whether a write has failed. */
    boolean isBroken() {
        return broken;
    }

    /** When the socket last took bytes, or was first asked to take those that wait. */
    long lastWrite() {
        return lastWrite;
    }

    /** Bytes of memory that wait here. */
    int heldBytes() {
        return unsent.heldBytes();
    }

    /** Sends one control frame. */
    void send(byte[] frame) {
        boolean wasIdle = !hasUnsent();
        if (unsent.isEmpty()) {
            ByteBuffer buffer = ByteBuffer.wrap(frame);
            write(buffer);
            if (buffer.position() > 0 && buffer.hasRemaining()) {
                unsent.addRun(buffer, 0);
            } else if (buffer.hasRemaining()) {
                unsent.addControl(frame);
            }
        } else {
            unsent.addControl(frame);
        }
        timeFrom(wasIdle);
    }

    /** Sends the run of whole frames between {@code run}'s position and limit; keeps a copy of what the socket does not take. */
    void forward(ByteBuffer run) {
        int start = run.position();
        boolean wasIdle = !hasUnsent();
        if (unsent.isEmpty()) {
            write(run);
        }
        if (run.hasRemaining()) {
            unsent.addRun(run, start);
        }
        timeFrom(wasIdle);
    }

    /** The time to take what waits begins when there was nothing before it. */
    private void timeFrom(boolean wasIdle) {
        if (wasIdle && hasUnsent()) {
            lastWrite = clock.getAsLong();
        }
    }

    private void write(ByteBuffer buffer) {
        int before = buffer.remaining();
        try {
            transport.write(buffer);
        } catch (IOException e) {
            broken = true;
            buffer.position(buffer.limit());
            return;
        }
        if (buffer.remaining() < before) {
            lastWrite = clock.getAsLong();
        }
    }

    /** The socket takes bytes again. */
    void flush() {
        try {
            boolean progress = transport.flush();
            if (transport.heldBytes() == 0) {
                progress |= unsent.writeTo(transport);
            }
            if (progress) {
                lastWrite = clock.getAsLong();
            }
        } catch (IOException e) {
            broken = true;
        }
    }

    /** Forgets every envelope of which no byte was written. */
    void dropEnvelopes() {
        unsent.dropEnvelopes();
    }

    /** Closes our half once everything is written; does nothing until then, or a second time. */
    void finish() {
        if (!hasUnsent() && !shut) {
            shut = true;
            try {
                transport.finish();
            } catch (IOException e) {
                // Already broken: the read side ends it.
            }
        }
    }
}
