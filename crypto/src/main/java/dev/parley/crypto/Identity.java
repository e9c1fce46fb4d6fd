package dev.parley.crypto;

import dev.parley.crypto.primitive.Randomness;
import dev.parley.crypto.primitive.RsaOaep;
import dev.parley.crypto.primitive.RsaPrivateKey;
import java.util.Optional;

/** Our RSA-2048 key pair for one room, or our access key for one relay; used for OAEP only, never to sign. */
public final class Identity {
    private final RsaPrivateKey key;
    private final IdentityKey publicKey;

    private Identity(RsaPrivateKey key) {
        this.key = key;
        this.publicKey = new IdentityKey(key.publicKey());
    }

    /** A fresh pair; takes about a tenth of a second. */
    public static Identity generate(Randomness randomness) {
        return new Identity(RsaPrivateKey.generate(randomness));
    }

    /** The pair as PKCS#8, for a store that seals it; the copy is the caller's to wipe. */
    public byte[] encode() {
        return key.encode();
    }

    /** The pair that {@link #encode} wrote; empty for anything else. */
    public static Optional<Identity> decode(byte[] pkcs8) {
        return RsaPrivateKey.decode(pkcs8).map(Identity::new);
    }

    public IdentityKey publicKey() {
        return publicKey;
    }

    /**
     * The 32-byte seed inside {@code ciphertext}, or 32 random bytes if there is none: a bad ciphertext shows only in what is derived
     * later (PROTOCOL.md section 5.5).
     */
    byte[] decryptSeed(byte[] label, byte[] ciphertext, Randomness randomness) {
        byte[] fallback = randomness.bytes(KeySchedule.SEED_BYTES);
        Optional<byte[]> seed = RsaOaep.decrypt(key, label, ciphertext, randomness);
        return seed.filter(bytes -> bytes.length == KeySchedule.SEED_BYTES).orElse(fallback);
    }

    @Override
    public String toString() {
        return "Identity[hidden]";
    }
}
