package dev.parley.peer.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.EnvelopeKind;
import dev.parley.crypto.Invite;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text both ways through random cuts: nothing lost, doubled or reordered, and every line delivered in the end. */
class ConversationCutsTest {
    private static final int LINES = 60;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void cuts_lose_double_and_reorder_nothing(long seed) {
        SimulatedRoom sim = new SimulatedRoom(seed);
        Invite invite = Invite.generate(sim.randomness);
        SimulatedRoom.End opener = sim.add(TestIdentities.opener(invite));
        SimulatedRoom.End joiner = sim.add(TestIdentities.joiner(invite));
        opener.start();
        sim.quiesce();
        joiner.start();
        sim.quiesce();
        List<String> fromOpener = new ArrayList<>();
        List<String> fromJoiner = new ArrayList<>();
        for (int i = 0; i < LINES; i++) {
            fromOpener.add("o" + i);
            opener.say("o" + i);
            sim.settle(opener);
            fromJoiner.add("j" + i);
            joiner.say("j" + i);
            sim.settle(joiner);
            int steps = sim.random.nextInt(12);
            for (int step = 0; step < steps; step++) {
                if (!sim.step()) {
                    sim.passTime(2_000);
                }
            }
            if (sim.random.nextInt(6) == 0) {
                sim.cut(sim.random.nextBoolean() ? opener : joiner);
            }
        }
        boolean all = sim.runUntil(
                () -> joiner.texts().size() >= LINES
                        && opener.texts().size() >= LINES
                        && delivered(opener) == LINES
                        && delivered(joiner) == LINES,
                600_000);
        assertThat(all).as("seed %d: all delivered", seed).isTrue();
        assertThat(joiner.texts()).isEqualTo(fromOpener);
        assertThat(opener.texts()).isEqualTo(fromJoiner);
    }

    private static long delivered(SimulatedRoom.End end) {
        return end.events(RoomEvent.StateChanged.class).stream()
                .filter(changed -> changed.state() == MessageState.DELIVERED)
                .count();
    }

    /** Their READY was lost with the first connection; in the second it comes with what they said meanwhile, before any echo of ours. */
    @Test
    void TP_07_who_is_there_is_told_before_what_they_said_also_if_a_cut_held_both_back() {
        for (int seed = 1; seed <= 20; seed++) {
            SimulatedRoom sim = new SimulatedRoom(seed);
            SimulatedRoom.End one = sim.add(TestIdentities.named("r", TestIdentities.ONE, "one"));
            SimulatedRoom.End two = sim.add(TestIdentities.named("r", TestIdentities.TWO, "two"));
            sim.tamper =
                    (from, envelope) -> from == two && envelope.toByteArray()[0] == EnvelopeKind.SESSION_FRAME.code()
                            ? List.of()
                            : List.of(envelope);
            one.start();
            two.start();
            sim.quiesce();
            assertThat(two.isJoined()).as("seed %d", seed).isTrue();
            two.say("hello");
            sim.settle(two);
            sim.quiesce();
            sim.cut(one);
            sim.tamper = (from, envelope) -> List.of(envelope);
            assertThat(sim.runUntil(() -> !one.texts().isEmpty(), 120_000))
                    .as("seed %d", seed)
                    .isTrue();
            List<String> told = one.events.stream()
                    .map(event -> event.getClass().getSimpleName())
                    .toList();
            assertThat(told.indexOf("Joined")).as("seed %d: %s", seed, told).isBetween(0, told.indexOf("Received"));
        }
    }
}
