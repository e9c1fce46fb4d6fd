package dev.parley.peer.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.EnvelopeKind;
import dev.parley.crypto.Invite;
import dev.parley.wire.Challenge;
import dev.parley.wire.Envelope;
import dev.parley.wire.PeerEvent;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.Wire;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A relay that reorders, lies about who is there, plays old pairings, or hands a seat to another. */
class HostileRelayTest {
    private final SimulatedRoom sim = new SimulatedRoom(3);
    private SimulatedRoom.End one;
    private SimulatedRoom.End two;

    @BeforeEach
    void meet() {
        meet(sim);
    }

    private void meet(SimulatedRoom room) {
        Invite invite = Invite.generate(room.randomness);
        one = room.add(TestIdentities.opener(invite));
        two = room.add(TestIdentities.joiner(invite));
        one.start();
        room.quiesce();
        two.start();
        assertThat(room.runUntil(() -> one.isJoined() && two.isJoined(), 30_000))
                .isTrue();
        one.say("first");
        room.settle(one);
        assertThat(room.runUntil(() -> one.client.unconfirmed() == 0, 30_000)).isTrue();
    }

    @Tag("sweep")
    @Test
    void TP_10_six_frames_in_any_order_are_shown_in_the_sent_order_once_each() {
        List<int[]> orders = new ArrayList<>();
        permute(new int[] {0, 1, 2, 3, 4, 5}, 0, orders);
        assertThat(orders).hasSize(720);
        List<Envelope> held = new ArrayList<>();
        for (int[] order : orders) {
            int before = two.texts().size();
            held.clear();
            sim.tamper = (from, envelope) -> {
                if (from == one && isFrame(envelope) && held.size() < 6) {
                    held.add(envelope);
                    return List.of();
                }
                return List.of(envelope);
            };
            List<String> said = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                said.add("line " + before + " " + i);
                one.say(said.get(i));
                sim.settle(one);
                sim.quiesce();
            }
            assertThat(held).hasSize(6);
            for (int i : order) {
                if (two.link() != null) {
                    sim.inject(two, held.get(i));
                }
            }
            sim.tamper = (from, envelope) -> List.of(envelope);
            assertThat(sim.runUntil(() -> two.texts().size() >= before + 6, 120_000))
                    .isTrue();
            sim.runUntil(() -> one.client.unconfirmed() == 0, 60_000);
            assertThat(two.texts().subList(before, two.texts().size())).isEqualTo(said);
        }
    }

    private static void permute(int[] order, int from, List<int[]> orders) {
        if (from == order.length) {
            orders.add(order.clone());
        }
        for (int i = from; i < order.length; i++) {
            swap(order, from, i);
            permute(order, from + 1, orders);
            swap(order, from, i);
        }
    }

    private static void swap(int[] order, int i, int j) {
        int kept = order[i];
        order[i] = order[j];
        order[j] = kept;
    }

    @Test
    void TP_13_comings_and_goings_that_the_relay_makes_up_are_never_taken_for_the_peers_word() {
        int joined = one.events(RoomEvent.Joined.class).size();
        for (int i = 0; i < 50; i++) {
            PeerEvent claimed = PeerEvent.values()[sim.random.nextInt(PeerEvent.values().length)];
            if (one.link() != null) {
                one.link().toPeer.add(new RelayFrame.Peer(claimed, 1_000 + i));
            }
            sim.quiesce();
            sim.passTime(500);
        }
        assertThat(one.events(RoomEvent.PeerLeft.class)).isEmpty();
        assertThat(one.closed()).isEmpty();
        // A relay that goes on lying that nobody is there withholds for ever. On another connection it is honest.
        sim.cut(one);
        one.say("still ours");
        sim.settle(one);
        assertThat(sim.runUntil(() -> two.texts().contains("still ours"), 200_000))
                .isTrue();
        assertThat(one.texts()).isEmpty();
        assertThat(one.events(RoomEvent.Joined.class).size()).isGreaterThanOrEqualTo(joined);
    }

    @Tag("sweep")
    @Test
    void a_relay_that_greets_twice_is_left_and_come_back_to() {
        one.link()
                .toPeer
                .add(new RelayFrame.Welcome(1, 1, Challenge.of(new byte[32]), Wire.MAX_ENVELOPE_BYTES, 12, 60, 0, ""));
        sim.quiesce();
        assertThat(one.closed()).isEmpty();
        one.say("all the same");
        sim.settle(one);
        assertThat(sim.runUntil(() -> two.texts().contains("all the same"), 60_000))
                .isTrue();
    }

    @Test
    void TP_14_of_two_copies_that_fight_for_a_seat_one_wins_and_the_other_is_told() {
        for (int race = 0; race < 100; race++) {
            SimulatedRoom room = new SimulatedRoom(1_000 + race);
            meet(room);
            // A copy of the disk in another process, at the same time.
            SimulatedRoom.End copy = room.add(RoomSettings.reopening(
                    one.disk.record.orElseThrow(),
                    List.copyOf(one.disk.journal),
                    false,
                    java.util.Optional.empty(),
                    one.settings.name()));
            copy.start();
            if (room.random.nextBoolean()) {
                room.cut(one);
            }
            SimulatedRoom.End original = one;
            assertThat(room.runUntil(
                            () -> original.client.isClosed() != copy.client.isClosed() && two.links.size() == 1,
                            60_000))
                    .as("race %d", race)
                    .isTrue();
            SimulatedRoom.End loser = original.client.isClosed() ? original : copy;
            assertThat(loser.closed().orElseThrow().outcome()).isEqualTo(Outcome.OPENED_ELSEWHERE);
            SimulatedRoom.End winner = loser == original ? copy : original;
            room.runUntil(() -> false, 60_000);
            assertThat(winner.client.isClosed())
                    .as("race %d: no fight for ever", race)
                    .isFalse();
        }
    }

    @Test
    void TP_15_envelopes_of_a_pairing_before_are_dropped_in_the_next() {
        List<Envelope> earlier = List.copyOf(sim.recorded);
        for (int round = 0; round < 10; round++) {
            sim.cut(two);
            sim.runUntil(() -> two.link() != null && two.link().opened, 10_000);
            for (Envelope envelope : earlier) {
                if (two.link() != null && sim.random.nextInt(3) == 0) {
                    sim.inject(two, envelope);
                }
                sim.step();
            }
            String line = "round " + round;
            one.say(line);
            sim.settle(one);
            assertThat(sim.runUntil(() -> two.texts().contains(line), 120_000))
                    .as(line)
                    .isTrue();
        }
        assertThat(two.texts()).doesNotHaveDuplicates().hasSize(11);
    }

    private static boolean isFrame(Envelope envelope) {
        return envelope.toByteArray()[0] == EnvelopeKind.SESSION_FRAME.code();
    }
}
