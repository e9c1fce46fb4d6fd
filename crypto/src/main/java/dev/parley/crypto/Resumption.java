package dev.parley.crypto;

import dev.parley.crypto.primitive.Hash;
import dev.parley.wire.LengthPrefixed;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** RESUME-SESSION: proves to the other end that we hold a session, and says which frame we want next (PROTOCOL.md section 7.6). */
final class Resumption {
    private static final int ITEMS = 4;

    private final Role role;
    private final byte[] sessionId;
    private final byte[] ourKey;
    private final byte[] theirKey;

    Resumption(Role role, byte[] sessionId, byte[] ourKey, byte[] theirKey) {
        this.role = role;
        this.sessionId = sessionId;
        this.ourKey = ourKey;
        this.theirKey = theirKey;
    }

    byte[] encode(int pairing, long next) {
        return new LengthPrefixed()
                .bytes(sessionId)
                .u32(pairing)
                .u64(next)
                .bytes(KeySchedule.resumption(ourKey, sessionId, role, pairing, next))
                .toByteArray();
    }

    /** Their {@code next}; empty for another session, another pairing, or a wrong proof. */
    OptionalLong decode(byte[] message, int pairing) {
        ByteBuffer in = ByteBuffer.wrap(message);
        List<byte[]> items = LengthPrefixed.split(in, ITEMS, Hash.SHA256_BYTES).orElse(List.of());
        if (items.isEmpty()
                || in.hasRemaining()
                || !Arrays.equals(items.get(0), sessionId)
                || items.get(1).length != 4
                || items.get(2).length != 8
                || ByteBuffer.wrap(items.get(1)).getInt() != pairing) {
            return OptionalLong.empty();
        }
        long next = ByteBuffer.wrap(items.get(2)).getLong();
        byte[] expected = KeySchedule.resumption(theirKey, sessionId, role.other(), pairing, next);
        return next >= 0 && Hash.equal(expected, items.get(3)) ? OptionalLong.of(next) : OptionalLong.empty();
    }

    void wipe() {
        Arrays.fill(ourKey, (byte) 0);
        Arrays.fill(theirKey, (byte) 0);
    }
}
