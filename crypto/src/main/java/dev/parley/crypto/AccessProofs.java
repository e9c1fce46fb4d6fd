package dev.parley.crypto;

import dev.parley.crypto.primitive.Hash;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.wire.AdmissionProof;
import dev.parley.wire.Challenge;
import dev.parley.wire.KeyId;
import dev.parley.wire.SealedSeed;
import java.util.Arrays;

/** Proves to a relay that we hold an access key (PROTOCOL.md section 3.6). */
public final class AccessProofs {
    private AccessProofs() {}

    /** How the relay's list names {@code accessKey}. */
    public static KeyId idOf(Identity accessKey) {
        return KeyId.ofSpki(accessKey.publicKey().spki());
    }

    /**
     * The answer to a CHALLENGE. A seed that does not open gives a proof that nobody expects, and no other sign.
     *
     * @param relayPin SHA-256 of the SPKI that the relay showed in TLS, 32 bytes; none on a plain connection
     */
    public static AdmissionProof of(
            Identity accessKey, byte[] relayPin, Challenge challenge, SealedSeed sealed, Randomness randomness) {
        byte[] label = AdmissionProof.label(relayPin, challenge);
        byte[] seed = accessKey.decryptSeed(label, sealed.toByteArray(), randomness);
        AdmissionProof proof = AdmissionProof.of(Hash.hmacSha256(seed, label));
        Arrays.fill(seed, (byte) 0);
        return proof;
    }
}
