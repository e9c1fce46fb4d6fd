package dev.parley.peer.files;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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

    void add(byte[] bytes, int from, int length) {
        digest.update(bytes, from, length);
    }

    /** Of everything so far, as hex; more may follow. */
    String soFar() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("The platform's SHA-256 can be copied.", e);
        }
    }
}
