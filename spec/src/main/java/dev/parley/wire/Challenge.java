package dev.parley.wire;

import java.util.Arrays;

/** The fresh 32 bytes of a WELCOME, over which proofs are made. */
public final class Challenge {
    private final byte[] bytes;

    private Challenge(byte[] bytes) {
        this.bytes = FixedBytes.copy(bytes, Wire.CHALLENGE_BYTES, "challenge");
    }

    public static Challenge of(byte[] bytes) {
        return new Challenge(bytes);
    }

    public byte[] toByteArray() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Challenge that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Challenge[hidden]";
    }
}
