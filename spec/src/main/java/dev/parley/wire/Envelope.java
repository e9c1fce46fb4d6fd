package dev.parley.wire;

import java.util.Arrays;

/** Sealed bytes from peer to peer, 1 to {@link Wire#MAX_ENVELOPE_BYTES}; opaque to the relay and never printed. */
public final class Envelope {
    private final byte[] bytes;

    private Envelope(byte[] bytes) {
        if (bytes.length == 0 || bytes.length > Wire.MAX_ENVELOPE_BYTES) {
            throw new IllegalArgumentException(
                    "An envelope has 1 to " + Wire.MAX_ENVELOPE_BYTES + " bytes, not " + bytes.length + ".");
        }
        this.bytes = bytes;
    }

    public static Envelope of(byte[] bytes) {
        return new Envelope(bytes.clone());
    }

    /** Takes the array as it is; the caller gives it up. */
    static Envelope wrap(byte[] bytes) {
        return new Envelope(bytes);
    }

    public int size() {
        return bytes.length;
    }

    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** The bytes themselves, for the codec of this package. */
    byte[] raw() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Envelope that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Envelope[" + bytes.length + " bytes]";
    }
}
