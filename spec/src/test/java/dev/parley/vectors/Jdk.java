package dev.parley.vectors;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.XECPrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/** PROTOCOL.md's primitives from the JDK alone, as somebody without our code would call them. */
final class Jdk {
    private Jdk() {}

    static byte[] lp(byte[]... items) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] item : items) {
            out.writeBytes(u32(item.length));
            out.writeBytes(item);
        }
        return out.toByteArray();
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] u32(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    static byte[] u64(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] slice(byte[] bytes, int from, int length) {
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    static byte[] digest(String algorithm, byte[] input) throws GeneralSecurityException {
        return MessageDigest.getInstance(algorithm).digest(input);
    }

    static byte[] sha256(byte[] input) throws GeneralSecurityException {
        return digest("SHA-256", input);
    }

    static byte[] hmac(byte[] key, byte[] input) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(input);
    }

    static byte[] expand(byte[] prk, byte[] info, int length) throws GeneralSecurityException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] block = new byte[0];
        for (int i = 1; out.size() < length; i++) {
            block = hmac(prk, join(block, info, new byte[] {(byte) i}));
            out.writeBytes(block);
        }
        return Arrays.copyOf(out.toByteArray(), length);
    }

    static RSAPrivateCrtKey rsa(byte[] pkcs8) throws GeneralSecurityException {
        return (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    static byte[] spki(RSAPrivateCrtKey key) throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()))
                .getEncoded();
    }

    static byte[] unoaep(RSAPrivateCrtKey key, byte[] label, byte[] ciphertext) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                key,
                new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, new PSource.PSpecified(label)));
        return cipher.doFinal(ciphertext);
    }

    /** X25519 of a 32-byte private and a 32-byte public value. */
    static byte[] x25519(byte[] privateKey, byte[] publicValue) throws GeneralSecurityException {
        KeyFactory factory = KeyFactory.getInstance("X25519");
        XECPrivateKey key =
                (XECPrivateKey) factory.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, privateKey));
        byte[] reversed = publicValue.clone();
        for (int i = 0; i < 16; i++) {
            byte swap = reversed[i];
            reversed[i] = reversed[31 - i];
            reversed[31 - i] = swap;
        }
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(key);
        agreement.doPhase(
                factory.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, reversed))),
                true);
        return agreement.generateSecret();
    }

    static byte[] unseal(byte[] key, byte[] associated, byte[] sealed) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, sealed, 0, 12));
        cipher.updateAAD(associated);
        return cipher.doFinal(sealed, 12, sealed.length - 12);
    }

    static byte[] hash(String label, byte[]... items) throws GeneralSecurityException {
        byte[][] all = new byte[items.length + 1][];
        all[0] = text(label);
        System.arraycopy(items, 0, all, 1, items.length);
        return sha256(lp(all));
    }

    /** The first {@code count} items of an LP. */
    static List<byte[]> items(byte[] bytes, int count) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        List<byte[]> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] item = new byte[in.getInt()];
            in.get(item);
            items.add(item);
        }
        return items;
    }

    static byte[] hint(byte[] secret, byte[] nonce) throws GeneralSecurityException {
        return slice(hmac(secret, lp(text("hint"), nonce)), 0, 16);
    }

    /** A.2: the secret from its parts. */
    static byte[] xwing(byte[] mlKemSecret, byte[] ssX, byte[] ctX, byte[] publicKey) throws GeneralSecurityException {
        return digest("SHA3-256", join(mlKemSecret, ssX, ctX, slice(publicKey, 1_184, 32), text("\\.//^\\")));
    }

    static String digits(byte[] bytes, int groups) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < groups; i++) {
            BigInteger value = new BigInteger(1, slice(bytes, 5 * i, 5)).mod(BigInteger.valueOf(100_000));
            out.append(String.format("%05d", value));
        }
        return out.toString();
    }

    static byte[] padded(BigInteger value, int length) {
        byte[] bytes = value.toByteArray();
        byte[] out = new byte[length];
        int from = Math.max(0, bytes.length - length);
        System.arraycopy(bytes, from, out, length - (bytes.length - from), bytes.length - from);
        return out;
    }
}
