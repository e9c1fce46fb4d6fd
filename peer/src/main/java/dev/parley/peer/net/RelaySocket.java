package dev.parley.peer.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;

/**
 * A bare connection to a relay, over TLS or plain TCP as its address says, for tools that speak the wire themselves.
 *
 * @param talking to read and write
 * @param beneath to be closed: it never waits for a writer that is stuck
 */
public record RelaySocket(Socket talking, Socket beneath) {
    /**
     * Connects.
     *
     * @param from the own address to use
     * @param silenceMillis how long connecting, or a silence within the TLS handshake, may take
     * @throws IOException if nobody answers, or not the relay that was meant
     */
    public static RelaySocket open(RelayAddress address, Optional<InetAddress> from, int silenceMillis)
            throws IOException {
        HeadSocket socket = new HeadSocket();
        try {
            if (from.isPresent()) {
                socket.bind(new InetSocketAddress(from.get(), 0));
            }
            socket.connect(new InetSocketAddress(address.host(), address.port()), silenceMillis);
            socket.setTcpNoDelay(true);
            if (!address.isTls()) {
                return new RelaySocket(socket, socket);
            }
            socket.setSoTimeout(silenceMillis);
            TlsClient.Secured secured = TlsClient.secure(socket, new KnownRelay(address, reached -> {}));
            socket.setSoTimeout(0);
            return new RelaySocket(secured.socket(), socket);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }
}
