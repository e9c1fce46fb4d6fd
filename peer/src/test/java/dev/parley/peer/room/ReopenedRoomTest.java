package dev.parley.peer.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.Identity;
import dev.parley.crypto.Invite;
import dev.parley.crypto.SafetyNumber;
import dev.parley.wire.Envelope;
import dev.parley.wire.PeerEvent;
import dev.parley.wire.RelayFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rooms that go on from what lies on disk, and the ways in which what lies there may have changed. */
class ReopenedRoomTest {
    private final SimulatedRoom sim = new SimulatedRoom(7);
    private SimulatedRoom.End one;
    private SimulatedRoom.End two;

    @BeforeEach
    void meet() {
        Invite invite = Invite.generate(sim.randomness);
        one = sim.add(TestIdentities.opener(invite));
        two = sim.add(TestIdentities.joiner(invite));
        one.start();
        sim.quiesce();
        two.start();
        assertThat(sim.runUntil(() -> one.isJoined() && two.isJoined(), 30_000)).isTrue();
        exchange("first");
    }

    private void exchange(String text) {
        one.say(text + " of one");
        two.say(text + " of two");
        List.of(one, two).forEach(sim::settle);
        assertThat(sim.runUntil(
                        () -> one.client.unconfirmed() == 0
                                && two.client.unconfirmed() == 0
                                && one.texts().contains(text + " of two")
                                && two.texts().contains(text + " of one"),
                        120_000))
                .as(text)
                .isTrue();
    }

    /** The numbers that the person was shown of the stranger. */
    private static SafetyNumber seen(SimulatedRoom.End end) {
        List<RoomEvent.Blocked> all = end.events(RoomEvent.Blocked.class);
        return all.get(all.size() - 1).safetyNumber();
    }

    private RoomEvent.Joined lastJoined(SimulatedRoom.End end) {
        List<RoomEvent.Joined> all = end.events(RoomEvent.Joined.class);
        return all.get(all.size() - 1);
    }

    @Test
    void both_left_the_place_and_its_code_is_of_no_more_use() {
        assertThat(one.links).containsOnlyKeys(Where.ROOM);
        assertThat(two.links).containsOnlyKeys(Where.ROOM);
        assertThat(one.disk.record.orElseThrow().room())
                .isEqualTo(two.disk.record.orElseThrow().room());
        assertThat(one.disk.record.orElseThrow().pending()).isFalse();
        assertThat(one.events(RoomEvent.Offline.class)).isEmpty();
        assertThat(two.events(RoomEvent.Offline.class)).isEmpty();
    }

    @Test
    void a_killed_peer_comes_back_verified_and_what_waited_arrives_once() {
        two.kill();
        one.say("to the dead one");
        sim.settle(one);
        sim.runUntil(() -> false, 5_000);
        assertThat(two.reopen()).isTrue();
        exchange("second");
        assertThat(two.texts()).containsOnlyOnce("to the dead one");
        assertThat(lastJoined(one).trust()).isEqualTo(Trust.VERIFIED);
        assertThat(lastJoined(two).trust()).isEqualTo(Trust.VERIFIED);
    }

    @Test
    void both_killed_come_back() {
        one.kill();
        two.kill();
        sim.restartRelay();
        two.reopen();
        one.reopen();
        exchange("second");
    }

    @Test
    void TP_27_a_state_folder_put_back_as_it_was_is_noticed_by_both_and_nothing_is_sent_again() {
        Runnable older = two.disk.copy();
        exchange("second");
        two.kill();
        older.run();
        two.reopen();
        one.say("not to an older copy");
        sim.settle(one);
        assertThat(sim.runUntil(() -> one.client.isClosed() && two.client.isClosed(), 60_000))
                .isTrue();
        assertThat(List.of(one, two))
                .anySatisfy(
                        end -> assertThat(end.closed().orElseThrow().outcome()).isEqualTo(Outcome.ROLLED_BACK));
        assertThat(two.texts()).doesNotContain("not to an older copy");
    }

    @Test
    void TP_27_an_older_copy_of_the_record_alone_has_lost_the_common_secret() {
        RoomRecord older = two.disk.record.orElseThrow();
        for (int i = 0; i < 2; i++) {
            two.kill();
            two.reopen();
            exchange("again " + i);
        }
        two.kill();
        two.disk.record = Optional.of(older);
        sim.runUntil(() -> false, 100_000);
        two.reopen();
        assertThat(sim.runUntil(() -> !one.events(RoomEvent.Blocked.class).isEmpty(), 60_000))
                .isTrue();
        assertThat(one.events(RoomEvent.Blocked.class).get(0).why()).isEqualTo(Trust.CONTINUITY_LOST);
        assertThat(two.events(RoomEvent.Blocked.class).get(0).why()).isEqualTo(Trust.CONTINUITY_LOST);
        one.say("held back");
        sim.settle(one);
        sim.runUntil(() -> false, 30_000);
        assertThat(two.texts()).doesNotContain("held back");

        one.run(one.client.accept(seen(one), true, sim.now));
        sim.settle(one);
        sim.runUntil(() -> false, 10_000);
        assertThat(two.texts()).doesNotContain("held back");
        two.run(two.client.accept(seen(two), true, sim.now));
        sim.settle(two);
        exchange("after both decided");
        assertThat(two.texts()).containsOnlyOnce("held back");
    }

    @Test
    void a_crash_between_the_two_ends_writes_is_no_rollback() {
        LongStream.range(0, 60).forEach(round -> {
            SimulatedRoom.End victim = round % 2 == 0 ? one : two;
            one.say("a" + round);
            two.say("b" + round);
            victim.crashAfter((int) round / 2);
            List.of(one, two).forEach(sim::settle);
            sim.runUntil(() -> victim.frozen, 20_000);
            victim.crashAfter(-1);
            if (victim.frozen) {
                victim.reopen();
            }
            assertThat(sim.runUntil(() -> one.client.unconfirmed() == 0 && two.client.unconfirmed() == 0, 120_000))
                    .as("round %d", round)
                    .isTrue();
        });
        assertThat(one.closed()).isEmpty();
        assertThat(two.closed()).isEmpty();
    }

    @Test
    void another_key_with_the_common_secret_is_asked_about_and_then_goes_on_where_it_was() {
        two.kill();
        two.disk.record = two.disk.record.map(known -> known.rotated(Identity.generate(sim.randomness)));
        two.reopen();
        assertThat(sim.runUntil(() -> !one.events(RoomEvent.Blocked.class).isEmpty(), 60_000))
                .isTrue();
        RoomEvent.Blocked blocked = one.events(RoomEvent.Blocked.class).get(0);
        assertThat(blocked.why()).isEqualTo(Trust.CHANGED);
        assertThat(blocked.sharesSecret()).isTrue();
        assertThat(two.events(RoomEvent.Unrecognised.class)).isNotEmpty();
        two.say("waits");
        sim.settle(two);
        one.run(one.client.accept(seen(one), true, sim.now));
        sim.settle(one);
        exchange("second");
        assertThat(one.texts()).containsOnlyOnce("waits");
        assertThat(lastJoined(one).trust()).isEqualTo(Trust.KNOWN);
        one.run(one.client.verified(lastJoined(one).safetyNumber()));
        sim.settle(one);
        assertThat(one.disk.record.orElseThrow().trust()).isEqualTo(Trust.VERIFIED);
    }

    @Test
    void a_peer_that_keeps_the_room_waits_after_a_goodbye_and_one_that_does_not_is_done() {
        one.client.keep(true);
        one.run(one.client.leave(sim.now));
        sim.settle(one);
        assertThat(sim.runUntil(() -> two.client.isClosed(), 20_000)).isTrue();
        assertThat(two.closed().orElseThrow().outcome()).isEqualTo(Outcome.PEER_LEFT);
    }

    @Test
    void a_kept_room_is_gone_on_with_after_a_goodbye() {
        two.client.keep(true);
        one.run(one.client.leave(sim.now));
        sim.settle(one);
        assertThat(sim.runUntil(() -> one.client.isClosed(), 20_000)).isTrue();
        sim.runUntil(() -> false, 5_000);
        assertThat(two.client.isClosed()).isFalse();
        assertThat(two.events(RoomEvent.PeerLeft.class)).hasSize(1);
        two.say("for later");
        sim.settle(two);
        one.reopen();
        assertThat(sim.runUntil(() -> one.texts().contains("for later"), 60_000))
                .isTrue();
        assertThat(lastJoined(one).trust()).isEqualTo(Trust.VERIFIED);
    }

    @Test
    void a_goodbye_that_comes_together_with_the_end_of_the_pairing_is_heard() {
        one.run(one.client.leave(sim.now));
        sim.settle(one);
        // All that one sends until it is gone reaches two before two settles again.
        List<RelayFrame> queued = new ArrayList<>();
        for (int i = 0; i < 10_000 && !one.client.isClosed(); i++) {
            SimulatedLink link = two.link();
            queued.addAll(link.toPeer);
            link.toPeer.clear();
            if (!sim.step()) {
                sim.passTime(500);
            }
        }
        queued.addAll(two.link().toPeer);
        two.link().toPeer.clear();
        queued.forEach(frame -> two.run(two.client.onFrame(Where.ROOM, frame, sim.now)));
        sim.settle(two);
        assertThat(two.events(RoomEvent.PeerLeft.class)).hasSize(1);
        assertThat(two.closed().orElseThrow().outcome()).isEqualTo(Outcome.PEER_LEFT);
    }

    @Test
    void numbers_of_a_stranger_never_verify_the_one_who_was_there_before() {
        two.kill();
        two.disk.record = two.disk.record.map(known -> known.rotated(Identity.generate(sim.randomness)));
        two.reopen();
        assertThat(sim.runUntil(() -> !one.events(RoomEvent.Blocked.class).isEmpty(), 60_000))
                .isTrue();
        one.run(one.client.verified(seen(one)));
        assertThat(one.events(RoomEvent.Verified.class)).isEmpty();
        SafetyNumber before = lastJoined(one).safetyNumber();
        assertThat(one.client.accept(before, true, sim.now)).isEmpty();
        assertThat(one.disk.record.orElseThrow().pin())
                .isEqualTo(Optional.of(TestIdentities.TWO.publicKey().pin()));
    }

    @Test
    void the_one_we_know_is_told_again_after_a_stranger_was_there() {
        RoomRecord own = two.disk.record.orElseThrow();
        two.kill();
        two.disk.record = two.disk.record.map(known -> known.rotated(Identity.generate(sim.randomness)));
        two.reopen();
        assertThat(sim.runUntil(() -> !one.events(RoomEvent.Blocked.class).isEmpty(), 60_000))
                .isTrue();
        int joined = one.events(RoomEvent.Joined.class).size();
        two.kill();
        two.disk.record = Optional.of(own);
        two.reopen();
        assertThat(sim.runUntil(() -> one.events(RoomEvent.Joined.class).size() > joined, 90_000))
                .isTrue();
        exchange("again");
    }

    @Test
    void a_disk_that_takes_nothing_does_not_hold_who_wants_to_leave() {
        one.disk.full = true;
        one.say("cannot be kept");
        sim.settle(one);
        one.run(one.client.leave(sim.now));
        assertThat(sim.runUntil(one.client::isClosed, 20_000)).isTrue();
        assertThat(one.closed().orElseThrow()).isEqualTo(new RoomEvent.Closed(Outcome.LEFT, 1, 0));
        assertThat(two.texts()).doesNotContain("cannot be kept");
    }

    @Test
    void what_the_last_connection_did_not_write_holds_nothing_back_on_the_next() {
        one.unwritten = true;
        for (int i = 0; i < 40; i++) {
            one.say(i + " " + "x".repeat(10_000));
            sim.settle(one);
        }
        sim.quiesce();
        int before = two.texts().size();
        assertThat(before).as("content waits while so much is unwritten").isLessThan(30);
        sim.inject(one, Envelope.of(new byte[64]));
        sim.runUntil(() -> two.texts().size() > before, 60_000);
        assertThat(two.texts()).hasSizeGreaterThan(before);
    }

    @Test
    void TX_09_a_relay_that_makes_up_pairings_is_not_answered_without_end() {
        int before = one.client.unconfirmed();
        SimulatedLink link = one.link();
        int sent = 0;
        for (int i = 0; i < 5_000 && one.link() == link; i++) {
            one.run(one.client.onFrame(Where.ROOM, new RelayFrame.Peer(PeerEvent.BACK, 1_000 + i), sim.now));
            sent = link.toRelay.size();
        }
        assertThat(one.link()).as("hung up").isNotSameAs(link);
        assertThat(sent).isLessThan(100);
        assertThat(one.client.unconfirmed()).isEqualTo(before);
        exchange("afterwards");
    }

    @Test
    void what_a_killed_run_left_under_way_does_not_displace_the_next() {
        for (int round = 0; round < 20; round++) {
            sim.cut(two);
            sim.runUntil(() -> two.link() != null && two.link().opened, 5_000);
            sim.step();
            List<byte[]> ghost = two.link() == null ? List.of() : List.copyOf(two.link().toRelay);
            two.kill();
            two.reopen();
            sim.runUntil(() -> two.link() != null && two.link().partner != null, 30_000);
            // The relay reads the words of the dead connection only now.
            sim.arriveLate(two, ghost);
            exchange("round " + round);
        }
        assertThat(two.closed()).isEmpty();
    }
}
