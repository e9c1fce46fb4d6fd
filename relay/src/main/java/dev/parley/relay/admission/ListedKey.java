package dev.parley.relay.admission;

import dev.parley.wire.KeyId;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** One line of {@code authorized_keys}: {@code parley-rsa BASE64(SPKI) label}. */
public final class ListedKey {
    private static final String TYPE = "parley-rsa";
    private static final int BITS = 2_048;

    private final RSAPublicKey key;
    private final KeyId id;
    private final String label;

    private ListedKey(RSAPublicKey key, String label) {
        this.key = key;
        this.id = KeyId.ofSpki(key.getEncoded());
        this.label = label;
    }

    /** The key of that line; empty unless it is RSA with 2,048 bits and e = 65537 in its one encoding, with or without a label. */
    public static Optional<ListedKey> parse(String line) {
        String[] parts = line.strip().split("[ \t]+", 3);
        if (parts.length < 2 || !parts[0].equals(TYPE)) {
            return Optional.empty();
        }
        try {
            byte[] spki = Base64.getDecoder().decode(parts[1]);
            KeyFactory factory = KeyFactory.getInstance("RSA");
            if (!(factory.generatePublic(new X509EncodedKeySpec(spki)) instanceof RSAPublicKey read)
                    || read.getModulus().bitLength() != BITS
                    || !read.getModulus().testBit(0)
                    || !read.getPublicExponent().equals(RSAKeyGenParameterSpec.F4)) {
                return Optional.empty();
            }
            // Made anew from its numbers: the JDK keeps what it read, also other encodings.
            PublicKey key = factory.generatePublic(new RSAPublicKeySpec(read.getModulus(), read.getPublicExponent()));
            return Arrays.equals(key.getEncoded(), spki)
                    ? Optional.of(new ListedKey((RSAPublicKey) key, parts.length == 3 ? parts[2] : ""))
                    : Optional.empty();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The line that {@link #parse} reads. */
    public String format() {
        return (TYPE + " " + Base64.getEncoder().encodeToString(key.getEncoded()) + " " + label).strip();
    }

    public KeyId id() {
        return id;
    }

    public String label() {
        return label;
    }

    public ListedKey labelled(String newLabel) {
        return new ListedKey(key, newLabel);
    }

    RSAPublicKey key() {
        return key;
    }
}
