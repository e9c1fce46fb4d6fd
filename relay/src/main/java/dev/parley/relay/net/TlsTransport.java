package dev.parley.relay.net;

import dev.parley.relay.tls.RelayCertificate;
import dev.parley.relay.tls.Tls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * TLS over one channel: reads once, opens every whole record of it, seals in large records and writes once. All buffers are the loop's;
 * of its own a connection has the engine, the beginning of a record, and the ciphertext that its socket refused.
 */
final class TlsTransport implements Transport {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final RelayCertificate certificate;
    private final Executor helpers;
    private final int recordBytes;
    private LoopBuffers buffers;
    private ByteBuffer halfRecord;
    private ByteBuffer held;
    private boolean ready;
    private boolean working;
    private boolean delegated;
    private boolean ended;

    private TlsTransport(SocketChannel channel, Tls.Start start, Executor helpers) {
        this.channel = channel;
        this.engine = start.engine();
        this.certificate = start.certificate();
        this.helpers = helpers;
        recordBytes = engine.getSession().getPacketBufferSize();
    }

    /** At the start of its handshake, whose arithmetic is done by others, so that no room waits for it. */
    static TlsTransport start(SocketChannel channel, Tls tls) {
        try {
            return new TlsTransport(channel, tls.start(), tls.handshakes());
        } catch (SSLException e) {
            throw new AssertionError("The certificate was good when it came into force.", e);
        }
    }

    @Override
    public SocketChannel channel() {
        return channel;
    }

    @Override
    public byte[] relayPin() {
        return certificate.pinBytes();
    }

    @Override
    public void borrow(LoopBuffers lent) {
        buffers = lent;
    }

    @Override
    public ByteBuffer readBuffer() {
        return buffers.opened();
    }

    @Override
    public int read(ByteBuffer buffer, int most) throws IOException {
        if (working) {
            return 0;
        }
        ByteBuffer in = buffers.netIn().clear();
        if (halfRecord != null) {
            in.put(halfRecord);
            halfRecord = null;
        }
        if (in.remaining() > most) {
            in.limit(in.position() + most);
        }
        int count = channel.read(in);
        in.flip();
        int before = buffer.position();
        try {
            open(in, buffer);
        } catch (SSLException e) {
            sayWhy();
            throw e;
        }
        keep(in);
        ended = count < 0 || engine.isInboundDone();
        int opened = buffer.position() - before;
        return opened == 0 && ended ? -1 : opened;
    }

    /** Opens record after record, and says what the engine wants said in between. */
    private void open(ByteBuffer in, ByteBuffer buffer) throws IOException {
        while (true) {
            HandshakeStatus status = engine.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_TASK) {
                if (!ready) {
                    working = true;
                    return;
                }
                runTasks();
            } else if (status == HandshakeStatus.NEED_WRAP) {
                answer();
            } else {
                ready |= status == HandshakeStatus.NOT_HANDSHAKING;
                if (!in.hasRemaining()) {
                    return;
                }
                SSLEngineResult result = engine.unwrap(in, buffer);
                if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                    throw new AssertionError("The loop's buffer holds what the loop can read.");
                }
                if (result.getStatus() != Status.OK) {
                    return;
                }
            }
        }
    }

    /** Seals all that the engine has to say by itself and writes it once. */
    private void answer() throws IOException {
        ByteBuffer out = buffers.netOut().clear();
        do {
            if (engine.wrap(NOTHING, out).getStatus() == Status.CLOSED) {
                break;
            }
        } while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && out.remaining() >= recordBytes);
        send(out.flip());
    }

    /** The engine has an alert for the other end; whether it arrives changes nothing. */
    private void sayWhy() {
        try {
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                answer();
            }
        } catch (IOException e) {
            // The connection ends in any case.
        }
    }

    @Override
    public void write(ByteBuffer buffer) throws IOException {
        if (!ready || held != null) {
            return;
        }
        while (buffer.hasRemaining() && held == null) {
            ByteBuffer out = buffers.netOut().clear();
            while (buffer.hasRemaining() && out.remaining() >= recordBytes) {
                if (engine.wrap(buffer, out).getStatus() == Status.CLOSED) {
                    throw new ClosedChannelException();
                }
            }
            send(out.flip());
        }
    }

    private void send(ByteBuffer out) throws IOException {
        if (held == null) {
            channel.write(out);
        }
        if (out.hasRemaining()) {
            ByteBuffer more = ByteBuffer.allocate(heldBytes() + out.remaining());
            if (held != null) {
                more.put(held);
            }
            held = more.put(out).flip();
        }
    }

    @Override
    public boolean flush() throws IOException {
        if (held == null) {
            return false;
        }
        int count = channel.write(held);
        if (!held.hasRemaining()) {
            held = null;
        }
        return count > 0;
    }

    @Override
    public int heldBytes() {
        return held == null ? 0 : held.remaining();
    }

    private void keep(ByteBuffer in) {
        if (in.hasRemaining()) {
            halfRecord = ByteBuffer.allocate(in.remaining()).put(in).flip();
        }
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public boolean isWorking() {
        return working;
    }

    @Override
    public void delegate(Runnable done) {
        if (working && !delegated) {
            delegated = true;
            helpers.execute(() -> {
                runTasks();
                done.run();
            });
        }
    }

    @Override
    public void workDone() {
        working = false;
        delegated = false;
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    @Override
    public boolean hasEnded() {
        return ended;
    }

    @Override
    public void finish() throws IOException {
        if (!working) {
            engine.closeOutbound();
            answer();
        }
        channel.shutdownOutput();
    }
}
