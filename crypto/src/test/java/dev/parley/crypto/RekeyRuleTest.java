package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Each limit of PROTOCOL.md section 7.5, on both sides of its edge. */
class RekeyRuleTest {
    private static final long START = 10_000;

    private final RekeyRule rule = new RekeyRule(START);

    @Test
    void an_epoch_in_which_nothing_was_said_lasts() {
        count(FrameKind.PING, 100, 10);
        assertThat(rule.isDue(Long.MAX_VALUE / 2)).isFalse();
        assertThat(rule.dueAt()).isEqualTo(Long.MAX_VALUE);
        assertThat(rule.isExhausted()).isFalse();
    }

    @Test
    void a_message_or_a_chunk_ends_it_after_five_minutes() {
        for (FrameKind kind : new FrameKind[] {FrameKind.MESSAGE, FrameKind.CHUNK}) {
            rule.restart(START);
            count(kind, 1, 10);
            assertThat(rule.dueAt()).as(kind.name()).isEqualTo(START + 300_000);
            assertThat(rule.isDue(START + 299_999)).as(kind.name()).isFalse();
            assertThat(rule.isDue(START + 300_000)).as(kind.name()).isTrue();
        }
    }

    @Test
    void thirty_two_messages_end_it_after_a_second_and_no_number_of_chunks_does() {
        count(FrameKind.CHUNK, 200, 10);
        count(FrameKind.MESSAGE, 31, 10);
        assertThat(rule.isDue(START + 299_999)).isFalse();
        count(FrameKind.MESSAGE, 1, 10);
        assertThat(rule.dueAt()).isEqualTo(START + 1_000);
        assertThat(rule.isDue(START + 999)).isFalse();
        assertThat(rule.isDue(START + 1_000)).isTrue();
    }

    @Test
    void sixteen_mebibytes_end_it_at_once() {
        count(FrameKind.CHUNK, 256, 65_535);
        assertThat(rule.isDue(START)).isFalse();
        count(FrameKind.CHUNK, 1, 255);
        assertThat(rule.isDue(START)).isFalse();
        count(FrameKind.CHUNK, 1, 1);
        assertThat(rule.isDue(START)).isTrue();
    }

    @Test
    void half_of_the_frames_that_an_epoch_may_have_end_it_at_once() {
        count(FrameKind.ACK, 32_767, 0);
        assertThat(rule.isDue(START)).isFalse();
        count(FrameKind.ACK, 1, 0);
        assertThat(rule.isDue(START)).isTrue();
    }

    @Test
    void a_resumed_session_is_rekeyed_after_a_second() {
        rule.demand();
        assertThat(rule.dueAt()).isEqualTo(START + 1_000);
        assertThat(rule.isDue(START + 999)).isFalse();
        assertThat(rule.isDue(START + 1_000)).isTrue();
    }

    @Test
    void content_stops_at_65536_frames_or_at_a_gibibyte() {
        count(FrameKind.ACK, 65_535, 0);
        assertThat(rule.isExhausted()).isFalse();
        count(FrameKind.ACK, 1, 0);
        assertThat(rule.isExhausted()).isTrue();
        rule.restart(START);
        count(FrameKind.CHUNK, 1_023, 1 << 20);
        count(FrameKind.CHUNK, 1, (1 << 20) - 1);
        assertThat(rule.isExhausted()).isFalse();
        count(FrameKind.CHUNK, 1, 1);
        assertThat(rule.isExhausted()).isTrue();
    }

    @Test
    void a_new_epoch_starts_from_nothing() {
        count(FrameKind.MESSAGE, 65_536, 1 << 20);
        count(FrameKind.CHUNK, 1, 1);
        rule.demand();
        rule.restart(START);
        assertThat(rule.isDue(START + 1_000)).isFalse();
        assertThat(rule.dueAt()).isEqualTo(Long.MAX_VALUE);
        assertThat(rule.isExhausted()).isFalse();
        assertThat(rule.isDue(Long.MAX_VALUE / 2)).isFalse();
    }

    private void count(FrameKind kind, int frames, int bodyBytes) {
        for (int i = 0; i < frames; i++) {
            rule.count(kind, bodyBytes);
        }
    }
}
