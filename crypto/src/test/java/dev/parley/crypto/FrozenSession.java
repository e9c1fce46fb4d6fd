package dev.parley.crypto;

import dev.parley.crypto.primitive.JPake;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.crypto.primitive.RsaPrivateKey;
import dev.parley.crypto.primitive.RsaPublicKey;
import dev.parley.crypto.primitive.XWing;
import dev.parley.wire.RoomId;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.pqc.crypto.xwing.XWingKEMExtractor;
import org.bouncycastle.pqc.crypto.xwing.XWingPrivateKeyParameters;

/** What the frozen session needs and the product does not offer: foreign keys, fixed draws, a look at the inside. */
final class FrozenSession {
    static final HexFormat HEX = HexFormat.of();

    private FrozenSession() {}

    /** A stream of bytes that depends on a label only, the same in every run. */
    static Randomness stream(String label) {
        Random random = new Random(label.hashCode());
        return count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        };
    }

    static String pkcs8(Identity identity) {
        try {
            PrivateKeyInfo info = PrivateKeyInfoFactory.createPrivateKeyInfo(parameters(identity));
            return HEX.formatHex(info.getEncoded());
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    static Identity identity(byte[] pkcs8) {
        try {
            RSAPrivateCrtKeyParameters key = (RSAPrivateCrtKeyParameters) PrivateKeyFactory.createKey(pkcs8);
            byte[] spki = org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(
                            new org.bouncycastle.crypto.params.RSAKeyParameters(
                                    false, key.getModulus(), key.getPublicExponent()))
                    .getEncoded("DER");
            Constructor<RsaPrivateKey> make =
                    RsaPrivateKey.class.getDeclaredConstructor(RSAPrivateCrtKeyParameters.class, RsaPublicKey.class);
            make.setAccessible(true);
            RsaPrivateKey made = make.newInstance(key, RsaPublicKey.decode(spki).orElseThrow());
            Constructor<Identity> wrap = Identity.class.getDeclaredConstructor(RsaPrivateKey.class);
            wrap.setAccessible(true);
            return wrap.newInstance(made);
        } catch (ReflectiveOperationException | java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static RSAPrivateCrtKeyParameters parameters(Identity identity) {
        return (RSAPrivateCrtKeyParameters) field(field(identity, "key"), "parameters");
    }

    static Object field(Object holder, String name) {
        try {
            Field field = holder.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field.get(holder);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** x1 or x2 of a J-PAKE side, before it forgets them. */
    static BigInteger exponent(JPake pake, String name) {
        return (BigInteger) field(field(pake, "participant"), name);
    }

    /** The ML-KEM secret inside the SHARE of {@code sender}, which the JDK cannot compute. */
    static byte[] mlKemSecret(HandshakeShare receiver, HandshakeShare sender) {
        return mlKemSecret(xwingPrivate(field(receiver, "xwing")), Arrays.copyOf(sender.share(), 1_088));
    }

    static byte[] mlKemSecret(XWingPrivateKeyParameters key, byte[] ciphertext) {
        return ((MLKEMExtractor) field(new XWingKEMExtractor(key), "mlkemExtractor")).extractSecret(ciphertext);
    }

    static XWingPrivateKeyParameters xwingPrivate(Object pair) {
        return (XWingPrivateKeyParameters) field((XWing.KeyPair) pair, "parameters");
    }

    static byte[] x25519(XWingPrivateKeyParameters key) {
        return ((X25519PrivateKeyParameters) field(key, "xdhPrivateKey")).getEncoded();
    }

    static HandshakeTerms terms(RoomId room, Side side, Identity identity, String code) {
        return HandshakeTerms.withCode(room, side, identity, Secret.ofText(code));
    }
}
