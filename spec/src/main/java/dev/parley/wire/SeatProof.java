package dev.parley.wire;

import java.security.MessageDigest;

/**
 * The 32 bytes of RESUME that prove a seat key over a fresh challenge (PROTOCOL.md section 3.4). The HMAC itself is made by whoever
 * holds the key; this class only fixes its input.
 */
public final class SeatProof {
    private final byte[] bytes;

    private SeatProof(byte[] bytes) {
        this.bytes = FixedBytes.copy(bytes, Wire.PROOF_BYTES, "seat proof");
    }

    public static SeatProof of(byte[] bytes) {
        return new SeatProof(bytes);
    }

    /** What the HMAC-SHA-256 under the seat key covers. */
    public static byte[] input(Challenge challenge, RoomId room, int instance, int attempt) {
        return new LengthPrefixed()
                .label(Label.SEAT)
                .bytes(challenge.toByteArray())
                .bytes(room.toByteArray())
                .u32(instance)
                .u32(attempt)
                .toByteArray();
    }

    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** Whether both are the same proof, in time that does not depend on the bytes. */
    public boolean matches(SeatProof other) {
        return MessageDigest.isEqual(bytes, other.bytes);
    }

    @Override
    public String toString() {
        return "SeatProof[hidden]";
    }
}
