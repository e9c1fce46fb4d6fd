package dev.parley.relay.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.Challenge;
import dev.parley.wire.Envelope;
import dev.parley.wire.FrameCodec;
import dev.parley.wire.Intent;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.RoomId;
import dev.parley.wire.SeatKey;
import dev.parley.wire.SeatProof;
import dev.parley.wire.Wire;
import dev.parley.wire.WireException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** A peer made of one socket, plain or TLS. Reads give up after some seconds; nothing here is clever. */
final class SocketPeer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 15_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;
    private Challenge challenge;

    /**
     * Connects and reads nothing. With buffers of that size, or the system's for 0: small ones keep the kernel from taking megabytes on
     * its own account, on either side of the connection.
     */
    SocketPeer(InetSocketAddress relay, int bufferBytes) throws IOException {
        this(relay, bufferBytes, Optional.empty());
    }

    /** From that address of this machine. */
    static SocketPeer from(String address, InetSocketAddress relay) throws IOException {
        return new SocketPeer(relay, 0, Optional.empty(), address);
    }

    /** The same through TLS, with its hands shaken. */
    SocketPeer(InetSocketAddress relay, int bufferBytes, Optional<SSLSocketFactory> tls) throws IOException {
        this(relay, bufferBytes, tls, "");
    }

    private SocketPeer(InetSocketAddress relay, int bufferBytes, Optional<SSLSocketFactory> tls, String from)
            throws IOException {
        if (bufferBytes > 0) {
            socket.setReceiveBufferSize(bufferBytes);
            socket.setSendBufferSize(bufferBytes);
        }
        if (!from.isEmpty()) {
            socket.bind(new InetSocketAddress(from, 0));
        }
        socket.setTcpNoDelay(true);
        socket.connect(relay, PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        Socket spoken = socket;
        if (tls.isPresent()) {
            SSLSocket secure = (SSLSocket) tls.get().createSocket(socket, "relay.invalid", relay.getPort(), true);
            secure.startHandshake();
            spoken = secure;
        }
        in = new DataInputStream(new BufferedInputStream(spoken.getInputStream(), 1 << 16));
        out = spoken.getOutputStream();
    }

    /** Reads the WELCOME. */
    RelayFrame.Welcome welcomed() throws IOException {
        RelayFrame first = read();
        assertThat(first).isInstanceOf(RelayFrame.Welcome.class);
        RelayFrame.Welcome welcome = (RelayFrame.Welcome) first;
        challenge = welcome.challenge();
        return welcome;
    }

    Challenge challenge() {
        return challenge;
    }

    void send(PeerFrame... frames) throws IOException {
        for (PeerFrame frame : frames) {
            write(FrameCodec.encode(frame));
        }
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    void forward(byte... bytes) throws IOException {
        send(new PeerFrame.Forward(Envelope.of(bytes)));
    }

    /** One byte at a time, each in a packet of its own as far as the system allows. */
    void dribble(byte[] bytes) throws IOException {
        for (byte b : bytes) {
            out.write(b);
        }
    }

    /** Claims and reads the answer, which is a seat. */
    RelayFrame.Seated claim(PeerFrame.Claim claim) throws IOException {
        send(claim);
        return readSeated();
    }

    RelayFrame.Seated readSeated() throws IOException {
        RelayFrame answer = read();
        assertThat(answer).isInstanceOf(RelayFrame.Seated.class);
        return (RelayFrame.Seated) answer;
    }

    RelayFrame read() throws IOException {
        int length = in.readInt();
        assertThat(length).isBetween(1, Wire.MAX_LENGTH);
        byte[] frame = new byte[Wire.LENGTH_BYTES + length];
        ByteBuffer.wrap(frame).putInt(length);
        in.readFully(frame, Wire.LENGTH_BYTES, length);
        try {
            return FrameCodec.decodeRelay(frame);
        } catch (WireException e) {
            throw new AssertionError("The relay broke the protocol.", e);
        }
    }

    /** The next frame that is not the relay's PING. */
    RelayFrame readBesidesPings() throws IOException {
        RelayFrame frame = read();
        while (frame instanceof RelayFrame.Ping) {
            frame = read();
        }
        return frame;
    }

    byte[] readEnvelope() throws IOException {
        RelayFrame frame = readBesidesPings();
        assertThat(frame).isInstanceOf(RelayFrame.Deliver.class);
        return ((RelayFrame.Deliver) frame).envelope().toByteArray();
    }

    /** All that comes until the relay closes. */
    byte[] readToEnd() throws IOException {
        return in.readAllBytes();
    }

    /** Asks and waits: whatever the relay had to say or do before is said and done. */
    void ping(long echo) throws IOException {
        send(new PeerFrame.Ping(echo));
        assertThat(readBesidesPings()).isEqualTo(new RelayFrame.Pong(echo));
    }

    /** Whether the relay said nothing that was not read. */
    boolean isSilent() throws IOException {
        return in.available() == 0;
    }

    void patience(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    /** Breaks the connection with a reset, as a crashed machine does. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    static RoomId room(int number) {
        return RoomId.of(ByteBuffer.allocate(32).putInt(number * 0x9E3779B1).array());
    }

    static SeatKey key(int number) {
        return SeatKey.of(ByteBuffer.allocate(32).putInt(number).array());
    }

    /** A claim of process {@code key}, first attempt. */
    static PeerFrame.Claim claim(int room, int key, Intent intent) {
        return claim(room, key, intent, 1);
    }

    static PeerFrame.Claim claim(int room, int key, Intent intent, int attempt) {
        return new PeerFrame.Claim(Wire.MAX_PROTOCOL, room(room), key(key), intent, key, attempt);
    }

    /** A RESUME with a proof over {@code challenge}. */
    static PeerFrame.Resume resume(Challenge challenge, int room, int key, int attempt) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(key).toByteArray(), "HmacSHA256"));
            byte[] proof = mac.doFinal(SeatProof.input(challenge, room(room), key, attempt));
            return new PeerFrame.Resume(Wire.MAX_PROTOCOL, room(room), key, attempt, SeatProof.of(proof));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Every JDK has HmacSHA256.", e);
        }
    }
}
