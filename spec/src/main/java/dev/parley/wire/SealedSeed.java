package dev.parley.wire;

import java.util.Arrays;

/** The 256 bytes of a CHALLENGE: a seed that only the holder of an access key can open. */
public final class SealedSeed {
    private final byte[] bytes;

    private SealedSeed(byte[] bytes) {
        this.bytes = FixedBytes.copy(bytes, Wire.SEALED_SEED_BYTES, "sealed seed");
    }

    public static SealedSeed of(byte[] bytes) {
        return new SealedSeed(bytes);
    }

    public byte[] toByteArray() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SealedSeed that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "SealedSeed[hidden]";
    }
}
