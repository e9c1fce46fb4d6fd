package dev.parley.crypto.primitive;

import dev.parley.crypto.primitive.SharedVectors.Case;
import java.lang.reflect.Constructor;
import java.util.HashMap;
import java.util.Map;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/** The private RSA keys of the shared vectors. The product imports no private key, so this takes its private constructor. */
final class VectorKeys {
    private final Map<String, RsaPrivateKey> imported = new HashMap<>();

    RsaPrivateKey of(Case vector) throws Exception {
        String pkcs8 = vector.group().get("privateKeyPkcs8").getAsString();
        RsaPrivateKey known = imported.get(pkcs8);
        if (known != null) {
            return known;
        }
        RSAPrivateCrtKeyParameters parameters =
                (RSAPrivateCrtKeyParameters) PrivateKeyFactory.createKey(SharedVectors.hex(pkcs8));
        RsaPublicKey publicKey =
                RsaPublicKey.of(new RSAKeyParameters(false, parameters.getModulus(), parameters.getPublicExponent()));
        Constructor<RsaPrivateKey> constructor =
                RsaPrivateKey.class.getDeclaredConstructor(RSAPrivateCrtKeyParameters.class, RsaPublicKey.class);
        constructor.setAccessible(true);
        RsaPrivateKey key = constructor.newInstance(parameters, publicKey);
        imported.put(pkcs8, key);
        return key;
    }
}
