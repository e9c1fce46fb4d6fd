package dev.parley.crypto.primitive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Public keys in DER, put together byte by byte, so that every part can be made wrong. */
final class DerKeys {
    private DerKeys() {}

    static byte[] spki(BigInteger n, BigInteger e) {
        return spki(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE, new RSAPublicKey(n, e));
    }

    static byte[] spki(ASN1ObjectIdentifier algorithm, ASN1Encodable parameters, ASN1Encodable key) {
        try {
            return new SubjectPublicKeyInfo(new AlgorithmIdentifier(algorithm, parameters), key).getEncoded("DER");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] assemble(byte[] algorithm, byte[] sequence) {
        return tlv(0x30, join(algorithm, tlv(0x03, join(new byte[] {0}, sequence))));
    }

    static byte[] algorithm() {
        return tlv(0x30, join(oid(), new byte[] {0x05, 0x00}));
    }

    static byte[] oid() {
        return tlv(0x06, oidContents());
    }

    static byte[] oidContents() {
        return SharedVectors.hex("2a864886f70d010101");
    }

    static byte[] keySequence(BigInteger n, BigInteger e) {
        return tlv(0x30, join(integer(n), integer(e)));
    }

    static byte[] integer(BigInteger value) {
        return tlv(0x02, signed(value));
    }

    static byte[] signed(BigInteger value) {
        return value.toByteArray();
    }

    static byte[] unsigned(BigInteger value) {
        byte[] bytes = value.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    /** Tag, shortest length, contents. */
    static byte[] tlv(int tag, byte[] contents) {
        if (contents.length < 0x80) {
            return join(new byte[] {(byte) tag, (byte) contents.length}, contents);
        }
        return longForm(tag, contents.length < 0x100 ? 1 : 2, contents);
    }

    /** Tag, a length of {@code lengthBytes} bytes behind their count, contents. */
    static byte[] longForm(int tag, int lengthBytes, byte[] contents) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        out.write(0x80 | lengthBytes);
        for (int i = lengthBytes - 1; i >= 0; i--) {
            out.write(i < 4 ? contents.length >>> 8 * i : 0);
        }
        out.writeBytes(contents);
        return out.toByteArray();
    }

    static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
