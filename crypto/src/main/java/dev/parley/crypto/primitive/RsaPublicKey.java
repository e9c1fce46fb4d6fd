package dev.parley.crypto.primitive;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/** An RSA public key of exactly 2048 bits with e = 65537, in its one DER SubjectPublicKeyInfo encoding (RFC 5280, RFC 8017 A.1.1). */
public final class RsaPublicKey {
    static final int MODULUS_BITS = 2048;
    static final BigInteger EXPONENT = BigInteger.valueOf(65_537);

    /** The size of every accepted encoding. */
    public static final int SPKI_BYTES = 294;

    private final RSAKeyParameters parameters;
    private final byte[] spki;

    private RsaPublicKey(RSAKeyParameters parameters, byte[] spki) {
        this.parameters = parameters;
        this.spki = spki;
    }

    static RsaPublicKey of(RSAKeyParameters parameters) {
        return new RsaPublicKey(parameters, encode(parameters));
    }

    /** The key; empty unless {@code spki} is the one encoding of a valid key of our size and exponent. */
    public static Optional<RsaPublicKey> decode(byte[] spki) {
        if (spki.length != SPKI_BYTES) {
            return Optional.empty();
        }
        try {
            if (!(PublicKeyFactory.createKey(spki) instanceof RSAKeyParameters key)
                    || key.isPrivate()
                    || key.getModulus().bitLength() != MODULUS_BITS
                    || !key.getExponent().equals(EXPONENT)
                    || !Arrays.equals(encode(key), spki)) {
                return Optional.empty();
            }
            return Optional.of(new RsaPublicKey(key, spki.clone()));
        } catch (IOException | RuntimeException e) {
            // Bouncy Castle answers hostile DER and moduli with many exception types; all mean the same here.
            return Optional.empty();
        }
    }

    public byte[] spki() {
        return spki.clone();
    }

    RSAKeyParameters parameters() {
        return parameters;
    }

    private static byte[] encode(RSAKeyParameters key) {
        try {
            return new SubjectPublicKeyInfo(
                            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                            new RSAPublicKey(key.getModulus(), key.getExponent()))
                    .getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new AssertionError("An RSA key in memory always encodes.", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RsaPublicKey that && Arrays.equals(spki, that.spki);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(spki);
    }
}
