package dev.parley.peer.conformance.peer;

import dev.parley.crypto.primitive.Randomness;
import dev.parley.wire.Challenge;
import dev.parley.wire.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Where the peer of one scenario connects: accepts, and says nothing by itself. */
final class TestRelay implements AutoCloseable {
    private final ServerSocket server;
    private final Randomness randomness;
    private final BlockingQueue<Link> arrived = new LinkedBlockingQueue<>();
    private final List<Link> all = new ArrayList<>();

    TestRelay(Randomness randomness) throws IOException {
        this.randomness = randomness;
        server = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        Thread thread = new Thread(this::acceptAll, "conformance-relay");
        thread.setDaemon(true);
        thread.start();
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** The next connection; empty if there is none in that time. */
    Optional<Link> next(long millis) throws InterruptedException {
        return Optional.ofNullable(arrived.poll(millis, TimeUnit.MILLISECONDS));
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                Link link = new Link(socket, Challenge.of(randomness.bytes(Wire.CHALLENGE_BYTES)));
                synchronized (all) {
                    all.add(link);
                }
                arrived.add(link);
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            // It is gone either way.
        }
        synchronized (all) {
            all.forEach(Link::close);
        }
    }
}
