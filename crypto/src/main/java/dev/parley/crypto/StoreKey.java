package dev.parley.crypto;

import dev.parley.crypto.primitive.AeadCipher;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.wire.Label;
import java.util.Optional;

/**
 * A 32-byte key of what lies on disk. A key either derives other keys or seals, so every file has a key of its own: its purpose and its
 * salt name it. Never printed; zeroed by {@link #close()}, though the cipher of a key that sealed keeps a copy until it is collected.
 * One thread at a time.
 */
public final class StoreKey implements AutoCloseable {
    public static final int BYTES = KeySchedule.KEY_BYTES;

    /** The salt of every derivation. */
    public static final int SALT_BYTES = 32;

    /** What sealing adds to the plaintext. */
    public static final int OVERHEAD_BYTES = AeadCipher.OVERHEAD_BYTES;

    /** What a derived key is for. */
    public enum Purpose {
        ROOM_KEY(Label.STORE_ROOM_KEY),
        JOURNAL(Label.STORE_JOURNAL),
        RECORD(Label.STORE_RECORD),
        TRIES(Label.STORE_TRIES),
        RELAY_ACCESS(Label.STORE_RELAY_ACCESS),
        MARK(Label.STORE_MARK);

        private final Label label;

        Purpose(Label label) {
            this.label = label;
        }
    }

    private final Secret key;
    private Optional<AeadCipher> cipher = Optional.empty();

    /** Takes {@code key} over. */
    private StoreKey(byte[] key) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException("A store key has " + BYTES + " bytes.");
        }
        this.key = Secret.take(key);
    }

    public static StoreKey generate(Randomness randomness) {
        return new StoreKey(randomness.bytes(BYTES));
    }

    /** Copies {@code bytes}, which are {@link #BYTES} many. */
    public static StoreKey of(byte[] bytes) {
        return new StoreKey(bytes.clone());
    }

    /** The key for one purpose and one salt. */
    public StoreKey derive(Purpose purpose, byte[] salt) {
        return new StoreKey(KeySchedule.storeKey(key.expose(), purpose.label, salt));
    }

    /**
     * The key that needs both this one and {@code passphrase}: Argon2id of the passphrase with 64 MiB, so each call takes some tenths of
     * a second. The salt has at least 16 bytes.
     */
    public StoreKey derive(Secret passphrase, byte[] salt) {
        return new StoreKey(KeySchedule.storeKey(key.expose(), passphrase, salt));
    }

    /** {@link #BYTES} bytes by which a holder of this key, and nobody else, knows {@code value} again. */
    public byte[] mark(byte[] value) {
        return KeySchedule.storeKey(key.expose(), Purpose.MARK.label, value);
    }

    public byte[] seal(byte[] plaintext, byte[] associated) {
        return cipher().seal(plaintext, associated);
    }

    /** The plaintext; empty for every bad input alike. */
    public Optional<byte[]> open(byte[] sealed, byte[] associated) {
        return cipher().open(sealed, associated);
    }

    /** Seals another key. */
    public byte[] wrap(StoreKey other, byte[] associated) {
        return seal(other.key.expose(), associated);
    }

    /** The key inside {@code sealed}; empty for every bad input alike. */
    public Optional<StoreKey> unwrap(byte[] sealed, byte[] associated) {
        return open(sealed, associated).filter(opened -> opened.length == BYTES).map(StoreKey::new);
    }

    private AeadCipher cipher() {
        byte[] exposed = key.expose();
        if (cipher.isEmpty()) {
            cipher = Optional.of(new AeadCipher(exposed));
        }
        return cipher.get();
    }

    @Override
    public void close() {
        key.close();
        cipher = Optional.empty();
    }

    @Override
    public String toString() {
        return "StoreKey[hidden]";
    }
}
