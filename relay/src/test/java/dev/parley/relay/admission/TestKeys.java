package dev.parley.relay.admission;

import dev.parley.wire.AdmissionProof;
import dev.parley.wire.Challenge;
import dev.parley.wire.KeyId;
import dev.parley.wire.SealedSeed;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.MGF1ParameterSpec;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/** An access key as its holder has it, with the JDK's own decryption. */
public final class TestKeys {
    private final KeyPair pair;

    private TestKeys(KeyPair pair) {
        this.pair = pair;
    }

    public static TestKeys fresh() {
        return ofBits(2_048);
    }

    static TestKeys ofBits(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return new TestKeys(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Every JDK makes RSA keys.", e);
        }
    }

    /** The line of {@code authorized_keys}. */
    public String line(String label) {
        return "parley-rsa " + Base64.getEncoder().encodeToString(spki()) + " " + label;
    }

    public ListedKey listed() {
        return ListedKey.parse(line("test")).orElseThrow();
    }

    public KeyId id() {
        return KeyId.ofSpki(spki());
    }

    byte[] spki() {
        return pair.getPublic().getEncoded();
    }

    /** What the holder answers. */
    public AdmissionProof prove(byte[] relayPin, Challenge challenge, SealedSeed sealed) {
        byte[] label = AdmissionProof.label(relayPin, challenge);
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    pair.getPrivate(),
                    new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, new PSource.PSpecified(label)));
            return KeyChallenges.proof(cipher.doFinal(sealed.toByteArray()), label);
        } catch (GeneralSecurityException e) {
            // As a peer does: nobody learns that it did not open.
            return AdmissionProof.of(new byte[32]);
        }
    }
}
