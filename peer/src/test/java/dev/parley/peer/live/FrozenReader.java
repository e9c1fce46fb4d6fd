package dev.parley.peer.live;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A byte forwarder between one peer, with both its connections, and the relay that records everything and, once frozen, reads nothing more from the relay. */
public final class FrozenReader implements AutoCloseable {
    /** Small, so that the relay and not the kernel holds what is not read. */
    private static final int RECEIVE_BUFFER_BYTES = 8 << 10;

    private final ServerSocket server;
    private final List<Socket> sockets = new ArrayList<>();
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
    private boolean frozen;

    public FrozenReader(int relayPort) throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        start(() -> {
            while (true) {
                Socket peer = server.accept();
                Socket relay = new Socket();
                relay.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
                relay.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), relayPort));
                synchronized (this) {
                    sockets.add(peer);
                    sockets.add(relay);
                }
                start(() -> pump(peer, relay, false));
                start(() -> pump(relay, peer, true));
            }
        });
    }

    public int port() {
        return server.getLocalPort();
    }

    public synchronized void freeze() {
        frozen = true;
    }

    /** Every byte of both directions. */
    public synchronized byte[] seen() {
        return seen.toByteArray();
    }

    private void pump(Socket from, Socket to, boolean freezes) throws IOException {
        byte[] buffer = new byte[16 << 10];
        for (int count = from.getInputStream().read(buffer);
                count >= 0;
                count = from.getInputStream().read(buffer)) {
            synchronized (this) {
                seen.write(buffer, 0, count);
                while (freezes && frozen) {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return;
                    }
                }
            }
            to.getOutputStream().write(buffer, 0, count);
        }
        to.shutdownOutput();
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void start(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                // One of the two ends is gone.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public synchronized void close() {
        frozen = false;
        notifyAll();
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            // Closed is closed.
        }
    }
}
