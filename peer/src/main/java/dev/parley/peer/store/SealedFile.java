package dev.parley.peer.store;

import dev.parley.crypto.StoreKey;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.store.StoreException.Reason;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** One value, sealed and replaced as a whole: a {@link FileHeader} and what its key sealed. */
final class SealedFile {
    private final Path file;
    private final FileHeader.Kind kind;
    private final StoreKey.Purpose purpose;
    private final int maxBytes;

    /** @param maxBytes of plaintext */
    SealedFile(Path file, FileHeader.Kind kind, StoreKey.Purpose purpose, int maxBytes) {
        this.file = file;
        this.kind = kind;
        this.purpose = purpose;
        this.maxBytes = maxBytes;
    }

    /** The value; empty if there is no file. */
    Optional<byte[]> read(StoreKey above) throws StoreException {
        Optional<byte[]> found = WholeFile.read(file, FileHeader.BYTES + StoreKey.OVERHEAD_BYTES + maxBytes);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = found.get();
        FileHeader header = FileHeader.read(bytes, kind).orElseThrow(() -> new StoreException(Reason.DAMAGED, file));
        try (StoreKey key = above.derive(purpose, header.salt())) {
            byte[] sealed = Arrays.copyOfRange(bytes, FileHeader.BYTES, bytes.length);
            return Optional.of(
                    key.open(sealed, header.toByteArray()).orElseThrow(() -> new StoreException(Reason.DAMAGED, file)));
        }
    }

    void write(byte[] plain, StoreKey above, Randomness randomness) throws StoreException {
        if (plain.length > maxBytes) {
            throw new StoreException(Reason.TOO_LARGE, file);
        }
        FileHeader header = FileHeader.fresh(kind, randomness);
        try (StoreKey key = above.derive(purpose, header.salt())) {
            WholeFile.replace(file, header.before(key.seal(plain, header.toByteArray())));
        }
    }
}
