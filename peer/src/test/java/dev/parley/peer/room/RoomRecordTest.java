package dev.parley.peer.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.Continuity;
import dev.parley.crypto.Pin;
import dev.parley.wire.LengthPrefixed;
import dev.parley.wire.RoomId;
import dev.parley.wire.SeatKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What lies on disk of a room (PROTOCOL.md section 8.6). */
class RoomRecordTest {
    private static final int ITEMS = 11;

    private static RoomRecord record(boolean isPrivate, boolean pending, boolean lenient, Trust trust) {
        byte[] secret = new byte[32];
        Arrays.fill(secret, (byte) 5);
        return new RoomRecord(
                RoomId.of(filled(1)),
                SeatKey.of(filled(2)),
                new Arrivals(0x80000001, 7),
                isPrivate,
                pending,
                lenient,
                TestIdentities.ONE,
                Optional.of(Pin.of(filled(3))),
                trust,
                Continuity.of(secret, secret).orElseThrow());
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @Test
    void what_was_written_is_read_back() {
        for (int flags = 0; flags < 8; flags++) {
            for (Trust trust : Trust.values()) {
                RoomRecord written = record((flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0, trust);
                RoomRecord read = RoomRecord.decode(written.encode()).orElseThrow();
                assertThat(read.encode()).isEqualTo(written.encode());
                assertThat(read.room()).isEqualTo(written.room());
                assertThat(read.seatKey().matches(written.seatKey())).isTrue();
                assertThat(read.arrivals()).isEqualTo(written.arrivals());
                assertThat(read.isPrivate()).isEqualTo(written.isPrivate());
                assertThat(read.pending()).isEqualTo(written.pending());
                assertThat(read.lenient()).isEqualTo(written.lenient());
                assertThat(read.identity().publicKey())
                        .isEqualTo(written.identity().publicKey());
                assertThat(read.pin()).isEqualTo(written.pin());
                assertThat(read.trust()).isEqualTo(trust);
                assertThat(read.continuity().nextBytes())
                        .isEqualTo(written.continuity().nextBytes());
                assertThat(read.continuity().currentBytes())
                        .isEqualTo(written.continuity().currentBytes());
            }
        }
    }

    @Test
    void a_room_where_nobody_was_met_has_no_pin_and_no_secret() {
        RoomRecord fresh =
                RoomRecord.fresh(RoomId.of(filled(1)), SeatKey.of(filled(2)), new Arrivals(1, 0), TestIdentities.ONE);
        RoomRecord read = RoomRecord.decode(fresh.encode()).orElseThrow();
        assertThat(read.pin()).isEmpty();
        assertThat(read.continuity().isEmpty()).isTrue();
        assertThat(record(true, true, true, Trust.VERIFIED).forgotten().encode())
                .isEqualTo(RoomRecord.fresh(
                                RoomId.of(filled(1)),
                                SeatKey.of(filled(2)),
                                new Arrivals(0x80000001, 7),
                                TestIdentities.ONE)
                        .encode());
    }

    @Test
    void an_item_of_another_length_or_value_is_no_record() {
        byte[] good = record(true, false, false, Trust.KNOWN).encode();
        assertThat(RoomRecord.decode(good)).isPresent();
        assertThat(RoomRecord.decode(new byte[0])).isEmpty();
        assertThat(RoomRecord.decode(Arrays.copyOf(good, good.length + 1))).isEmpty();
        assertThat(RoomRecord.decode(Arrays.copyOf(good, good.length - 1))).isEmpty();
        for (int item = 0; item < ITEMS; item++) {
            byte[] longer = with(good, item, true);
            assertThat(RoomRecord.decode(longer)).as("item %d, longer", item).isEmpty();
            assertThat(RoomRecord.decode(with(good, item, false)))
                    .as("item %d, shorter", item)
                    .isEmpty();
        }
        for (int version : new int[] {0, 2}) {
            assertThat(RoomRecord.decode(replaced(good, 0, version)))
                    .as("version %d", version)
                    .isEmpty();
        }
        for (int trust : new int[] {-1, Trust.values().length}) {
            assertThat(RoomRecord.decode(replaced(good, 6, trust)))
                    .as("trust %d", trust)
                    .isEmpty();
        }
    }

    @Test
    void each_change_changes_one_thing() {
        RoomRecord before = record(false, true, true, Trust.KNOWN);
        RoomRecord next = before.nextRun();
        assertThat(next.arrivals()).isEqualTo(new Arrivals(0x80000001, 8));
        assertThat(next.arrivals().before()).isEqualTo(8 << 16);
        assertThat(before.rotated(TestIdentities.TWO).identity()).isSameAs(TestIdentities.TWO);
        assertThat(before.trusted(Trust.VERIFIED).trust()).isEqualTo(Trust.VERIFIED);
        RoomRecord settled = before.settled();
        assertThat(settled.pending()).isFalse();
        assertThat(settled.lenient()).isFalse();
        RoomRecord moved = before.movedTo(RoomId.of(filled(8)), SeatKey.of(filled(9)), new Arrivals(2, 0));
        assertThat(moved.isPrivate()).isTrue();
        assertThat(moved.room()).isEqualTo(RoomId.of(filled(8)));
        assertThat(moved.seatKey().matches(SeatKey.of(filled(9)))).isTrue();
        assertThat(moved.arrivals()).isEqualTo(new Arrivals(2, 0));
        RoomRecord adopting = before.adopting(TestIdentities.TWO.publicKey(), Continuity.none());
        assertThat(adopting.pin()).contains(TestIdentities.TWO.publicKey().pin());
        assertThat(adopting.trust()).isEqualTo(Trust.UNVERIFIED);
        assertThat(adopting.lenient()).isTrue();
        assertThat(adopting.pending()).isFalse();
        assertThat(adopting.continuity().isEmpty()).isTrue();
        for (RoomRecord changed :
                List.of(next, settled, before.rotated(TestIdentities.TWO), before.trusted(Trust.VERIFIED))) {
            assertThat(changed.room()).isEqualTo(before.room());
            assertThat(changed.pin()).isEqualTo(before.pin());
            assertThat(changed.isPrivate()).isFalse();
        }
    }

    private static byte[] with(byte[] encoded, int item, boolean longer) {
        List<byte[]> items =
                LengthPrefixed.split(ByteBuffer.wrap(encoded), ITEMS, 4_096).orElseThrow();
        byte[] old = items.get(item);
        return joined(items, item, Arrays.copyOf(old, longer ? old.length + 1 : old.length - 1));
    }

    private static byte[] replaced(byte[] encoded, int item, int value) {
        List<byte[]> items =
                LengthPrefixed.split(ByteBuffer.wrap(encoded), ITEMS, 4_096).orElseThrow();
        return joined(items, item, new byte[] {(byte) value});
    }

    private static byte[] joined(List<byte[]> items, int item, byte[] other) {
        LengthPrefixed out = new LengthPrefixed();
        for (int i = 0; i < items.size(); i++) {
            out.bytes(i == item ? other : items.get(i));
        }
        return out.toByteArray();
    }
}
