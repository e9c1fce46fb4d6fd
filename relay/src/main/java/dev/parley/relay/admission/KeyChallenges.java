package dev.parley.relay.admission;

import dev.parley.wire.AdmissionProof;
import dev.parley.wire.Challenge;
import dev.parley.wire.SealedSeed;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals a fresh seed to an access key, or to a key that nobody holds, and says which proof must come back (PROTOCOL.md section 3.6). One
 * RSA encryption each: the only costly thing a relay does for somebody without a seat. One thread at a time.
 */
public final class KeyChallenges {
    private static final RSAKeyGenParameterSpec SIZE = new RSAKeyGenParameterSpec(2_048, RSAKeyGenParameterSpec.F4);

    private final SecureRandom random = new SecureRandom();
    private final RSAPublicKey nobody;

    /** What goes out and what must come back. */
    public record Sealed(SealedSeed sealed, AdmissionProof expected) {}

    public KeyChallenges() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(SIZE, random);
            // The private half is forgotten here.
            nobody = (RSAPublicKey) generator.generateKeyPair().getPublic();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Every JDK makes RSA keys.", e);
        }
    }

    /**
     * @param key the listed key, or empty to seal to nobody, which takes the same time
     * @param relayPin 32 bytes, or none on a plain connection
     */
    public Sealed seal(Optional<ListedKey> key, byte[] relayPin, Challenge challenge) {
        byte[] seed = new byte[AdmissionProof.SEED_BYTES];
        random.nextBytes(seed);
        byte[] label = AdmissionProof.label(relayPin, challenge);
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
            // Without parameters the JDK would take MGF1 with SHA-1.
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    key.map(ListedKey::key).orElse(nobody),
                    new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, new PSource.PSpecified(label)),
                    random);
            return new Sealed(SealedSeed.of(cipher.doFinal(seed)), proof(seed, label));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Every JDK has RSA-OAEP, and the key was checked.", e);
        }
    }

    static AdmissionProof proof(byte[] seed, byte[] label) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(seed, "HmacSHA256"));
        return AdmissionProof.of(mac.doFinal(label));
    }
}
