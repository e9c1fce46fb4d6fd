package dev.parley.relay.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    @Test
    void gives_what_it_holds_at_once_and_then_its_rate() {
        RateLimit limit = new RateLimit(3, 60, 60_000, 0);
        assertThat(limit.take(0)).isTrue();
        assertThat(limit.take(0)).isTrue();
        assertThat(limit.take(0)).isTrue();
        assertThat(limit.take(0)).isFalse();
        assertThat(limit.take(999)).isFalse();
        assertThat(limit.take(1_000)).isTrue();
        assertThat(limit.take(1_000)).isFalse();
    }

    @Test
    void says_when_what_was_spent_beyond_it_is_paid_off() {
        RateLimit limit = new RateLimit(1_000, 1_000, 1_000, 50);
        assertThat(limit.spend(1_000, 50)).isEqualTo(50);
        assertThat(limit.spend(250, 50)).isEqualTo(300);
        assertThat(limit.spend(250, 300)).isEqualTo(550);
        assertThat(limit.spend(1, 550)).isEqualTo(551);
    }

    @Test
    void is_full_again_after_a_rest_of_any_length_and_holds_no_more_than_that() {
        RateLimit limit = new RateLimit(2, 1, 1_000, 0);
        assertThat(limit.isFull(0)).isTrue();
        limit.take(0);
        assertThat(limit.isFull(999)).isFalse();
        assertThat(limit.isFull(Long.MAX_VALUE / 2)).isTrue();
        assertThat(limit.take(Long.MAX_VALUE / 2)).isTrue();
        assertThat(limit.take(Long.MAX_VALUE / 2)).isTrue();
        assertThat(limit.take(Long.MAX_VALUE / 2)).isFalse();
    }

    @Test
    void a_clock_that_goes_back_brings_nothing() {
        RateLimit limit = new RateLimit(1, 1, 1_000, 5_000);
        assertThat(limit.take(5_000)).isTrue();
        assertThat(limit.take(0)).isFalse();
        assertThat(limit.take(5_999)).isFalse();
        assertThat(limit.take(6_000)).isTrue();
    }

    @Test
    void on_the_long_run_no_more_than_its_rate_passes() {
        long seed = 20261121;
        Random random = new Random(seed);
        RateLimit limit = new RateLimit(240, 240, 60_000, 0);
        long now = 0;
        int taken = 0;
        while (now < 3_600_000) {
            now += random.nextInt(100);
            taken += limit.take(now) ? 1 : 0;
        }
        assertThat(taken).as("seed %d", seed).isBetween(240 * 59, 240 * 61);
    }

    @Test
    void the_longest_pause_there_is_fills_it_and_does_not_overflow() {
        RateLimit limit = new RateLimit(10, 1_000_000, 1_000, 0);
        for (int i = 0; i < 10; i++) {
            assertThat(limit.take(0)).isTrue();
        }
        // At a million parts for each millisecond this many milliseconds do not fit into a long.
        assertThat(limit.take(Long.MAX_VALUE)).isTrue();
        assertThat(limit.isFull(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void a_pause_that_does_not_fill_it_brings_its_share() {
        RateLimit limit = new RateLimit(10, 3, 1_000, 0);
        assertThat(limit.spend(10, 0)).isZero();
        assertThat(limit.isFull(3_333)).isFalse();
        assertThat(limit.isFull(3_334)).isTrue();
    }

    @Test
    void a_limit_that_lets_nothing_through_is_a_mistake() {
        assertThatThrownBy(() -> new RateLimit(0, 1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RateLimit(1, 0, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RateLimit(1, 1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
