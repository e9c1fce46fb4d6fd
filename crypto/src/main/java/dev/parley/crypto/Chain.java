package dev.parley.crypto;

import dev.parley.crypto.primitive.AeadCipher;
import java.util.Arrays;
import java.util.Optional;

/** The key stepping of one direction in one epoch: each message key is used once; {@link #step()} forgets the one before. */
final class Chain {
    private final byte[] sessionId;
    private final Role sender;
    private final int epoch;
    private byte[] chainKey;

    Chain(byte[] root, byte[] sessionId, int epoch, Role sender) {
        this.sessionId = sessionId;
        this.sender = sender;
        this.epoch = epoch;
        this.chainKey = KeySchedule.chainStart(root, sessionId, epoch, sender);
    }

    int epoch() {
        return epoch;
    }

    /** Seals under the present key and steps. */
    byte[] seal(long seq, byte[] plain) {
        byte[] key = KeySchedule.messageKey(chainKey);
        byte[] sealed = new AeadCipher(key).seal(plain, KeySchedule.frameLabel(sessionId, sender, epoch, seq));
        Arrays.fill(key, (byte) 0);
        step();
        return sealed;
    }

    /** Opens under the present key without stepping: the caller steps once it has accepted the content. */
    Optional<byte[]> open(long seq, byte[] sealed) {
        byte[] key = KeySchedule.messageKey(chainKey);
        Optional<byte[]> plain =
                new AeadCipher(key).open(sealed, KeySchedule.frameLabel(sessionId, sender, epoch, seq));
        Arrays.fill(key, (byte) 0);
        return plain;
    }

    void step() {
        byte[] next = KeySchedule.nextChainKey(chainKey);
        wipe();
        chainKey = next;
    }

    void wipe() {
        Arrays.fill(chainKey, (byte) 0);
    }
}
