package dev.parley.relay.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A key of the relay's own with a certificate that it signs itself, made by the JDK's keytool: P-256, because it makes for the cheapest
 * handshakes, and ten years, because peers go by the pin.
 */
public final class SelfSigned {
    private static final String ALIAS = "relay";
    private static final long MAX_SECONDS = 60;

    private SelfSigned() {}

    /** Makes both files, the key readable to this user alone. Takes about a second. Nothing that exists is replaced. */
    public static void create(PemFiles files) throws TlsException {
        if (Files.exists(files.key()) || Files.exists(files.certificate())) {
            throw new TlsException(
                    files.key() + " or " + files.certificate() + " is there already",
                    "keep it: peers know the relay by this key; to start anew, move both away");
        }
        try {
            Path work = Files.createTempDirectory(
                    files.key().toAbsolutePath().getParent(),
                    "tls",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path store = work.resolve("store.p12");
            try {
                char[] password = UUID.randomUUID().toString().toCharArray();
                runKeytool(store, new String(password));
                write(store, password, files);
            } finally {
                Files.deleteIfExists(store);
                Files.delete(work);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new TlsException(
                    "cannot write " + files.key(), "the folder must be there and writable: " + e.getMessage());
        }
    }

    private static void runKeytool(Path store, String password) throws IOException, TlsException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-sigalg",
                        "SHA256withECDSA",
                        "-validity",
                        "3650",
                        "-dname",
                        "CN=parley-relay",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass:env",
                        "PARLEY_STORE_PASSWORD"))
                .redirectErrorStream(true);
        builder.environment().put("PARLEY_STORE_PASSWORD", password);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new TlsException(
                        "keytool made no key", said.lines().findFirst().orElse("it said nothing"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TlsException("keytool was interrupted", "start again");
        }
    }

    private static void write(Path store, char[] password, PemFiles files)
            throws IOException, GeneralSecurityException {
        KeyStore made = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            made.load(in, password);
        }
        byte[] key = made.getKey(ALIAS, password).getEncoded();
        byte[] certificate = made.getCertificate(ALIAS).getEncoded();
        Files.createFile(
                files.key(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(files.key(), pem("PRIVATE KEY", key), StandardOpenOption.WRITE);
        Files.writeString(files.certificate(), pem("CERTIFICATE", certificate), StandardOpenOption.CREATE_NEW);
    }

    private static String pem(String name, byte[] der) {
        Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
        return "-----BEGIN " + name + "-----\n" + lines.encodeToString(der) + "\n-----END " + name + "-----\n";
    }
}
