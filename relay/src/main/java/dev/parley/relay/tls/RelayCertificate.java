package dev.parley.relay.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * What the relay proves itself by: a certificate, its chain, and the private key of its first link. Peers know it by its pin, which
 * survives a new certificate for the same key.
 */
public final class RelayCertificate {
    private final List<X509Certificate> chain;
    private final PrivateKey key;

    /** @throws TlsException if the key is not that of the first certificate */
    RelayCertificate(List<X509Certificate> chain, PrivateKey key) throws TlsException {
        this.chain = List.copyOf(chain);
        this.key = key;
        if (!belongs(key, chain.get(0).getPublicKey())) {
            throw new TlsException(
                    "the TLS key is not the key of the certificate", "give the key that the certificate was made for");
        }
    }

    List<X509Certificate> chain() {
        return chain;
    }

    PrivateKey key() {
        return key;
    }

    /** SHA-256 of the public key's SPKI: 43 characters of base64url. */
    public String pin() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(pinBytes());
    }

    /** The pin as its 32 bytes. */
    public byte[] pinBytes() {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(chain.get(0).getPublicKey().getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256.", e);
        }
    }

    /** When the certificate ends; peers that know the pin do not mind. */
    public Instant expires() {
        return chain.get(0).getNotAfter().toInstant();
    }

    private static boolean belongs(PrivateKey key, PublicKey shown) throws TlsException {
        try {
            byte[] probe = "parley".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            String algorithm = switch (shown.getAlgorithm()) {
                case "RSA" -> "SHA256withRSA";
                case "EC" -> "SHA256withECDSA";
                default -> shown.getAlgorithm();
            };
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(shown);
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            throw new TlsException(
                    "the TLS key cannot be used: " + shown.getAlgorithm(), "use an EC key on P-256, or RSA");
        }
    }
}
