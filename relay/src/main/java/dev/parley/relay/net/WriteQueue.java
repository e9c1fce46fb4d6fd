package dev.parley.relay.net;

import dev.parley.wire.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * What one socket did not take yet, in order. Every buffer starts at a frame boundary, so that queued envelopes can be dropped without
 * cutting the frame that is half written.
 */
final class WriteQueue {
    private static final int CONTROL_BLOCK_BYTES = 512;

    private final ArrayDeque<ByteBuffer> buffers = new ArrayDeque<>(2);
    private int controlBytes;
    private int heldBytes;

    boolean isEmpty() {
        return buffers.isEmpty();
    }

    /** Bytes of control frames queued since the queue was last empty; the peer's own doing. */
    int controlBytes() {
        return controlBytes;
    }

    /** Bytes of memory that the queue holds. */
    int heldBytes() {
        return heldBytes;
    }

    private void add(ByteBuffer buffer) {
        buffers.add(buffer);
        heldBytes += buffer.capacity();
    }

    /** Small frames share a block: a flood of them must not cost an object each. */
    void addControl(byte[] frame) {
        controlBytes += frame.length;
        ByteBuffer last = buffers.peekLast();
        if (last == null || last.capacity() - last.limit() < frame.length) {
            last = ByteBuffer.allocate(Math.max(CONTROL_BLOCK_BYTES, frame.length))
                    .limit(0);
            add(last);
        }
        int end = last.limit();
        last.limit(end + frame.length).put(end, frame);
    }

    /** Queues the rest of a run of whole frames that begins at {@code runStart} and was written up to its position. */
    void addRun(ByteBuffer run, int runStart) {
        int frameStart = runStart;
        while (frameStart + Wire.LENGTH_BYTES <= run.position()) {
            int next = frameStart + Wire.LENGTH_BYTES + run.getInt(frameStart);
            if (next > run.position()) {
                break;
            }
            frameStart = next;
        }
        int written = run.position() - frameStart;
        ByteBuffer copy = ByteBuffer.allocate(run.limit() - frameStart);
        run.position(frameStart);
        copy.put(run);
        add(copy.position(0).position(written));
    }

    /** Writes what the socket takes; whether bytes went out. */
    boolean writeTo(Transport transport) throws IOException {
        boolean progress = false;
        while (!buffers.isEmpty()) {
            ByteBuffer head = buffers.peek();
            int before = head.remaining();
            transport.write(head);
            progress |= head.remaining() < before;
            if (head.hasRemaining()) {
                return progress;
            }
            buffers.remove();
            heldBytes -= head.capacity();
        }
        controlBytes = 0;
        return progress;
    }

    /** Forgets every envelope of which no byte was written. */
    void dropEnvelopes() {
        ArrayDeque<ByteBuffer> kept = new ArrayDeque<>();
        for (ByteBuffer buffer : buffers) {
            ByteBuffer left = withoutUnwrittenEnvelopes(buffer);
            if (left.hasRemaining()) {
                kept.add(left);
            }
        }
        buffers.clear();
        heldBytes = 0;
        kept.forEach(this::add);
        if (buffers.isEmpty()) {
            controlBytes = 0;
        }
    }

    private static ByteBuffer withoutUnwrittenEnvelopes(ByteBuffer buffer) {
        ByteBuffer left = ByteBuffer.allocate(buffer.limit());
        int written = 0;
        for (int at = 0; at < buffer.limit(); ) {
            int end = at + Wire.LENGTH_BYTES + buffer.getInt(at);
            boolean isEnvelope = buffer.get(at + Wire.LENGTH_BYTES) == Wire.ENVELOPE;
            boolean begun = at < buffer.position() && buffer.position() < end;
            if (begun || !isEnvelope && at >= buffer.position()) {
                if (begun) {
                    written = buffer.position() - at;
                }
                left.put(buffer.duplicate().limit(end).position(at));
            }
            at = end;
        }
        return left.flip().position(written);
    }
}
