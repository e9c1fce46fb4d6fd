package dev.parley.peer.net;

import dev.parley.wire.FrameCodec;
import dev.parley.wire.Wire;
import dev.parley.wire.WireException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;

/** A socket that keeps the first bytes it received: where they are not what was expected, they tell what was there instead. */
final class HeadSocket extends Socket {
    private static final int TLS_ALERT = 0x15;
    private static final int TLS_HANDSHAKE = 0x16;
    private static final int TLS_MAJOR_VERSION = 3;

    /** Written by the one thread that reads. */
    private final ByteBuffer head = ByteBuffer.allocate(Wire.HEADER_BYTES);

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                int value = super.read();
                if (value >= 0 && head.hasRemaining()) {
                    head.put((byte) value);
                }
                return value;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                int count = super.read(into, offset, length);
                if (count > 0 && head.hasRemaining()) {
                    head.put(into, offset, Math.min(count, head.remaining()));
                }
                return count;
            }
        };
    }

    /** What comes before the relay speaks: the words of a proxy. */
    InputStream unrecorded() throws IOException {
        return super.getInputStream();
    }

    /** Whether a relay spoke without TLS. */
    boolean heardGreeting() {
        if (head.hasRemaining()) {
            return false;
        }
        int type = head.get(Wire.LENGTH_BYTES);
        try {
            FrameCodec.checkRelayHeader(head.getInt(0), type);
            return type == Wire.WELCOME || type == Wire.REFUSED;
        } catch (WireException e) {
            return false;
        }
    }

    /** Whether somebody spoke TLS, of whatever version. */
    boolean heardTls() {
        return !head.hasRemaining()
                && (head.get(0) == TLS_ALERT || head.get(0) == TLS_HANDSHAKE)
                && head.get(1) == TLS_MAJOR_VERSION;
    }
}
