package dev.parley.peer.conformance;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** Envelopes whose bytes follow from two numbers, so that one can be told from another and from a damaged one. */
final class Pattern {
    private static final int SEED_BYTES = 4;

    private Pattern() {}

    static byte[] of(int size, int seed) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (seed * 31 + i * 7 + (i >> 8));
        }
        if (size >= SEED_BYTES) {
            ByteBuffer.wrap(bytes).putInt(seed);
        }
        return bytes;
    }

    /** As it stands in a scenario. */
    static String text(byte[] envelope) {
        if (envelope.length >= SEED_BYTES) {
            int seed = ByteBuffer.wrap(envelope).getInt();
            if (Arrays.equals(envelope, of(envelope.length, seed))) {
                return text(envelope.length, seed);
            }
        }
        return envelope.length <= 64
                ? "ENVELOPE " + HexFormat.of().formatHex(envelope)
                : "ENVELOPE of " + envelope.length + " strange bytes";
    }

    static String text(int size, int seed) {
        return "ENVELOPE size=" + size + " seed=" + seed;
    }
}
