package dev.parley.peer.live;

import dev.parley.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody between one peer and the relay, on real sockets: sees every frame of both directions and may change, drop or add some. */
final class TamperProxy implements AutoCloseable {
    /** Gives what is sent on instead of {@code frame}. */
    interface Hook {
        List<byte[]> onFrame(boolean towardRelay, byte[] frame);
    }

    private final ServerSocket server;
    private final InetSocketAddress relay;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
    volatile Hook hook = (towardRelay, frame) -> List.of(frame);

    TamperProxy(InetSocketAddress relay) throws IOException {
        this.relay = relay;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::acceptAll);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Every byte that went through, both directions. */
    synchronized byte[] seen() {
        return seen.toByteArray();
    }

    /** Cuts every connection that is open now. */
    void cut() {
        for (Socket socket : sockets) {
            close(socket);
        }
        sockets.clear();
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket peer = server.accept();
                Socket there = new Socket();
                there.connect(relay);
                Collections.addAll(sockets, peer, there);
                start(() -> pump(peer, there, true));
                start(() -> pump(there, peer, false));
            } catch (IOException e) {
                // Closed, or the relay is gone: the peer sees a connection that ends.
            }
        }
    }

    private void pump(Socket from, Socket to, boolean towardRelay) {
        try (from;
                to) {
            DataInputStream in = new DataInputStream(from.getInputStream());
            OutputStream out = to.getOutputStream();
            while (true) {
                int length = in.readInt();
                if (length < 1 || length > Wire.MAX_LENGTH) {
                    // No frame: for the other side to refuse.
                    out.write(ByteBuffer.allocate(Wire.LENGTH_BYTES)
                            .putInt(length)
                            .array());
                    in.transferTo(out);
                    return;
                }
                byte[] frame = new byte[Wire.LENGTH_BYTES + length];
                ByteBuffer.wrap(frame).putInt(length);
                in.readFully(frame, Wire.LENGTH_BYTES, length);
                synchronized (this) {
                    seen.writeBytes(frame);
                }
                for (byte[] changed : hook.onFrame(towardRelay, frame)) {
                    out.write(changed);
                }
            }
        } catch (IOException e) {
            // The end of this connection.
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "tamper");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Closed is closed.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }

    static boolean isEnvelope(byte[] frame, int kind) {
        return frame[4] == Wire.ENVELOPE && frame[5] == kind;
    }

    static byte[] with(byte[] frame, int at, byte[] bytes) {
        byte[] copy = frame.clone();
        System.arraycopy(bytes, 0, copy, at, bytes.length);
        return copy;
    }

    static byte[] flip(byte[] frame, int at) {
        byte[] copy = frame.clone();
        copy[at] ^= 1;
        return copy;
    }

    static List<byte[]> both(byte[] one, byte[] other) {
        return new ArrayList<>(List.of(one, other));
    }
}
