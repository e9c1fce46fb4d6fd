package dev.parley.relay.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate and its key in two PEM files, as the relay writes them and a CA's client does: the chain with the relay's own first, and
 * the key as unencrypted PKCS#8.
 *
 * @param certificate the chain, at most 64 KiB
 * @param key the key, at most 64 KiB
 */
public record PemFiles(Path certificate, Path key) {
    private static final long MAX_BYTES = 64 << 10;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*+)-----END \\1-----");

    /** Where a relay keeps its own. */
    public static PemFiles in(Path folder) {
        return new PemFiles(folder.resolve("tls-cert.pem"), folder.resolve("tls-key.pem"));
    }

    /** Whether both are there. */
    public boolean exist() {
        return Files.exists(certificate) && Files.exists(key);
    }

    /** Changes whenever one of the files does: to be compared with what it was. */
    public String stamp() {
        return stamp(certificate) + " " + stamp(key);
    }

    /** Reads and checks both. */
    public RelayCertificate read() throws TlsException {
        List<X509Certificate> chain = chain();
        return new RelayCertificate(
                chain, privateKey(chain.get(0).getPublicKey().getAlgorithm()));
    }

    private List<X509Certificate> chain() throws TlsException {
        byte[] bytes = text(certificate).getBytes(StandardCharsets.UTF_8);
        try {
            List<X509Certificate> chain =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(bytes))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (!chain.isEmpty()) {
                return chain;
            }
        } catch (CertificateException e) {
            // The same as none.
        }
        throw new TlsException(
                "there is no certificate in " + certificate.getFileName(),
                "it takes the chain in PEM, the relay's own first");
    }

    private PrivateKey privateKey(String algorithm) throws TlsException {
        Matcher block = BLOCK.matcher(text(key));
        while (block.find()) {
            if (block.group(1).equals("PRIVATE KEY")) {
                try {
                    byte[] der = Base64.getMimeDecoder().decode(block.group(2));
                    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
                } catch (GeneralSecurityException | IllegalArgumentException e) {
                    throw new TlsException(
                            "the key in " + key.getFileName() + " is not one of the certificate's kind (" + algorithm
                                    + ")",
                            "give the key that the certificate was made for");
                }
            }
            if (block.group(1).endsWith("PRIVATE KEY")) {
                throw new TlsException(
                        "the key in " + key.getFileName() + " is not plain PKCS#8",
                        "openssl pkcs8 -topk8 -nocrypt -in " + key.getFileName() + " -out key-pkcs8.pem");
            }
        }
        throw new TlsException(
                "there is no private key in " + key.getFileName(),
                "it takes one PKCS#8 block in PEM: BEGIN PRIVATE KEY");
    }

    private static String text(Path file) throws TlsException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new TlsException(file.getFileName() + " is larger than 64 KiB", "is it the right file?");
            }
            // PEM is ASCII; whatever stands around the blocks must not stop us.
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new TlsException("cannot read " + file, "it must be there, readable for the relay's user");
        }
    }

    private static String stamp(Path file) {
        try {
            return Files.getLastModifiedTime(file) + ":" + Files.size(file);
        } catch (IOException e) {
            return "gone";
        }
    }
}
