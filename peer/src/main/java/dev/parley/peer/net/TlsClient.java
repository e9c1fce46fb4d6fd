package dev.parley.peer.net;

import dev.parley.crypto.Pin;
import dev.parley.peer.room.Outcome;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS 1.3 to a relay that is known by its key and by nothing else: no authority, name or date counts (PROTOCOL.md section 2.2). In a class
 * of its own so that nothing of TLS is loaded for plain TCP.
 */
final class TlsClient {
    private static final String VERSION = "TLSv1.3";

    private TlsClient() {}

    /**
     * A TLS connection and the key behind it.
     *
     * @param socket blocking; to be closed by closing the one beneath, which never waits for a writer that is stuck
     */
    record Secured(Socket socket, Pin shown) {}

    /**
     * Makes {@code connected} a TLS connection to {@code relay}.
     *
     * @throws RefusedException RELAY_CHANGED, RELAY_NOT_TLS, or NOT_A_RELAY for everything else that is no TLS 1.3
     */
    static Secured secure(HeadSocket connected, KnownRelay relay) throws IOException {
        RelayAddress address = relay.address();
        PinnedKey key = new PinnedKey(relay);
        try {
            // A context per connection resumes nothing: each connection proves the key.
            SSLContext context = SSLContext.getInstance(VERSION);
            context.init(null, new TrustManager[] {key}, null);
            SSLSocket socket = (SSLSocket)
                    context.getSocketFactory().createSocket(connected, address.host(), address.port(), false);
            SSLParameters parameters = new SSLParameters();
            parameters.setProtocols(new String[] {VERSION});
            parameters.setServerNames(address.isDnsName() ? List.of(new SNIHostName(address.host())) : List.of());
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return new Secured(socket, key.shown.orElseThrow());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Every JDK has TLS 1.3.", e);
        } catch (SSLException e) {
            throw reason(e, connected, key, relay);
        }
    }

    private static IOException reason(SSLException problem, HeadSocket connected, PinnedKey key, KnownRelay relay) {
        if (key.shown.filter(shown -> !relay.accepts(shown)).isPresent()) {
            return new RefusedException(Outcome.RELAY_CHANGED);
        }
        if (connected.heardGreeting()) {
            return new RefusedException(Outcome.RELAY_NOT_TLS);
        }
        boolean cut = problem.getCause() instanceof IOException cause && !(cause instanceof SSLException);
        return cut ? problem : new RefusedException(Outcome.NOT_A_RELAY);
    }

    /** Looks at the key of the first certificate; that its owner has the private one is checked by the handshake. */
    private static final class PinnedKey extends X509ExtendedTrustManager {
        private final KnownRelay relay;
        private Optional<Pin> shown = Optional.empty();

        PinnedKey(KnownRelay relay) {
            this.relay = relay;
        }

        private void check(X509Certificate[] chain) throws CertificateException {
            Pin pin = Pin.ofSpki(chain[0].getPublicKey().getEncoded());
            shown = Optional.of(pin);
            if (!relay.accepts(pin)) {
                throw new CertificateException("The relay's key is another one.");
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("A peer serves nobody.");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("A peer serves nobody.");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("A peer serves nobody.");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
