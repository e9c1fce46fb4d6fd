package dev.parley.peer.faults;

import dev.parley.peer.room.JournalEntry;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A journal entry as it would lie on disk, read without the code under test (PROTOCOL.md section 8.5). */
final class Entry {
    static final int COUNTERS = 0;
    static final int SAID = 2;
    static final int DELIVERED = 3;
    static final int TAKEN = 4;

    private static final int HEADER_BYTES = 9;

    private final ByteBuffer encoded;

    private Entry(byte[] encoded) {
        this.encoded = ByteBuffer.wrap(encoded);
    }

    static Entry of(JournalEntry entry) {
        return of(entry.encode());
    }

    static Entry of(byte[] encoded) {
        return new Entry(encoded);
    }

    int kind() {
        return encoded.get(0);
    }

    long number() {
        return encoded.getLong(1);
    }

    byte[] bytes() {
        return Arrays.copyOfRange(encoded.array(), HEADER_BYTES, encoded.capacity());
    }

    /** Number {@code index} of sent, delivered, taken, shown. */
    long counter(int index) {
        return encoded.getLong(HEADER_BYTES + 8 * index);
    }
}
