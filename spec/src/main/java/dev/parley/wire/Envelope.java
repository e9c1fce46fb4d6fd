package dev.parley.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Sealed bytes from peer to peer, 1 to {@link Wire#MAX_ENVELOPE_BYTES}; opaque to the relay and never printed. Held in two parts, of
 * which the first may be empty: what a cipher gave is not copied behind its header.
 */
public final class Envelope {
    private static final byte[] NO_HEAD = {};

    private final byte[] head;
    private final byte[] tail;

    private Envelope(byte[] head, byte[] tail) {
        this.head = head;
        this.tail = tail;
        if (size() == 0 || size() > Wire.MAX_ENVELOPE_BYTES) {
            throw new IllegalArgumentException(
                    "An envelope has 1 to " + Wire.MAX_ENVELOPE_BYTES + " bytes, not " + size() + ".");
        }
    }

    public static Envelope of(byte[] bytes) {
        return new Envelope(NO_HEAD, bytes.clone());
    }

    /** Takes both arrays as they are, without a copy: the caller gives them up and never writes to them again. */
    public static Envelope taking(byte[] head, byte[] tail) {
        return new Envelope(head, tail);
    }

    /** Takes the array as it is: the caller gives it up and never writes to it again. */
    static Envelope taking(byte[] bytes) {
        return new Envelope(NO_HEAD, bytes);
    }

    public int size() {
        return head.length + tail.length;
    }

    public byte[] toByteArray() {
        return putInto(ByteBuffer.allocate(size())).array();
    }

    /** The first {@code count} bytes, or all if there are fewer; a copy. */
    public byte[] start(int count) {
        byte[] start = Arrays.copyOf(head, Math.min(count, size()));
        if (start.length > head.length) {
            System.arraycopy(tail, 0, start, head.length, start.length - head.length);
        }
        return start;
    }

    /** What is behind the first {@code count} bytes, of which there are so many. Parted there it is no copy: never to be written to. */
    public byte[] behind(int count) {
        return count == head.length ? tail : Arrays.copyOfRange(toByteArray(), count, size());
    }

    /** Appends the bytes. */
    ByteBuffer putInto(ByteBuffer out) {
        return out.put(head).put(tail);
    }

    /** The same bytes, wherever they are parted. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Envelope that && Arrays.equals(toByteArray(), that.toByteArray());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(toByteArray());
    }

    @Override
    public String toString() {
        return "Envelope[" + size() + " bytes]";
    }
}
