package dev.parley.relay.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LimitsTest {
    @Test
    void a_relay_takes_at_least_one_connection_and_one_room() {
        assertThatCode(() -> new Limits(1, 1, 0, 0, 0, 0)).doesNotThrowAnyException();
        assertThatThrownBy(() -> new Limits(0, 1, 0, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limits(1, 0, 0, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void no_other_limit_is_negative() {
        assertThatThrownBy(() -> new Limits(1, 1, -1, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limits(1, 1, 0, -1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limits(1, 1, 0, 0, -1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limits(1, 1, 0, 0, 0, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_relay_starts_with_limits_per_source_and_a_bench_without() {
        assertThat(Limits.defaults().connectionsPerSource()).isPositive();
        assertThat(Limits.defaults().joinsPerMinutePerSource()).isPositive();
        assertThat(Limits.defaults().maxUnjoined())
                .isPositive()
                .isLessThan(Limits.defaults().maxConnections());
        assertThat(Limits.ofTotals(3, 2)).isEqualTo(new Limits(3, 2, 0, 0, 0, 0));
    }

    @Test
    void only_this_machine_is_its_own_source() {
        assertThat(new Source("7f000001").isOwn()).isTrue();
        assertThat(new Source("0000000000000000").isOwn()).isTrue();
        assertThat(new Source("7f000101").isOwn()).isFalse();
        assertThat(new Source("0000000000000001").isOwn()).isFalse();
        assertThat(new Source("c0000201").isOwn()).isFalse();
    }

    @Test
    void a_printed_source_does_not_say_where_anybody_comes_from() {
        assertThat(new Source("c0000201")).hasToString("Source[hidden]");
    }
}
