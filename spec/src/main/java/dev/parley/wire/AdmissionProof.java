package dev.parley.wire;

import java.security.MessageDigest;

/**
 * The 32 bytes that prove an access key: HMAC-SHA-256 of the label under the seed of a CHALLENGE (PROTOCOL.md section 3.6). The HMAC
 * itself is made by whoever holds the seed; this class only fixes its input.
 */
public final class AdmissionProof {
    /** The size of the seed inside a CHALLENGE. */
    public static final int SEED_BYTES = 32;

    private final byte[] bytes;

    private AdmissionProof(byte[] bytes) {
        this.bytes = FixedBytes.copy(bytes, Wire.PROOF_BYTES, "admission proof");
    }

    public static AdmissionProof of(byte[] bytes) {
        return new AdmissionProof(bytes);
    }

    /**
     * The OAEP label of the seed and the input of the HMAC: bound to this relay and to this connection.
     *
     * @param relayPin SHA-256 of the relay key's SPKI, 32 bytes, or none on a connection without TLS
     */
    public static byte[] label(byte[] relayPin, Challenge challenge) {
        if (relayPin.length != 0 && relayPin.length != Wire.PIN_BYTES) {
            throw new IllegalArgumentException("A pin has 32 bytes, or is absent.");
        }
        return new LengthPrefixed()
                .label(Label.ADMIT)
                .bytes(relayPin)
                .bytes(challenge.toByteArray())
                .toByteArray();
    }

    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** Whether both are the same proof, in time that does not depend on the bytes. */
    public boolean matches(AdmissionProof other) {
        return MessageDigest.isEqual(bytes, other.bytes);
    }

    @Override
    public String toString() {
        return "AdmissionProof[hidden]";
    }
}
