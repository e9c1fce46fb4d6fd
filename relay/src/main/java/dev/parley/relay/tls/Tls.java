package dev.parley.relay.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/** The relay's side of TLS 1.3: gives an engine to each new connection, from the certificate that is in force then. */
public final class Tls implements AutoCloseable {
    private static final String[] PROTOCOLS = {"TLSv1.3"};
    private static final int MAX_WAITING_HANDSHAKES = 4_096;
    private static final int WARM_UP_HANDSHAKES = 100;

    /** Of the two ends in memory; three are enough. */
    private static final int MAX_TURNS = 20;

    private volatile InForce inForce;

    private final ThreadPoolExecutor handshakes;

    private record InForce(RelayCertificate certificate, SSLContext server) {}

    /** @param threads how many do the arithmetic of handshakes, beside the event loops */
    public Tls(RelayCertificate certificate, int threads) throws TlsException {
        inForce = inForce(certificate);
        handshakes = new ThreadPoolExecutor(
                threads, threads, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING_HANDSHAKES), task -> {
                    Thread thread = new Thread(task, "relay-tls");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** The certificate that new connections are shown. */
    public RelayCertificate certificate() {
        return inForce.certificate();
    }

    /** From now on new connections are shown this one; those that are there stay as they are. */
    public void replace(RelayCertificate certificate) throws TlsException {
        inForce = inForce(certificate);
    }

    /** A server's engine at the start of its handshake, and the certificate that it will show. */
    public record Start(SSLEngine engine, RelayCertificate certificate) {}

    public Start start() throws SSLException {
        InForce now = inForce;
        SSLEngine engine = now.server().createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setUseCipherSuitesOrder(true);
        engine.setSSLParameters(parameters);
        engine.beginHandshake();
        return new Start(engine, now.certificate());
    }

    /** Where the engines' long tasks run; refuses with RejectedExecutionException when too many wait. */
    public Executor handshakes() {
        return handshakes;
    }

    /** Lets some handshakes run in memory, so that the first real ones do not pay for a cold machine. */
    public void warmUp() {
        handshakes.execute(() -> {
            try {
                rehearse(WARM_UP_HANDSHAKES);
            } catch (GeneralSecurityException | IOException e) {
                // A certificate that has expired is not believed even by us; the machine warms up on real handshakes
                // then.
                return;
            }
        });
    }

    /** Shakes hands with ourselves that many times. */
    void rehearse(int times) throws GeneralSecurityException, IOException {
        SSLContext client = clientOf(certificate());
        for (int i = 0; i < times; i++) {
            SSLEngine there = client.createSSLEngine();
            there.setUseClientMode(true);
            there.beginHandshake();
            shakeHands(start().engine(), there);
        }
    }

    private static SSLContext clientOf(RelayCertificate certificate) throws GeneralSecurityException, IOException {
        KeyStore known = KeyStore.getInstance("PKCS12");
        known.load(null, null);
        known.setCertificateEntry("relay", certificate.chain().get(0));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(known);
        SSLContext client = SSLContext.getInstance("TLSv1.3");
        client.init(null, trust.getTrustManagers(), null);
        return client;
    }

    @Override
    public void close() {
        handshakes.shutdownNow();
    }

    private static InForce inForce(RelayCertificate certificate) throws TlsException {
        char[] none = {};
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, none);
            store.setKeyEntry(
                    "relay", certificate.key(), none, certificate.chain().toArray(new X509Certificate[0]));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, none);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys.getKeyManagers(), null, null);
            // Tickets are stateless; a cache would keep 3 KiB for each closed connection, and 0 means no bound.
            context.getServerSessionContext().setSessionCacheSize(1);
            return new InForce(certificate, context);
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsException(
                    "TLS cannot use this certificate: " + e.getMessage(), "use an EC key on P-256, or RSA");
        }
    }

    private static void shakeHands(SSLEngine one, SSLEngine other) throws SSLException {
        SSLEngine[] engines = {one, other};
        ByteBuffer[] wires = {ByteBuffer.allocate(64 << 10), ByteBuffer.allocate(64 << 10)};
        ByteBuffer nothing = ByteBuffer.allocate(0);
        ByteBuffer sink = ByteBuffer.allocate(32 << 10);
        for (int turn = 0; turn < MAX_TURNS; turn++) {
            SSLEngine engine = engines[turn % 2];
            ByteBuffer from = wires[1 - turn % 2];
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP && from.position() > 0
                    || engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK
                    || engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                switch (engine.getHandshakeStatus()) {
                    case NEED_TASK -> {
                        for (Runnable task = engine.getDelegatedTask();
                                task != null;
                                task = engine.getDelegatedTask()) {
                            task.run();
                        }
                    }
                    case NEED_WRAP -> engine.wrap(nothing, wires[turn % 2]);
                    default -> {
                        engine.unwrap(from.flip(), sink.clear());
                        from.compact();
                    }
                }
            }
            if (one.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
                    && other.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
                return;
            }
        }
        throw new SSLException("The handshake does not end.");
    }
}
