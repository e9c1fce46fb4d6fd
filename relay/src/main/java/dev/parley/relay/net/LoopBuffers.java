package dev.parley.relay.net;

import dev.parley.wire.Wire;
import java.nio.ByteBuffer;

/**
 * What one loop reads into and writes from, shared by all its connections so that it stays in the cache. Those for TLS are on the heap,
 * where the JDK's ciphers work in place, and are made when the first connection needs them.
 */
final class LoopBuffers {
    /** Large enough to batch, small enough to stay in the cache. */
    private static final int PLAIN_BYTES = 256 << 10;

    private static final int NET_IN_BYTES = 128 << 10;

    /** The largest record of TLS, with what surrounds it. */
    private static final int RECORD_BYTES = 17 << 10;

    private static final int NET_OUT_BYTES = NET_IN_BYTES + (40 << 10);

    private final ByteBuffer plain = ByteBuffer.allocateDirect(PLAIN_BYTES);
    private ByteBuffer netIn;
    private ByteBuffer opened;
    private ByteBuffer netOut;

    /** Frames of a connection without TLS. */
    ByteBuffer plain() {
        return plain;
    }

    /** Records as they come. */
    ByteBuffer netIn() {
        makeForTls();
        return netIn;
    }

    /** Frames out of records: holds a half frame and all that {@link #netIn} can. */
    ByteBuffer opened() {
        makeForTls();
        return opened;
    }

    /** Records as they go. */
    ByteBuffer netOut() {
        makeForTls();
        return netOut;
    }

    private void makeForTls() {
        if (netIn == null) {
            netIn = ByteBuffer.allocate(NET_IN_BYTES);
            opened = ByteBuffer.allocate(Wire.LENGTH_BYTES + Wire.MAX_LENGTH + NET_IN_BYTES + RECORD_BYTES);
            netOut = ByteBuffer.allocate(NET_OUT_BYTES);
        }
    }
}
