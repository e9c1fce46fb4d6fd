package dev.parley.relay.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Bytes in and out of one connection, without blocking: the seam behind which TLS will sit. */
interface Transport {
    SocketChannel channel();

    /** Reads what is there into {@code buffer}; the count, or -1 at the end of the stream. */
    int read(ByteBuffer buffer) throws IOException;

    /** Writes what the socket takes of {@code buffer}, advancing its position. */
    void write(ByteBuffer buffer) throws IOException;

    /** SHA-256 of the SPKI that we showed in TLS, 32 bytes; none without TLS. */
    default byte[] relayPin() {
        return new byte[0];
    }

    /** Plain TCP. */
    static Transport plain(SocketChannel channel) {
        return new Transport() {
            @Override
            public SocketChannel channel() {
                return channel;
            }

            @Override
            public int read(ByteBuffer buffer) throws IOException {
                return channel.read(buffer);
            }

            @Override
            public void write(ByteBuffer buffer) throws IOException {
                channel.write(buffer);
            }
        };
    }
}
