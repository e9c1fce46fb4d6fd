package dev.parley.peer.files;

import dev.parley.peer.chat.FileHash;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 of a file as it goes by. */
final class Hashing {
    private MessageDigest digest = fresh();

    static MessageDigest fresh() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256.", e);
        }
    }

    void reset() {
        digest = fresh();
    }

    /** All that is left in {@code bytes}. */
    void add(ByteBuffer bytes) {
        digest.update(bytes);
    }

    /** Of everything so far; more may follow. */
    FileHash soFar() {
        try {
            return FileHash.of(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("The platform's SHA-256 can be copied.", e);
        }
    }
}
