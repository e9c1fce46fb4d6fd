package dev.parley.peer.net;

import dev.parley.crypto.Pin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A key pair of a relay with a certificate, made by the JDK's keytool as a relay makes its own.
 *
 * @param context to serve TLS with it
 */
public record TestKey(SSLContext context, Pin pin) {
    private static final String PASSWORD = "of a test";

    /** A key that is good for years. */
    public static TestKey fresh() {
        return make("-dname", "CN=relay", "-validity", "3650");
    }

    /** A key whose certificate was over ten days ago, and is for somebody else. */
    static TestKey expired() {
        return make("-dname", "CN=other.example.org", "-startdate", "-20d", "-validity", "10");
    }

    private static TestKey make(String... options) {
        try {
            Path folder = Files.createTempDirectory("parley-key");
            Path file = folder.resolve("key.p12");
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "relay",
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-storetype",
                    "PKCS12",
                    "-storepass:env",
                    "KEY_PASSWORD",
                    "-keystore",
                    file.toString()));
            command.addAll(List.of(options));
            ProcessBuilder keytool = new ProcessBuilder(command).inheritIO();
            keytool.environment().put("KEY_PASSWORD", PASSWORD);
            if (keytool.start().waitFor() != 0) {
                throw new IllegalStateException("keytool made no key.");
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, PASSWORD.toCharArray());
            }
            Files.delete(file);
            Files.delete(folder);
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            byte[] spki = store.getCertificate("relay").getPublicKey().getEncoded();
            return new TestKey(context, Pin.ofSpki(spki));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
