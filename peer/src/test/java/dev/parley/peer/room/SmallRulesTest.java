package dev.parley.peer.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.parley.peer.chat.TransferId;
import dev.parley.wire.Envelope;
import org.junit.jupiter.api.Test;

/** The counters and clocks of a room, each on both sides of its edge. */
class SmallRulesTest {
    private static final int ENVELOPE = 60_000;

    @Test
    void waits_double_from_half_a_second_to_four() {
        Backoff backoff = new Backoff(count -> new byte[count]);
        for (long expected : new long[] {500, 1_000, 2_000, 4_000, 4_000}) {
            assertThat(backoff.nextDelay(0)).isEqualTo(expected);
        }
        backoff.reset();
        assertThat(backoff.nextDelay(0)).isEqualTo(500);
    }

    @Test
    void after_two_minutes_without_a_seat_waits_grow_to_thirty_seconds() {
        Backoff backoff = new Backoff(count -> new byte[count]);
        for (long expected : new long[] {500, 1_000, 2_000, 4_000, 4_000}) {
            assertThat(backoff.nextDelay(119_999)).isEqualTo(expected);
        }
        assertThat(backoff.nextDelay(120_000)).isEqualTo(4_000);
        for (long expected : new long[] {8_000, 16_000, 30_000, 30_000}) {
            assertThat(backoff.nextDelay(120_000)).isEqualTo(expected);
        }
    }

    @Test
    void chance_shortens_a_wait_by_up_to_a_half() {
        assertThat(new Backoff(count -> new byte[] {(byte) 255}).nextDelay(0)).isEqualTo(500 - 500 * 255 / 512);
        assertThat(new Backoff(count -> new byte[] {(byte) 128}).nextDelay(0)).isEqualTo(375);
    }

    @Test
    void three_guesses_and_no_more_than_three_again() {
        Guesses guesses = new Guesses();
        guesses.giveBack();
        assertThat(guesses.left()).isEqualTo(3);
        guesses.spend();
        guesses.spend();
        assertThat(guesses.isSpent()).isFalse();
        guesses.spend();
        assertThat(guesses.isSpent()).isTrue();
        assertThatIllegalStateException().isThrownBy(guesses::spend);
        guesses.giveBack();
        assertThat(guesses.left()).isEqualTo(1);
        guesses.renew();
        assertThat(guesses.left()).isEqualTo(3);
    }

    @Test
    void an_id_is_new_once_and_again_after_1024_others() {
        RecentIds ids = new RecentIds();
        assertThat(ids.add("first")).isTrue();
        assertThat(ids.add("first")).isFalse();
        for (int i = 1; i < RecentIds.KEPT; i++) {
            assertThat(ids.add("" + i)).isTrue();
        }
        assertThat(ids.all()).hasSize(RecentIds.KEPT).contains("first");
        assertThat(ids.add("one more")).isTrue();
        assertThat(ids.all()).hasSize(RecentIds.KEPT).doesNotContain("first").startsWith("1");
        ids.clear();
        assertThat(ids.all()).isEmpty();
        assertThat(ids.add("1")).isTrue();
    }

    @Test
    void progress_is_told_ten_times_a_second_and_only_what_moved() {
        Pulse pulse = new Pulse();
        assertThat(pulse.isDue(1_000)).isTrue();
        assertThat(pulse.isDue(1_099)).isFalse();
        assertThat(pulse.isDue(1_100)).isTrue();
        TransferId id = TransferId.of(new byte[16]);
        assertThat(pulse.changed(id, 0)).isFalse();
        assertThat(pulse.changed(id, 1)).isTrue();
        assertThat(pulse.changed(id, 1)).isFalse();
        assertThat(pulse.changed(id, 0)).isTrue();
        pulse.forget(id);
        assertThat(pulse.changed(id, 5)).isTrue();
    }

    @Test
    void an_outbox_repeats_what_was_not_acknowledged_and_nothing_else() {
        Outbox outbox = new Outbox();
        for (int i = 0; i < 3; i++) {
            outbox.add(Envelope.of(new byte[] {(byte) i}));
        }
        assertThat(outbox.from(0)).hasSize(3);
        assertThat(outbox.from(2)).containsExactly(Envelope.of(new byte[] {2}));
        assertThat(outbox.from(3)).isEmpty();
        outbox.acknowledge(2);
        outbox.acknowledge(1);
        assertThat(outbox.from(0)).containsExactly(Envelope.of(new byte[] {2}));
        assertThat(outbox.canRepeatFrom(1)).isFalse();
        assertThat(outbox.canRepeatFrom(2)).isTrue();
        assertThat(outbox.canRepeatFrom(3)).isTrue();
        assertThat(outbox.canRepeatFrom(4)).isFalse();
    }

    @Test
    void an_outbox_is_full_at_eight_mebibytes_and_overflows_one_later() {
        Outbox outbox = new Outbox();
        int frames = Outbox.MAX_CONTENT_BYTES / ENVELOPE;
        Envelope large = Envelope.of(new byte[ENVELOPE]);
        for (int i = 0; i < frames; i++) {
            outbox.add(large);
        }
        int rest = Outbox.MAX_CONTENT_BYTES - frames * ENVELOPE;
        outbox.add(Envelope.of(new byte[rest - 1]));
        assertThat(outbox.isFull()).isFalse();
        outbox.add(Envelope.of(new byte[1]));
        assertThat(outbox.isFull()).isTrue();
        for (int i = 0; i < 17; i++) {
            outbox.add(large);
        }
        outbox.add(Envelope.of(new byte[(1 << 20) - 17 * ENVELOPE - 1]));
        assertThat(outbox.isOverflowing()).isFalse();
        outbox.add(Envelope.of(new byte[1]));
        assertThat(outbox.isOverflowing()).isTrue();
        outbox.acknowledge(1);
        assertThat(outbox.isOverflowing()).isFalse();
        outbox.acknowledge(Long.MAX_VALUE);
        assertThat(outbox.isFull()).isFalse();
    }
}
