package dev.parley.relay.admission;

import dev.parley.wire.AccessToken;
import java.security.MessageDigest;
import java.util.OptionalLong;

/** What a relay keeps of a token: its hash, a label for the operator, and when it expires. */
public final class ListedToken {
    private final String label;
    private final byte[] hash;
    private final OptionalLong expiresMillis;

    /** @param expiresMillis milliseconds since 1970 from which on it is no longer taken; empty for never */
    public ListedToken(String label, byte[] hash, OptionalLong expiresMillis) {
        if (hash.length != AccessToken.BYTES) {
            throw new IllegalArgumentException("The hash of a token has " + AccessToken.BYTES + " bytes.");
        }
        this.label = label;
        this.hash = hash.clone();
        this.expiresMillis = expiresMillis;
    }

    public String label() {
        return label;
    }

    public byte[] hash() {
        return hash.clone();
    }

    public OptionalLong expiresMillis() {
        return expiresMillis;
    }

    public boolean isExpired(long nowMillis) {
        return expiresMillis.isPresent() && nowMillis >= expiresMillis.getAsLong();
    }

    /** In time that does not depend on the bytes. */
    boolean matches(byte[] otherHash) {
        return MessageDigest.isEqual(hash, otherHash);
    }
}
