package dev.parley.crypto.primitive;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Argon2id, version 1.3 (RFC 9106): a key from a passphrase, at a price in memory and time. */
public final class Argon2id {
    /** What one guess costs: kibibytes of memory, passes over it, and lanes. */
    public record Cost(int memoryKib, int passes, int lanes) {}

    private Argon2id() {}

    /** {@code length} bytes from a passphrase and a salt of at least 8 bytes. */
    public static byte[] hash(byte[] passphrase, byte[] salt, Cost cost, int length) {
        return hash(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(cost.memoryKib())
                        .withIterations(cost.passes())
                        .withParallelism(cost.lanes())
                        .withSalt(salt)
                        .build(),
                passphrase,
                length);
    }

    static byte[] hash(Argon2Parameters parameters, byte[] passphrase, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(parameters);
        byte[] output = new byte[length];
        generator.generateBytes(passphrase, output);
        return output;
    }
}
