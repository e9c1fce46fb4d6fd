package dev.parley.relay.net;

import dev.parley.relay.tls.PemFiles;
import dev.parley.relay.tls.RelayCertificate;
import dev.parley.relay.tls.SelfSigned;
import dev.parley.relay.tls.Tls;
import dev.parley.relay.tls.TlsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A relay's certificate, made once for all tests, and clients that look at no certificate. */
final class TestTls {
    private static TestTls shared;

    private final Tls server;
    private final SSLContext client;

    private TestTls(RelayCertificate certificate) throws TlsException, GeneralSecurityException {
        server = new Tls(certificate, 1);
        client = SSLContext.getInstance("TLS");
        client.init(null, new TrustManager[] {new Anybody()}, null);
    }

    static synchronized TestTls shared() {
        if (shared == null) {
            try {
                Path folder = Files.createTempDirectory("parley-tls");
                PemFiles files = PemFiles.in(folder);
                SelfSigned.create(files);
                shared = new TestTls(files.read());
                Files.delete(files.key());
                Files.delete(files.certificate());
                Files.delete(folder);
            } catch (IOException | GeneralSecurityException | TlsException e) {
                throw new AssertionError("The JDK makes no certificate.", e);
            }
        }
        return shared;
    }

    Tls server() {
        return server;
    }

    SSLSocketFactory client() {
        return client.getSocketFactory();
    }

    SSLContext context() {
        return client;
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
