package dev.parley.peer.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.wire.RoomId;
import dev.parley.wire.SeatKey;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes in a state folder: what was written there, in its one encoding, or nothing. */
class RecordsFuzzTest {
    static Stream<byte[]> entries() {
        return Stream.of(
                JournalEntry.counters(3, 2, 5, 4).encode(),
                JournalEntry.of(JournalEntry.Kind.DELIVERED, 7).encode(),
                JournalEntry.of(JournalEntry.Kind.IDS, 0, new byte[32]).encode());
    }

    @MethodSource("entries")
    @FuzzTest(maxDuration = "10m")
    void an_entry_is_refused_or_has_one_encoding(byte[] bytes) {
        Optional<JournalEntry> entry = JournalEntry.decode(bytes);
        entry.ifPresent(read -> assertThat(read.encode()).isEqualTo(bytes));
    }

    static Stream<byte[]> records() {
        return Stream.of(RoomRecord.fresh(
                        RoomId.of(new byte[32]), SeatKey.of(new byte[32]), new Arrivals(1, 2), TestIdentities.ONE)
                .encode());
    }

    @MethodSource("records")
    @FuzzTest(maxDuration = "10m")
    void a_record_is_refused_or_can_be_written_again(byte[] bytes) {
        RoomRecord.decode(bytes)
                .ifPresent(read -> assertThat(RoomRecord.decode(read.encode())).isPresent());
    }
}
