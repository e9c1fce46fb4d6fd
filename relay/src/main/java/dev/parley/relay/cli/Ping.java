package dev.parley.relay.cli;

import dev.parley.wire.FrameCodec;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.Wire;
import dev.parley.wire.WireException;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** One visit to a relay, as a peer would make it but for the seat: connects, reads WELCOME, and asks a few times for an echo. */
final class Ping implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int ECHOES = 5;

    /** The type of the record and the first byte of its version. */
    private static final int TLS_ALERT = 0x1503;

    private final RelayUrl url;
    private final PinCheck pins;
    private Socket socket = new Socket();
    private boolean metTls;
    private Optional<String> cipher = Optional.empty();

    Ping(RelayUrl url) {
        this.url = url;
        pins = new PinCheck(url.pin());
    }

    /** Connects; gives the nanoseconds it took, TLS included. */
    long connect() throws IOException {
        long start = System.nanoTime();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(url.host(), url.port()), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        if (url.isTls()) {
            SSLSocket secured =
                    (SSLSocket) context().getSocketFactory().createSocket(socket, url.host(), url.port(), true);
            socket = secured;
            secured.setEnabledProtocols(new String[] {"TLSv1.3"});
            secured.startHandshake();
            cipher = Optional.of(secured.getSession().getProtocol() + ", "
                    + secured.getSession().getCipherSuite());
        }
        return System.nanoTime() - start;
    }

    private SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, new TrustManager[] {pins}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Every Java 17 has TLS 1.3.", e);
        }
    }

    /** Protocol and cipher suite, if it was TLS. */
    Optional<String> cipher() {
        return cipher;
    }

    /** The pin that the relay showed, if it was TLS. */
    Optional<String> seenPin() {
        return pins.seen();
    }

    /** Whether what answered to plain TCP was an alert of TLS: a relay's, that waited for a handshake. */
    boolean metTls() {
        return metTls;
    }

    /** @throws WireException if what answers does not speak the protocol */
    RelayFrame read() throws IOException, WireException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int length = in.readInt();
        metTls = !url.isTls() && length >>> 16 == TLS_ALERT;
        if (length < 1 || length > Wire.MAX_LENGTH) {
            throw new WireException(WireException.Reason.BAD_LENGTH);
        }
        byte[] frame = new byte[Wire.LENGTH_BYTES + length];
        ByteBuffer.wrap(frame).putInt(length);
        in.readFully(frame, Wire.LENGTH_BYTES, length);
        return FrameCodec.decodeRelay(frame);
    }

    /** The median round trip in nanoseconds. */
    long echo() throws IOException, WireException {
        OutputStream out = socket.getOutputStream();
        long[] nanos = new long[ECHOES];
        for (int i = 0; i < ECHOES; i++) {
            long start = System.nanoTime();
            out.write(FrameCodec.encode(new PeerFrame.Ping(i)));
            out.flush();
            RelayFrame answer = read();
            if (!answer.equals(new RelayFrame.Pong(i))) {
                throw new WireException(WireException.Reason.UNKNOWN_TYPE);
            }
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos[ECHOES / 2];
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
