package dev.parley.wire;

/** Length checks and copies for the byte values of this package. */
final class FixedBytes {
    private FixedBytes() {}

    /** A copy of {@code bytes}, which must have exactly that length. */
    static byte[] copy(byte[] bytes, int length, String name) {
        if (bytes.length != length) {
            throw new IllegalArgumentException("A " + name + " has " + length + " bytes, not " + bytes.length + ".");
        }
        return bytes.clone();
    }
}
