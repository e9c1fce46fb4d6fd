package dev.parley.peer.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Between two peers and a relay: a port for each peer, so that every connection has an owner. */
final class FaultProxy implements AutoCloseable {
    /** What happens on the way; called by the thread that passes the frame on, which a fault may hold up or end by an exception. */
    interface Watcher {
        void onConnected(FaultLink link);

        void onFrame(FaultLink link, boolean towardRelay, byte[] frame) throws IOException;
    }

    private final InetSocketAddress relay;
    private final Watcher watcher;
    private final Supplier<LinkWatch> watches;
    private final List<ServerSocket> servers;
    private final List<FaultLink> links = new CopyOnWriteArrayList<>();
    private final long[] downUntil = {Long.MIN_VALUE, Long.MIN_VALUE};

    FaultProxy(InetSocketAddress relay, Supplier<LinkWatch> watches, Watcher watcher) throws IOException {
        this.relay = relay;
        this.watches = watches;
        this.watcher = watcher;
        this.servers = List.of(listen(), listen());
        daemon(() -> acceptAll(0));
        daemon(() -> acceptAll(1));
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    int port(int end) {
        return servers.get(end).getLocalPort();
    }

    InetSocketAddress relay() {
        return relay;
    }

    List<FaultLink> links() {
        return List.copyOf(links);
    }

    /** For so long nobody gets through from that end. */
    synchronized void refuse(int end, long millis) {
        downUntil[end] = System.nanoTime() + millis * 1_000_000;
    }

    private synchronized boolean isDown(int end) {
        return System.nanoTime() < downUntil[end];
    }

    private void acceptAll(int end) {
        while (!servers.get(end).isClosed()) {
            try {
                Socket peer = servers.get(end).accept();
                FaultLink link = new FaultLink(this, end, peer, watches.get());
                links.add(link);
                if (isDown(end)) {
                    link.sever(true);
                    links.remove(link);
                } else {
                    daemon(() -> link.run(relay));
                }
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    void onConnected(FaultLink link) {
        watcher.onConnected(link);
    }

    void onFrame(FaultLink link, boolean towardRelay, byte[] frame) throws IOException {
        watcher.onFrame(link, towardRelay, frame);
    }

    void ended(FaultLink link) {
        links.remove(link);
    }

    /** Ends every connection of that end. */
    void sever(int end, boolean reset) {
        for (FaultLink link : links) {
            if (link.end() == end) {
                link.sever(reset);
            }
        }
    }

    static void daemon(Runnable task) {
        Thread thread = new Thread(task, "fault-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket server : servers) {
            server.close();
        }
        sever(0, true);
        sever(1, true);
    }
}
