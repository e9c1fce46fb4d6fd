package dev.parley.peer.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.peer.room.JournalEntry.Kind;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What lies on disk of a journal (PROTOCOL.md section 8.5): one encoding each, and nothing else is read. */
class JournalEntryTest {
    @Test
    void an_entry_is_its_kind_its_number_and_its_bytes() {
        assertThat(JournalEntry.of(Kind.DELIVERED, 7).encode()).containsExactly(3, 0, 0, 0, 0, 0, 0, 0, 7);
        assertThat(JournalEntry.counters(1, 2, 3, 4).encode())
                .isEqualTo(ByteBuffer.allocate(41)
                        .put((byte) 0)
                        .putLong(0)
                        .putLong(1)
                        .putLong(2)
                        .putLong(3)
                        .putLong(4)
                        .array());
    }

    @Test
    void what_was_written_is_read_back() {
        for (JournalEntry entry : new JournalEntry[] {
            JournalEntry.counters(1, 2, 3, 4),
            JournalEntry.of(Kind.IDS, 0),
            JournalEntry.of(Kind.IDS, 0, new byte[32]),
            JournalEntry.of(Kind.DELIVERED, Long.MAX_VALUE),
            JournalEntry.of(Kind.SHOWN, 1),
            JournalEntry.of(Kind.NEW_PEER, 0),
            JournalEntry.of(Kind.GIVEN_UP, 9)
        }) {
            JournalEntry read = JournalEntry.decode(entry.encode()).orElseThrow();
            assertThat(read.kind()).isEqualTo(entry.kind());
            assertThat(read.number()).isEqualTo(entry.number());
            assertThat(read.bytes()).isEqualTo(entry.bytes());
            assertThat(read).hasToString("JournalEntry[" + entry.kind() + " " + entry.number() + "]");
        }
    }

    @Test
    void another_kind_length_or_sign_is_no_entry() {
        byte[] good = JournalEntry.of(Kind.SHOWN, 1).encode();
        assertThat(JournalEntry.decode(new byte[0])).isEmpty();
        assertThat(JournalEntry.decode(Arrays.copyOf(good, 8))).isEmpty();
        assertThat(JournalEntry.decode(Arrays.copyOf(good, 10))).isEmpty();
        for (int kind : new int[] {-1, 8, 127}) {
            assertThat(JournalEntry.decode(with(good, 0, kind)))
                    .as("kind %d", kind)
                    .isEmpty();
        }
        assertThat(JournalEntry.decode(with(good, 1, 0x80)))
                .as("a negative number")
                .isEmpty();
        byte[] counters = JournalEntry.counters(1, 2, 3, 4).encode();
        assertThat(JournalEntry.decode(Arrays.copyOf(counters, 40))).isEmpty();
        assertThat(JournalEntry.decode(Arrays.copyOf(counters, 42))).isEmpty();
        byte[] ids = JournalEntry.of(Kind.IDS, 0, new byte[32]).encode();
        assertThat(JournalEntry.decode(Arrays.copyOf(ids, 40))).isEmpty();
        for (Kind kind : new Kind[] {Kind.SAID, Kind.TAKEN}) {
            assertThat(JournalEntry.decode(JournalEntry.of(kind, 1, new byte[3]).encode()))
                    .as(kind.name())
                    .isEmpty();
        }
    }

    @Test
    void only_what_cannot_be_found_out_anew_must_be_safe_first() {
        for (Kind kind : Kind.values()) {
            boolean safe = kind == Kind.SAID || kind == Kind.TAKEN || kind == Kind.NEW_PEER || kind == Kind.GIVEN_UP;
            assertThat(JournalEntry.of(kind, 1).mustBeSafe()).as(kind.name()).isEqualTo(safe);
        }
    }

    private static byte[] with(byte[] bytes, int at, int value) {
        byte[] changed = bytes.clone();
        changed[at] = (byte) value;
        return changed;
    }
}
