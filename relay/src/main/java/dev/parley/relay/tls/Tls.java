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
    private static final int WARM_UP_HANDSHAKES = 40;

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

    /** Lets a few handshakes run in memory, so that the first real ones do not pay for a cold machine. */
    public void warmUp() {
        handshakes.execute(() -> {
            try {
                SSLContext client = clientOf(certificate());
                for (int i = 0; i < WARM_UP_HANDSHAKES; i++) {
                    SSLEngine there = client.createSSLEngine();
                    there.setUseClientMode(true);
                    shakeHands(start().engine(), there);
                }
            } catch (GeneralSecurityException | IOException e) {
                // A certificate that has expired is not believed even by us; the machine warms up on real handshakes
                // then.
                return;
            }
        });
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
        ByteBuffer[] wires = {ByteBuffer.allocate(64 << 10), ByteBuffer.allocate(64 << 10)};
        SSLEngine[] engines = {one, other};
        ByteBuffer nothing = ByteBuffer.allocate(0);
        ByteBuffer sink = ByteBuffer.allocate(32 << 10);
        for (int step = 0; step < 1_000; step++) {
            boolean over = true;
            for (int i = 0; i < 2; i++) {
                HandshakeStatus status = engines[i].getHandshakeStatus();
                switch (status) {
                    case NEED_TASK -> {
                        for (Runnable task = engines[i].getDelegatedTask();
                                task != null;
                                task = engines[i].getDelegatedTask()) {
                            task.run();
                        }
                    }
                    case NEED_WRAP -> engines[i].wrap(nothing, wires[i]);
                    default -> {
                        if (wires[1 - i].position() > 0) {
                            engines[i].unwrap(wires[1 - i].flip(), sink.clear());
                            wires[1 - i].compact();
                        } else if (status != HandshakeStatus.NOT_HANDSHAKING) {
                            engines[i].wrap(nothing, wires[i]);
                        }
                    }
                }
                over &= engines[i].getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
                        && wires[1 - i].position() == 0;
            }
            if (over && step > 0) {
                return;
            }
        }
        throw new SSLException("The handshake does not end.");
    }
}
