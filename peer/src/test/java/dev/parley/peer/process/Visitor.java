package dev.parley.peer.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.Envelope;
import dev.parley.wire.FrameCodec;
import dev.parley.wire.Intent;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.RoomId;
import dev.parley.wire.SeatKey;
import dev.parley.wire.Wire;
import dev.parley.wire.WireException;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** A peer made of one plain socket, of a relay in a process of its own. */
final class Visitor implements AutoCloseable {
    private static final int ENVELOPE_BYTES = 60_000;

    private final Socket socket;
    private final DataInputStream in;
    private final RelayFrame.Welcome welcome;

    Visitor(int port) throws Exception {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(Program.PATIENCE_SECONDS));
        in = new DataInputStream(socket.getInputStream());
        welcome = (RelayFrame.Welcome) read();
    }

    void send(PeerFrame frame) throws IOException {
        socket.getOutputStream().write(FrameCodec.encode(frame));
    }

    void claim(int room, int key, Intent intent) throws Exception {
        send(claimOf(room, key, intent));
        assertThat(read()).isInstanceOf(RelayFrame.Seated.class);
    }

    /** Writes envelopes on a thread of its own until nobody takes them. */
    void flood() {
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    send(new PeerFrame.Forward(Envelope.of(new byte[ENVELOPE_BYTES])));
                }
            } catch (IOException e) {
                // The relay has ended.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    RelayFrame read() throws IOException, WireException {
        int length = in.readInt();
        byte[] frame = new byte[Wire.LENGTH_BYTES + length];
        ByteBuffer.wrap(frame).putInt(length);
        in.readFully(frame, Wire.LENGTH_BYTES, length);
        return FrameCodec.decodeRelay(frame);
    }

    /** Reads until the relay closes; what it said last. */
    RelayFrame lastFrame() throws WireException, IOException {
        RelayFrame last = welcome;
        try {
            while (true) {
                last = read();
            }
        } catch (java.io.EOFException e) {
            return last;
        }
    }

    /** Two who know of each other. */
    static Visitor[] pair(int port, int room) throws Exception {
        Visitor[] pair = {new Visitor(port), new Visitor(port)};
        pair[0].claim(room, 1, Intent.OPEN);
        pair[1].claim(room, 2, Intent.JOIN);
        return pair;
    }

    static PeerFrame.Claim claimOf(int room, int key, Intent intent) {
        byte[] bytes = ByteBuffer.allocate(32).putInt(room).array();
        return new PeerFrame.Claim(
                Wire.MAX_PROTOCOL,
                RoomId.of(bytes),
                SeatKey.of(ByteBuffer.allocate(32).putInt(key).array()),
                intent,
                key,
                1);
    }

    int localPort() {
        return socket.getLocalPort();
    }

    RelayFrame.Welcome welcome() {
        return welcome;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
