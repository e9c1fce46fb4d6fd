package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LengthPrefixedTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void each_item_is_its_length_and_its_bytes() {
        byte[] joined = new LengthPrefixed()
                .text("h\u00e9")
                .bytes(new byte[] {1, 2})
                .u8(255)
                .u32(-1)
                .u64(1)
                .toByteArray();
        assertThat(HEX.formatHex(joined))
                .isEqualTo("0000000368c3a9" + "000000020102" + "00000001ff" + "00000004ffffffff"
                        + "000000080000000000000001");
    }

    @Test
    void items_joined_at_once_are_the_same_bytes() {
        assertThat(LengthPrefixed.join(new byte[] {1, 2}, new byte[0], new byte[300]))
                .isEqualTo(new LengthPrefixed()
                        .bytes(new byte[] {1, 2})
                        .bytes(new byte[0])
                        .bytes(new byte[300])
                        .toByteArray());
        assertThat(LengthPrefixed.join()).isEmpty();
    }

    @Test
    void an_absent_item_has_length_zero() {
        assertThat(new LengthPrefixed().bytes(new byte[0]).toByteArray()).isEqualTo(new byte[4]);
        assertThat(new LengthPrefixed().toByteArray()).isEmpty();
    }

    @Test
    void the_seat_proof_covers_label_challenge_room_instance_and_attempt() {
        byte[] challenge = new byte[32];
        byte[] room = new byte[32];
        Arrays.fill(challenge, (byte) 0xcc);
        Arrays.fill(room, (byte) 0x77);
        assertThat(HEX.formatHex(SeatProof.input(Challenge.of(challenge), RoomId.of(room), 1, 0x80000002)))
                .isEqualTo("0000000473656174" + "00000020" + "cc".repeat(32) + "00000020" + "77".repeat(32)
                        + "0000000400000001" + "0000000480000002");
    }

    @Test
    void a_boundary_between_items_cannot_move_unseen() {
        assertThat(new LengthPrefixed().text("ab").text("c").toByteArray())
                .isNotEqualTo(new LengthPrefixed().text("a").text("bc").toByteArray())
                .isNotEqualTo(new LengthPrefixed().text("abc").toByteArray())
                .isNotEqualTo(new LengthPrefixed().text("ab").text("c").text("").toByteArray());
    }

    @Test
    void text_with_nul_is_refused() {
        assertThatThrownBy(() -> new LengthPrefixed().text("a\0b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_u8_lies_between_0_and_255() {
        assertThatThrownBy(() -> new LengthPrefixed().u8(256)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LengthPrefixed().u8(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new LengthPrefixed().u8(0).toByteArray()).isEqualTo(HEX.parseHex("0000000100"));
    }

    @Test
    void random_lists_split_into_what_was_joined() {
        long seed = Long.getLong("parley.seed", new Random().nextLong());
        Random random = new Random(seed);
        for (int run = 0; run < 2_000; run++) {
            byte[][] items = new byte[random.nextInt(6)][];
            LengthPrefixed joiner = new LengthPrefixed();
            for (int i = 0; i < items.length; i++) {
                items[i] = new byte[random.nextInt(40)];
                random.nextBytes(items[i]);
                joiner.bytes(items[i]);
            }
            Optional<List<byte[]>> split =
                    LengthPrefixed.split(ByteBuffer.wrap(joiner.toByteArray()), items.length, 39);
            assertThat(split).as("seed %d, run %d", seed, run).isPresent();
            assertThat(split.orElseThrow()).as("seed %d, run %d", seed, run).containsExactly(items);
        }
    }

    @Test
    void what_follows_the_items_is_left_in_the_buffer() {
        ByteBuffer buffer = ByteBuffer.wrap(HEX.parseHex("00000001aa" + "00000000" + "beef"));
        assertThat(LengthPrefixed.split(buffer, 2, 1)).isPresent();
        assertThat(buffer.remaining()).isEqualTo(2);
    }

    @Test
    void every_cut_of_a_list_is_refused() {
        byte[] joined = new LengthPrefixed().text("amber").u32(7).toByteArray();
        for (int length = 0; length < joined.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(joined, length));
            assertThat(LengthPrefixed.split(cut, 2, 100))
                    .as("length %d", length)
                    .isEmpty();
        }
    }

    @Test
    void lengths_beyond_the_limit_or_the_bytes_are_refused_before_anything_is_set_aside() {
        for (String length : List.of("00000003", "7fffffff", "80000000", "ffffffff")) {
            ByteBuffer buffer = ByteBuffer.wrap(HEX.parseHex(length + "0102"));
            assertThat(LengthPrefixed.split(buffer, 1, Integer.MAX_VALUE))
                    .as(length)
                    .isEmpty();
        }
        assertThat(LengthPrefixed.split(ByteBuffer.wrap(HEX.parseHex("000000020102")), 1, 1))
                .isEmpty();
    }

    @Test
    void text_holds_no_nul_wherever_it_stands() {
        for (String text : List.of("\0", "\0a", "a\0", "a\0b")) {
            assertThatThrownBy(() -> new LengthPrefixed().text(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
