package dev.parley.wire;

import java.security.MessageDigest;

/** The 32 random bytes that own a seat. A secret between one peer and the relay: compared in constant time, never printed. */
public final class SeatKey {
    private final byte[] bytes;

    private SeatKey(byte[] bytes) {
        this.bytes = FixedBytes.copy(bytes, Wire.SEAT_KEY_BYTES, "seat key");
    }

    public static SeatKey of(byte[] bytes) {
        return new SeatKey(bytes);
    }

    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** Whether both are the same key, in time that does not depend on the bytes. */
    public boolean matches(SeatKey other) {
        return MessageDigest.isEqual(bytes, other.bytes);
    }

    @Override
    public String toString() {
        return "SeatKey[hidden]";
    }
}
