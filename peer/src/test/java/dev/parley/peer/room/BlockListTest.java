package dev.parley.peer.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.IdentityKey;
import dev.parley.crypto.Invite;
import dev.parley.peer.chat.Untrusted;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys that are not to be met again (PROTOCOL.md section 7.1). */
class BlockListTest {
    private static final IdentityKey KEY_ONE = TestIdentities.ONE.publicKey();
    private static final IdentityKey KEY_TWO = TestIdentities.TWO.publicKey();

    private final SimulatedRoom sim = new SimulatedRoom(11);
    private final Invite invite = Invite.generate(sim.randomness);

    private void start(SimulatedRoom.End one, SimulatedRoom.End two) {
        one.start();
        sim.quiesce();
        two.start();
    }

    private static List<Outcome> ends(SimulatedRoom.End end) {
        return end.events(RoomEvent.Closed.class).stream()
                .map(RoomEvent.Closed::outcome)
                .toList();
    }

    @Test
    void an_opener_ends_with_a_blocked_key_before_anything_is_told_on_either_side() {
        SimulatedRoom.End one = sim.add(TestIdentities.opener(invite).withBlocked(KEY_TWO::equals));
        SimulatedRoom.End two = sim.add(TestIdentities.joiner(invite));
        start(one, two);
        two.trySay("let me in");
        assertThat(sim.runUntil(() -> !ends(one).isEmpty(), 30_000)).isTrue();
        assertThat(ends(one)).containsExactly(Outcome.BLOCKED);
        sim.runUntil(() -> false, 30_000);
        for (SimulatedRoom.End end : List.of(one, two)) {
            assertThat(end.events(RoomEvent.Joined.class)).isEmpty();
            assertThat(end.events(RoomEvent.Received.class)).isEmpty();
            assertThat(end.events(RoomEvent.Unrecognised.class)).isEmpty();
        }
        assertThat(one.disk.record.flatMap(RoomRecord::pin)).isEmpty();
    }

    @Test
    void a_joiner_does_so_too() {
        SimulatedRoom.End one = sim.add(TestIdentities.opener(invite));
        SimulatedRoom.End two = sim.add(TestIdentities.joiner(invite).withBlocked(KEY_ONE::equals));
        start(one, two);
        assertThat(sim.runUntil(() -> !ends(two).isEmpty(), 30_000)).isTrue();
        assertThat(ends(two)).containsExactly(Outcome.BLOCKED);
        sim.runUntil(() -> false, 30_000);
        assertThat(one.events(RoomEvent.Joined.class)).isEmpty();
        assertThat(two.events(RoomEvent.Joined.class)).isEmpty();
    }

    @Test
    void in_a_room_by_name_the_blocked_key_ends_it_also_without_a_code() {
        SimulatedRoom.End one = sim.add(
                TestIdentities.named("garden", TestIdentities.ONE, "olga").withBlocked(KEY_TWO::equals));
        SimulatedRoom.End two = sim.add(TestIdentities.named("garden", TestIdentities.TWO, "jon"));
        start(one, two);
        assertThat(sim.runUntil(() -> !ends(one).isEmpty(), 30_000)).isTrue();
        assertThat(ends(one)).containsExactly(Outcome.BLOCKED);
        assertThat(two.events(RoomEvent.Joined.class)).isEmpty();
    }

    @Test
    void another_key_is_met_as_ever() {
        SimulatedRoom.End one = sim.add(TestIdentities.opener(invite).withBlocked(KEY_ONE::equals));
        SimulatedRoom.End two = sim.add(TestIdentities.joiner(invite));
        start(one, two);
        assertThat(sim.runUntil(() -> one.isJoined() && two.isJoined(), 30_000)).isTrue();
    }

    @Test
    void who_is_there_is_named_by_the_number_that_was_seen_and_turned_away_at_once_with_a_goodbye() {
        SimulatedRoom.End one = sim.add(TestIdentities.opener(invite));
        SimulatedRoom.End two = sim.add(TestIdentities.joiner(invite));
        start(one, two);
        assertThat(sim.runUntil(() -> one.isJoined() && two.isJoined(), 30_000)).isTrue();
        RoomEvent.Joined joined = one.events(RoomEvent.Joined.class).get(0);
        assertThat(joined.name()).isEqualTo(Untrusted.of("jon"));
        assertThat(one.client.keyOf(joined.safetyNumber())).contains(KEY_TWO);
        assertThat(one.client.keyOf(joined.sessionNumber())).isEmpty();
        one.run(one.client.turnAway());
        assertThat(ends(one)).containsExactly(Outcome.LEFT);
        assertThat(one.client.keyOf(joined.safetyNumber())).isEmpty();
        assertThat(one.client.turnAway()).isEmpty();
        assertThat(sim.runUntil(() -> !ends(two).isEmpty(), 30_000)).isTrue();
        assertThat(ends(two)).containsExactly(Outcome.PEER_LEFT);
    }
}
