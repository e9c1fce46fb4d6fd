package dev.parley.peer.live;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** In front of a relay: lets so many bytes a second through in each direction, and takes what it is given at once, as a modem does. */
final class ShapedProxy implements AutoCloseable {
    private static final int SLICE_BYTES = 1_500;
    private static final long CREDIT_NANOS = 10_000_000;

    private final ServerSocket server;
    private final InetSocketAddress relay;
    private final long nanosPerByte;

    ShapedProxy(InetSocketAddress relay, long bytesPerSecond) throws IOException {
        this.relay = relay;
        this.nanosPerByte = TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::acceptAll);
    }

    int port() {
        return server.getLocalPort();
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket peer = server.accept();
                Socket there = new Socket(relay.getAddress(), relay.getPort());
                peer.setTcpNoDelay(true);
                there.setTcpNoDelay(true);
                daemon(() -> pass(peer, there));
                daemon(() -> pass(there, peer));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] slice = new byte[SLICE_BYTES];
        long free = System.nanoTime();
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(slice); count >= 0; count = in.read(slice)) {
                // What a late wake-up lost is made up for, so that the rate holds on a busy machine.
                free = Math.max(free, System.nanoTime() - CREDIT_NANOS) + count * nanosPerByte;
                long wait = free - System.nanoTime();
                if (wait > TimeUnit.MILLISECONDS.toNanos(1)) {
                    LockSupport.parkNanos(wait);
                }
                out.write(slice, 0, count);
            }
        } catch (IOException e) {
            // Whoever is left sees the end.
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "shaped-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
