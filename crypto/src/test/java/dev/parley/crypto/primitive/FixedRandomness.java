package dev.parley.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;

/** Gives out the bytes of a vector, in order; asking for more than there are fails the test, and so should leaving some. */
final class FixedRandomness implements Randomness {
    private final ByteBuffer left;

    FixedRandomness(byte[] bytes) {
        left = ByteBuffer.wrap(bytes.clone());
    }

    @Override
    public byte[] bytes(int count) {
        byte[] drawn = new byte[count];
        left.get(drawn);
        return drawn;
    }

    void assertUsedUp() {
        assertThat(left.remaining()).as("random bytes of the vector left over").isZero();
    }
}
