package dev.parley.peer.room;

import dev.parley.peer.chat.MessagePart;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One step of what a room must not forget over a crash: kind (u8) | number (u64) | bytes (PROTOCOL.md section 8.5). {@link Delivery}
 * writes them and reads them back.
 */
public final class JournalEntry {
    /** What happened. The codes are what lies on disk. */
    enum Kind {
        /** Where a shortened journal begins: four numbers (u64 each) last sent, delivered, taken, shown. */
        COUNTERS,
        /** The ids of the last parts taken in, oldest first. */
        IDS,
        /** We said this part, by its number. */
        SAID,
        /** The other end has every part of ours up to this number. */
        DELIVERED,
        /** We took in this part of theirs, by its number. */
        TAKEN,
        /** The person has seen every part of theirs up to this number. */
        SHOWN,
        /** Another person's key was accepted: what the one before sent and got no longer counts. */
        NEW_PEER,
        /** Our parts up to this number are given up. */
        GIVEN_UP
    }

    private static final int HEADER_BYTES = 1 + 8;
    private static final int COUNTERS = 4;

    private final Kind kind;
    private final long number;
    private final byte[] bytes;

    private JournalEntry(Kind kind, long number, byte[] bytes) {
        this.kind = kind;
        this.number = number;
        this.bytes = bytes;
    }

    static JournalEntry of(Kind kind, long number) {
        return new JournalEntry(kind, number, new byte[0]);
    }

    static JournalEntry of(Kind kind, long number, byte[] bytes) {
        return new JournalEntry(kind, number, bytes);
    }

    static JournalEntry counters(long sent, long delivered, long taken, long shown) {
        ByteBuffer counters = ByteBuffer.allocate(8 * COUNTERS);
        List.of(sent, delivered, taken, shown).forEach(counters::putLong);
        return new JournalEntry(Kind.COUNTERS, 0, counters.array());
    }

    /** The entry that {@link #encode} wrote; empty for anything else. */
    public static Optional<JournalEntry> decode(byte[] encoded) {
        if (encoded.length < HEADER_BYTES || encoded[0] < 0 || encoded[0] >= Kind.values().length) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(encoded);
        Kind kind = Kind.values()[in.get()];
        long number = in.getLong();
        byte[] bytes = Arrays.copyOfRange(encoded, HEADER_BYTES, encoded.length);
        boolean fits = switch (kind) {
            case COUNTERS -> bytes.length == 8 * COUNTERS;
            case IDS -> bytes.length % MessagePart.ID_BYTES == 0;
            case SAID, TAKEN -> MessagePart.Head.of(bytes).isPresent();
            case DELIVERED, SHOWN, NEW_PEER, GIVEN_UP -> bytes.length == 0;
        };
        return fits && number >= 0 ? Optional.of(new JournalEntry(kind, number, bytes)) : Optional.empty();
    }

    /** How many own lines a journal holds that are not delivered. */
    public static int undelivered(List<JournalEntry> journal) {
        return new Delivery(count -> new byte[count], journal, entry -> {})
                .out()
                .unconfirmed();
    }

    public byte[] encode() {
        return ByteBuffer.allocate(HEADER_BYTES + bytes.length)
                .put((byte) kind.ordinal())
                .putLong(number)
                .put(bytes)
                .array();
    }

    /** Whether anything may be acknowledged or sealed only once this is safe. What the others say is found out anew after a crash. */
    boolean mustBeSafe() {
        return switch (kind) {
            case SAID, TAKEN, NEW_PEER, GIVEN_UP -> true;
            case COUNTERS, IDS, DELIVERED, SHOWN -> false;
        };
    }

    Kind kind() {
        return kind;
    }

    long number() {
        return number;
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return "JournalEntry[" + kind + " " + number + "]";
    }
}
