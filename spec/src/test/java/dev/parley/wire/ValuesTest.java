package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The byte values of the wire: they have their length, compare by their bytes, are copies, and print nothing of themselves. */
class ValuesTest {
    private static final int PATTERN = 0x5a;

    private record Kind(String name, int length, Function<byte[], Object> of) {
        Object filled(int value) {
            byte[] bytes = new byte[length];
            Arrays.fill(bytes, (byte) value);
            return of.apply(bytes);
        }
    }

    private static final List<Kind> COMPARED = List.of(
            new Kind("RoomId", 32, RoomId::of),
            new Kind("Challenge", 32, Challenge::of),
            new Kind("SealedSeed", 256, SealedSeed::of),
            new Kind("Envelope", 100, Envelope::of));
    private static final List<Kind> SECRET = List.of(
            new Kind("SeatKey", 32, SeatKey::of),
            new Kind("SeatProof", 32, SeatProof::of),
            new Kind("AdmissionProof", 32, AdmissionProof::of),
            new Kind("AccessToken", 32, AccessToken::of));

    @Test
    void values_are_equal_by_their_bytes() {
        for (Kind kind : COMPARED) {
            Object value = kind.filled(PATTERN);
            assertThat(value)
                    .as(kind.name())
                    .isEqualTo(kind.filled(PATTERN))
                    .hasSameHashCodeAs(kind.filled(PATTERN))
                    .isNotEqualTo(kind.filled(PATTERN + 1))
                    .isNotEqualTo("another thing");
            assertThat(value.hashCode()).isNotEqualTo(kind.filled(PATTERN + 1).hashCode());
        }
    }

    @Test
    void secrets_match_by_their_bytes() {
        SeatKey key = (SeatKey) SECRET.get(0).filled(PATTERN);
        assertThat(key.matches((SeatKey) SECRET.get(0).filled(PATTERN))).isTrue();
        assertThat(key.matches((SeatKey) SECRET.get(0).filled(1))).isFalse();
        SeatProof seat = (SeatProof) SECRET.get(1).filled(PATTERN);
        assertThat(seat.matches((SeatProof) SECRET.get(1).filled(PATTERN))).isTrue();
        assertThat(seat.matches((SeatProof) SECRET.get(1).filled(1))).isFalse();
        AdmissionProof proof = (AdmissionProof) SECRET.get(2).filled(PATTERN);
        assertThat(proof.matches((AdmissionProof) SECRET.get(2).filled(PATTERN)))
                .isTrue();
        assertThat(proof.matches((AdmissionProof) SECRET.get(2).filled(1))).isFalse();
    }

    @Test
    void a_printed_value_has_a_name_and_none_of_its_bytes() {
        for (List<Kind> kinds : List.of(COMPARED, SECRET)) {
            for (Kind kind : kinds) {
                assertThat(kind.filled(PATTERN).toString())
                        .startsWith(kind.name() + "[")
                        .doesNotContainIgnoringCase("5a")
                        .doesNotContain("90")
                        .doesNotContain("Z");
            }
        }
    }

    @Test
    void another_length_is_refused_with_both_lengths_said() {
        for (List<Kind> kinds : List.of(COMPARED.subList(0, 3), SECRET)) {
            for (Kind kind : kinds) {
                for (int length : new int[] {0, kind.length() - 1, kind.length() + 1}) {
                    assertThatThrownBy(() -> kind.of().apply(new byte[length]))
                            .as(kind.name())
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("has " + kind.length() + " bytes, not " + length);
                }
            }
        }
    }

    @Test
    void an_envelope_holds_one_byte_to_the_limit_and_is_the_same_wherever_it_is_parted() {
        byte[] most = new byte[Wire.MAX_ENVELOPE_BYTES];
        assertThat(Envelope.of(most).size()).isEqualTo(Wire.MAX_ENVELOPE_BYTES);
        assertThatThrownBy(() -> Envelope.of(new byte[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Envelope.taking(most, new byte[1])).isInstanceOf(IllegalArgumentException.class);
        Envelope parted = Envelope.taking(new byte[] {1, 2}, new byte[] {3});
        assertThat(parted)
                .isEqualTo(Envelope.of(new byte[] {1, 2, 3}))
                .hasSameHashCodeAs(Envelope.of(new byte[] {1, 2, 3}));
        assertThat(parted).hasToString("Envelope[3 bytes]");
        assertThat(parted).isNotEqualTo(Envelope.of(new byte[] {1, 2}));
    }

    @Test
    void a_refusal_goes_out_with_its_code_and_its_time_in_milliseconds() {
        assertThat(Refusal.BUSY.frame()).isEqualTo(new RelayFrame.Refused(6, Wire.BUSY_RETRY_SECONDS * 1000L));
        assertThat(Refusal.UNSEATED.frame()).isEqualTo(new RelayFrame.Refused(7, Wire.UNSEATED_BAN_SECONDS * 1000L));
        assertThat(Refusal.ROOM_UNAVAILABLE.frame()).isEqualTo(new RelayFrame.Refused(1, 0));
        for (Refusal refusal : Refusal.values()) {
            assertThat(Refusal.of(refusal.code())).contains(refusal);
        }
        assertThat(Refusal.of(0)).isEmpty();
        assertThat(Refusal.of(10)).isEmpty();
    }

    @Test
    void text_is_cut_between_characters_and_only_where_it_is_too_long() {
        String text = "a\u20acb";
        assertThat(HexFormat.of().formatHex(Utf8.encodeAtMost(text, 5))).isEqualTo("61e282ac62");
        assertThat(HexFormat.of().formatHex(Utf8.encodeAtMost(text, 4))).isEqualTo("61e282ac");
        assertThat(HexFormat.of().formatHex(Utf8.encodeAtMost(text, 3))).isEqualTo("61");
        assertThat(HexFormat.of().formatHex(Utf8.encodeAtMost(text, 1))).isEqualTo("61");
        assertThat(Utf8.encodeAtMost("\u20ac", 2)).isEmpty();
        assertThat(Utf8.encodeAtMost(text, 0)).isEmpty();
    }
}
