package dev.parley.peer.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.Invite;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every timer of a room on a virtual clock: none is missed, none fires again and again. */
class TimersTest {
    private final SimulatedRoom sim = new SimulatedRoom(5);
    private final Invite invite = Invite.generate(sim.randomness);
    private final SimulatedRoom.End one = sim.add(TestIdentities.opener(invite));
    private final SimulatedRoom.End two = sim.add(TestIdentities.joiner(invite));

    private void meet() {
        one.start();
        sim.quiesce();
        two.start();
        assertThat(sim.runUntil(() -> one.isJoined() && two.isJoined(), 30_000)).isTrue();
    }

    @Tag("sweep")
    @Test
    void TX_07_a_deadline_that_was_served_lies_ahead() {
        meet();
        for (int i = 0; i < 2_000; i++) {
            switch (sim.random.nextInt(12)) {
                case 0 -> sim.cut(sim.random.nextBoolean() ? one : two);
                case 1 -> one.trySay("x");
                case 2 -> two.trySay("y");
                case 3 -> sim.refusing = sim.random.nextInt(3) == 0;
                default -> sim.passTime(1 + sim.random.nextInt(20_000));
            }
            sim.quiesce();
            for (SimulatedRoom.End end : List.of(one, two)) {
                end.run(end.client.tick(sim.now));
                sim.settle(end);
                assertThat(end.client.isClosed()).isFalse();
                assertThat(end.client.deadline()).as("step %d", i).isGreaterThan(sim.now);
            }
        }
    }

    @Test
    void TX_07_waits_between_connections_double_to_four_seconds_and_after_two_minutes_to_thirty() {
        meet();
        sim.refusing = true;
        sim.restartRelay();
        List<Long> dials = new ArrayList<>();
        long began = sim.now;
        long last = sim.now;
        while (sim.now - began < 600_000) {
            boolean had = one.links.containsKey(Where.ROOM);
            sim.passTime(60_000);
            if (!had && one.links.containsKey(Where.ROOM)) {
                dials.add(sim.now - last);
                last = sim.now;
            }
            sim.quiesce();
        }
        assertThat(dials.get(0)).isBetween(250L, 1_000L);
        assertThat(dials).allSatisfy(wait -> assertThat(wait).isLessThanOrEqualTo(30_000));
        assertThat(dials.subList(dials.size() - 8, dials.size()))
                .allSatisfy(wait -> assertThat(wait).isBetween(15_000L, 30_000L));
        assertThat(dials.stream().filter(wait -> wait >= 2_000 && wait <= 4_000).count())
                .isGreaterThan(20);
    }

    @Test
    void TX_07_a_key_press_connects_at_once_and_a_hundred_of_them_do_so_once_a_second() {
        meet();
        sim.refusing = true;
        sim.restartRelay();
        sim.runUntil(() -> false, 200_000);
        sim.refusing = false;
        long began = sim.now;
        int dials = 0;
        for (int i = 0; i < 100 && one.link() == null; i++) {
            one.run(one.client.wake(sim.now));
            dials += one.link() == null ? 0 : 1;
            sim.now += 10;
        }
        assertThat(dials).isEqualTo(1);
        assertThat(sim.now - began).isLessThanOrEqualTo(1_010);
        sim.refusing = true;
        sim.quiesce();
        int again = 0;
        for (int i = 0; i < 300; i++) {
            one.run(one.client.wake(sim.now));
            again += one.link() == null ? 0 : 1;
            sim.quiesce();
            sim.now += 10;
        }
        assertThat(again).as("dials in three seconds of typing").isBetween(1, 4);
    }

    @Test
    void TX_07_a_connection_that_is_silent_after_a_sleep_is_given_up_after_five_seconds() {
        meet();
        SimulatedLink before = one.link();
        one.run(one.client.slept(sim.now));
        long began = sim.now;
        // Nothing of the relay's answer arrives.
        while (one.link() == before && sim.now - began < 60_000) {
            before.toPeer.clear();
            before.toRelay.clear();
            sim.passTime(1_000);
        }
        assertThat(sim.now - began).isBetween(4_000L, 7_000L);
        sim.runUntil(() -> false, 10_000);
        one.say("back");
        sim.settle(one);
        assertThat(sim.runUntil(() -> two.texts().contains("back"), 60_000)).isTrue();
    }

    @Test
    void a_code_dies_after_a_day_and_the_room_of_two_who_met_does_not() {
        SimulatedRoom.End alone = sim.add(TestIdentities.opener(Invite.generate(sim.randomness)));
        alone.start();
        meet();
        sim.runUntil(alone.client::isClosed, 25 * 3_600_000L);
        assertThat(alone.closed().orElseThrow().outcome()).isEqualTo(Outcome.CODE_DEAD);
        assertThat(one.client.isClosed()).isFalse();
        assertThat(two.client.isClosed()).isFalse();
    }
}
