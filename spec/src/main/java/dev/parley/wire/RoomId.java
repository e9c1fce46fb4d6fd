package dev.parley.wire;

import java.util.Arrays;

/** The public name of a room, 32 bytes; comparable, never logged. */
public final class RoomId {
    private final byte[] bytes;

    private RoomId(byte[] bytes) {
        this.bytes = FixedBytes.copy(bytes, Wire.ROOM_ID_BYTES, "room id");
    }

    public static RoomId of(byte[] bytes) {
        return new RoomId(bytes);
    }

    public byte[] toByteArray() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RoomId that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "RoomId[hidden]";
    }
}
