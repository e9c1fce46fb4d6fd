package dev.parley.crypto;

import dev.parley.crypto.primitive.Randomness;
import dev.parley.crypto.primitive.RsaOaep;
import dev.parley.crypto.primitive.RsaPublicKey;
import java.util.Optional;

/** The public half of somebody's RSA-2048 pair for one room. */
public final class IdentityKey {
    public static final int SPKI_BYTES = RsaPublicKey.SPKI_BYTES;

    private final RsaPublicKey key;

    IdentityKey(RsaPublicKey key) {
        this.key = key;
    }

    /** The key of that DER SubjectPublicKeyInfo; empty unless it is the one encoding of a valid RSA-2048 key with e = 65537. */
    public static Optional<IdentityKey> decode(byte[] spki) {
        return RsaPublicKey.decode(spki).map(IdentityKey::new);
    }

    public byte[] spki() {
        return key.spki();
    }

    /** What is remembered of this key. */
    public Pin pin() {
        return Pin.ofSpki(key.spki());
    }

    byte[] encrypt(byte[] label, byte[] seed, Randomness randomness) {
        return RsaOaep.encrypt(key, label, seed, randomness);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IdentityKey that && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }
}
