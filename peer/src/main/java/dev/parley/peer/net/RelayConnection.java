package dev.parley.peer.net;

import dev.parley.crypto.Pin;
import dev.parley.crypto.SessionFrame;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.room.Outcome;
import dev.parley.wire.Envelope;
import dev.parley.wire.FrameCodec;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.Wire;
import dev.parley.wire.WireException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One connection to a relay, over TLS or plain TCP as its address says: a thread that connects and reads, and one that writes, so that a
 * peer never stops reading because it cannot write. Everything heard goes to the {@link Listener} on these threads.
 */
final class RelayConnection {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int READ_BUFFER_BYTES = 128 << 10;
    private static final int MAX_QUEUED_FOR_PONG = 64;
    private static final long FINISH_MILLIS = 2_000;

    /** What a connection reports, from its own threads. */
    interface Listener {
        /** {@code shown} is the relay's key, over TLS. */
        void onOpened(Optional<Pin> shown);

        void onFrame(RelayFrame frame);

        /** Envelope bytes that left for the relay. */
        void onWritten(int envelopeBytes);

        /** The end, once, or {@link #onRefused}; {@code broken} if the relay sent what is no frame. */
        void onLost(boolean broken);

        /** The end: what answers is not what was asked for, and must not be tried again. */
        void onRefused(Outcome why);
    }

    private final KnownRelay relay;
    private final Listener listener;
    private final int silenceMillis;

    /** The TCP connection. Closing it ends TLS over it too, and never waits. */
    private final HeadSocket socket = new HeadSocket();

    /** What is to be written; empty is the end. */
    private final BlockingQueue<Optional<PeerFrame>> outgoing = new LinkedBlockingQueue<>();

    private final Thread reader = daemon(this::readAll, "relay-read");

    RelayConnection(KnownRelay relay, Listener listener) {
        this(relay, listener, CONNECT_MILLIS);
    }

    /** @param silenceMillis how long connecting, or a silence within the TLS handshake, may take */
    RelayConnection(KnownRelay relay, Listener listener, int silenceMillis) {
        this.relay = relay;
        this.listener = listener;
        this.silenceMillis = silenceMillis;
    }

    void start() {
        reader.start();
    }

    /** After {@link #finish}: waits until everything is written and the relay has seen the end, at most that long. */
    void awaitEnd(long millis) throws InterruptedException {
        reader.join(millis);
    }

    void send(PeerFrame frame) {
        if (frame instanceof PeerFrame.Pong && outgoing.size() > MAX_QUEUED_FOR_PONG) {
            // A relay that asks without reading gets no queue of answers.
            return;
        }
        outgoing.add(Optional.of(frame));
    }

    /** Writes what was handed over, then closes. */
    void finish() {
        outgoing.add(Optional.empty());
        daemon(this::closeInTime, "relay-close").start();
    }

    /** A relay that does not read must not keep the socket and its threads for ever. */
    private void closeInTime() {
        try {
            reader.join(2 * FINISH_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeSocket();
    }

    private void readAll() {
        Optional<Outcome> refused = Optional.empty();
        boolean broken = false;
        try {
            read();
        } catch (ProxyException e) {
            relay.onProxyProblem(Optional.of(e.problem()));
            refused = Optional.of(Outcome.PROXY).filter(why -> e.problem().isFinal());
        } catch (RefusedException e) {
            broken = e.why() == Outcome.NOT_A_RELAY;
            refused = Optional.of(e.why()).filter(why -> why != Outcome.NOT_A_RELAY);
        } catch (WireException e) {
            broken = true;
            refused = Optional.of(Outcome.RELAY_IS_TLS)
                    .filter(why -> socket.heardTls() && !relay.address().isTls());
        } catch (IOException | IllegalArgumentException e) {
            broken = false;
        } finally {
            closeSocket();
            outgoing.add(Optional.empty());
            if (refused.isPresent()) {
                listener.onRefused(refused.get());
            } else {
                listener.onLost(broken);
            }
        }
    }

    private void read() throws IOException, WireException {
        RelayAddress address = relay.address();
        Optional<SocksProxy> proxy = relay.proxy();
        if (proxy.isPresent()) {
            proxy.get().connect(socket, address, silenceMillis);
            relay.onProxyProblem(Optional.empty());
        } else {
            socket.connect(new InetSocketAddress(address.host(), address.port()), silenceMillis);
        }
        socket.setTcpNoDelay(true);
        Socket opened = socket;
        Optional<Pin> shown = Optional.empty();
        if (address.isTls()) {
            socket.setSoTimeout(silenceMillis);
            TlsClient.Secured secured = TlsClient.secure(socket, relay);
            socket.setSoTimeout(0);
            opened = secured.socket();
            shown = Optional.of(secured.shown());
        }
        OutputStream out = opened.getOutputStream();
        Socket talking = opened;
        daemon(() -> writeAll(talking, out), "relay-write").start();
        DataInputStream in = new DataInputStream(new BufferedInputStream(opened.getInputStream(), READ_BUFFER_BYTES));
        listener.onOpened(shown);
        // Without TLS there is no key to bind a proof to.
        byte[] pin = shown.map(Pin::toByteArray).orElse(new byte[0]);
        Admitting admitting = new Admitting(relay.credentials(), pin, Randomness.system(), this::send);
        while (true) {
            admitting.heard(readFrame(in)).ifPresent(listener::onFrame);
        }
    }

    /** Reads the header and checks it before a byte is allocated for the body. An envelope is parted where it will be opened. */
    private static RelayFrame readFrame(DataInputStream in) throws IOException, WireException {
        int length = in.readInt();
        int type = in.read();
        if (type < 0) {
            throw new EOFException();
        }
        FrameCodec.checkRelayHeader(length, type);
        if (type == Wire.ENVELOPE) {
            byte[] head = new byte[Math.min(length - 1, SessionFrame.HEADER_BYTES)];
            byte[] tail = new byte[length - 1 - head.length];
            in.readFully(head);
            in.readFully(tail);
            return new RelayFrame.Deliver(Envelope.taking(head, tail));
        }
        byte[] frame = new byte[Wire.LENGTH_BYTES + length];
        ByteBuffer.wrap(frame).putInt(length).put((byte) type);
        in.readFully(frame, Wire.HEADER_BYTES, length - 1);
        return FrameCodec.decodeRelay(frame);
    }

    private void writeAll(Socket opened, OutputStream out) {
        try {
            ByteBuffer buffer = ByteBuffer.allocate(Wire.LENGTH_BYTES + Wire.MAX_LENGTH);
            for (Optional<PeerFrame> next = outgoing.take(); next.isPresent(); next = outgoing.take()) {
                PeerFrame frame = next.get();
                FrameCodec.encode(frame, buffer.clear());
                out.write(buffer.array(), 0, buffer.position());
                if (frame instanceof PeerFrame.Forward forward) {
                    listener.onWritten(forward.envelope().size());
                }
            }
            // Closing with bytes unread would reset the connection and could take our last words with it.
            opened.shutdownOutput();
            reader.join(FINISH_MILLIS);
        } catch (IOException e) {
            // The reading side reports the loss.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closeSocket();
        }
    }

    private void closeSocket() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
