package dev.parley.peer.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLSocket;

/** TLS in front of a relay that speaks plain TCP. Its key can change, and it can cut everybody off. */
public final class TlsFront implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int relayPort;
    private final List<Socket> sockets = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private TestKey key;
    private String version = "TLSv1.3";
    private int accepted;
    private int bytesTaken;

    public TlsFront(TestKey key, int relayPort) throws IOException {
        this.key = key;
        this.relayPort = relayPort;
        start(() -> {
            while (true) {
                Socket peer = server.accept();
                start(() -> serve(peer));
            }
        });
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Who comes from now on meets this key. */
    public synchronized void use(TestKey other) {
        key = other;
    }

    synchronized void speakOnly(String wanted) {
        version = wanted;
    }

    public synchronized void cut() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    /** How many connections there were. */
    public synchronized int accepted() {
        return accepted;
    }

    /** How many bytes peers said under TLS. */
    public synchronized int bytesTaken() {
        return bytesTaken;
    }

    /** The names by which it was asked for. */
    synchronized List<String> names() {
        return List.copyOf(names);
    }

    private void serve(Socket peer) throws IOException {
        SSLSocket secured;
        synchronized (this) {
            accepted++;
            sockets.add(peer);
            secured = (SSLSocket) key.context().getSocketFactory().createSocket(peer, null, 0, true);
            secured.setEnabledProtocols(new String[] {version});
        }
        secured.setUseClientMode(false);
        secured.startHandshake();
        Socket relay = new Socket(InetAddress.getLoopbackAddress(), relayPort);
        synchronized (this) {
            sockets.add(relay);
            for (SNIServerName name : ((ExtendedSSLSession) secured.getSession()).getRequestedServerNames()) {
                names.add(name.toString());
            }
        }
        start(() -> pump(relay, secured, false));
        pump(secured, relay, true);
    }

    private void pump(Socket from, Socket to, boolean counts) throws IOException {
        byte[] buffer = new byte[16 << 10];
        for (int count = from.getInputStream().read(buffer);
                count >= 0;
                count = from.getInputStream().read(buffer)) {
            synchronized (this) {
                bytesTaken += counts ? count : 0;
            }
            to.getOutputStream().write(buffer, 0, count);
        }
        to.shutdownOutput();
    }

    interface Task {
        void run() throws IOException;
    }

    static void start(Task task) {
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
    public void close() throws IOException {
        server.close();
        cut();
    }
}
