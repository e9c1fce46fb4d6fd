package dev.parley.relay.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 64, 65, 1_000, 10_000, 100_000})
    void everybody_is_looked_at_once_in_a_little_more_than_a_second_and_few_at_a_time(int all) {
        Round<Integer> round = new Round<>();
        for (int i = 0; i < all; i++) {
            round.add(i);
        }
        Map<Integer, Integer> looks = new HashMap<>();
        int most = 0;
        long now = 0;
        while (looks.size() < all) {
            now = Math.max(now, round.next());
            List<Integer> turn = new ArrayList<>();
            round.look(now, turn::add);
            most = Math.max(most, turn.size());
            turn.forEach(one -> looks.merge(one, 1, Integer::sum));
        }
        assertThat(now).isLessThanOrEqualTo(1_000);
        assertThat(most).isLessThanOrEqualTo(Math.max(64, all / 250));
        assertThat(looks).hasSize(all);
    }

    @Test
    void nobody_is_looked_at_before_it_is_time_and_a_lonely_loop_wakes_once_a_second() {
        Round<String> round = new Round<>();
        round.add("one");
        List<String> looked = new ArrayList<>();
        round.look(5_000, looked::add);
        round.look(5_999, looked::add);
        assertThat(looked).containsExactly("one");
        assertThat(round.next()).isEqualTo(6_000);
    }

    @Test
    void who_leaves_during_a_look_is_not_looked_at_again() {
        Round<Integer> round = new Round<>();
        for (int i = 0; i < 10; i++) {
            round.add(i);
        }
        Set<Integer> gone = new HashSet<>();
        round.look(0, one -> {
            gone.add(one);
            round.forget(one);
        });
        List<Integer> after = new ArrayList<>();
        round.look(10_000, after::add);
        assertThat(gone).hasSize(10);
        assertThat(after).isEmpty();
    }
}
