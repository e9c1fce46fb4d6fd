package dev.parley.peer.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.EnvelopeKind;
import dev.parley.crypto.Invite;
import dev.parley.wire.Envelope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomClientTest {
    private final SimulatedRoom sim = new SimulatedRoom(1);
    private final Invite invite = Invite.generate(sim.randomness);

    private SimulatedRoom.End opener;
    private SimulatedRoom.End joiner;

    private void meet() {
        start();
        sim.quiesce();
        assertThat(opener.isJoined()).isTrue();
        assertThat(joiner.isJoined()).isTrue();
    }

    private void start() {
        opener = sim.add(TestIdentities.opener(invite));
        joiner = sim.add(TestIdentities.joiner(invite));
        opener.start();
        sim.quiesce();
        joiner.start();
    }

    private void say(SimulatedRoom.End end, String text) {
        end.say(text);
        sim.settle(end);
        sim.quiesce();
    }

    @Test
    void code_room_is_verified_and_carries_text_both_ways() {
        meet();
        RoomEvent.Joined atOpener = opener.events(RoomEvent.Joined.class).get(0);
        RoomEvent.Joined atJoiner = joiner.events(RoomEvent.Joined.class).get(0);
        assertThat(atOpener.trust()).isEqualTo(Trust.VERIFIED);
        assertThat(atOpener.name().raw()).isEqualTo("jon");
        assertThat(atJoiner.safetyNumber()).isEqualTo(atOpener.safetyNumber());
        assertThat(atJoiner.sessionNumber()).isEqualTo(atOpener.sessionNumber());

        long line = opener.say("wow!! C:\\temp 🎉");
        sim.settle(opener);
        sim.quiesce();
        say(joiner, "back");
        assertThat(joiner.texts()).containsExactly("wow!! C:\\temp 🎉");
        assertThat(opener.texts()).containsExactly("back");
        assertThat(opener.events(RoomEvent.StateChanged.class))
                .containsExactly(
                        new RoomEvent.StateChanged(line, MessageState.SENT),
                        new RoomEvent.StateChanged(line, MessageState.DELIVERED));
    }

    @Test
    void a_line_is_delivered_only_after_the_ack_inside_the_encryption() {
        meet();
        sim.tamper = (from, envelope) -> from == joiner ? List.of() : List.of(envelope);
        long line = opener.say("anybody?");
        sim.settle(opener);
        sim.quiesce();
        assertThat(joiner.texts()).containsExactly("anybody?");
        assertThat(opener.events(RoomEvent.StateChanged.class))
                .containsExactly(new RoomEvent.StateChanged(line, MessageState.SENT));
    }

    /** An entry may lie on disk before it is committed: a line that is marked first could be lost to the person by a crash. */
    @Test
    void a_line_is_told_before_it_is_marked_as_shown() {
        meet();
        List<RoomEffect> effects = new ArrayList<>();
        joiner.seeing = effects::add;
        say(opener, "look");
        List<String> order = effects.stream()
                .map(RoomEffect::toString)
                .filter(effect -> effect.contains("SHOWN") || effect.contains("Received"))
                .map(effect -> effect.contains("SHOWN") ? "marked" : "told")
                .toList();
        assertThat(order).containsExactly("told", "marked");
    }

    @Test
    void a_third_client_is_told_that_the_room_is_full_or_gone() {
        meet();
        SimulatedRoom.End third = sim.add(TestIdentities.joiner(invite));
        third.start();
        sim.quiesce();
        assertThat(third.closed().orElseThrow().outcome()).isEqualTo(Outcome.ROOM_GONE);
        say(opener, "still here");
        assertThat(joiner.texts()).containsExactly("still here");
    }

    private void leave(SimulatedRoom.End end) {
        end.run(end.client.leave(sim.now));
        sim.runUntil(() -> opener.client.isClosed() && joiner.client.isClosed(), 20_000);
    }

    @Test
    void leaving_says_goodbye_after_everything_was_delivered() {
        meet();
        opener.say("last words");
        leave(opener);
        assertThat(joiner.texts()).containsExactly("last words");
        assertThat(joiner.events(RoomEvent.PeerLeft.class)).hasSize(1);
        assertThat(joiner.closed()).contains(new RoomEvent.Closed(Outcome.PEER_LEFT, 0, 0));
        assertThat(opener.closed()).contains(new RoomEvent.Closed(Outcome.LEFT, 0, 0));
    }

    /** As they move to their private room, there is a moment in which nothing flows. */
    @Tag("sweep")
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void who_leaves_as_soon_as_the_two_have_met_says_goodbye_too(long seed) {
        for (int steps = 0; steps < 40; steps += 4) {
            for (boolean opens : List.of(true, false)) {
                SimulatedRoom room = new SimulatedRoom(seed);
                SimulatedRoom.End one = room.add(TestIdentities.opener(invite));
                SimulatedRoom.End two = room.add(TestIdentities.joiner(invite));
                one.start();
                room.quiesce();
                two.start();
                while (!one.isJoined() || !two.isJoined()) {
                    assertThat(room.step()).isTrue();
                }
                for (int i = 0; i < steps; i++) {
                    room.step();
                }
                SimulatedRoom.End leaves = opens ? one : two;
                SimulatedRoom.End stays = opens ? two : one;
                leaves.run(leaves.client.leave(room.now));
                room.settle(leaves);
                room.runUntil(() -> leaves.client.isClosed() && stays.client.isClosed(), 20_000);
                assertThat(leaves.closed()).contains(new RoomEvent.Closed(Outcome.LEFT, 0, 0));
                assertThat(stays.closed())
                        .as("seed %d, %d steps", seed, steps)
                        .contains(new RoomEvent.Closed(Outcome.PEER_LEFT, 0, 0));
                assertThat(stays.events(RoomEvent.Offline.class)).isEmpty();
            }
        }
    }

    @Test
    void TP_12_a_relay_that_says_left_is_not_a_goodbye() {
        meet();
        sim.tamper = (from, envelope) -> List.of();
        opener.say("never arrives");
        sim.settle(opener);
        sim.quiesce();
        joiner.frozen = true;
        sim.cut(joiner);
        sim.runUntil(() -> !opener.events(RoomEvent.Offline.class).isEmpty(), 60_000);
        assertThat(opener.events(RoomEvent.PeerLeft.class)).isEmpty();
        assertThat(opener.events(RoomEvent.Offline.class).get(0)).isEqualTo(new RoomEvent.Offline(false, 1));
    }

    @Test
    void an_open_named_room_is_unverified_and_outlives_its_guests() {
        SimulatedRoom.End one = sim.add(TestIdentities.named("garden", TestIdentities.ONE, "uno"));
        SimulatedRoom.End two = sim.add(TestIdentities.named("garden", TestIdentities.TWO, "due"));
        one.start();
        two.start();
        sim.quiesce();
        assertThat(one.events(RoomEvent.Joined.class).get(0).trust()).isEqualTo(Trust.UNVERIFIED);
        two.run(two.client.leave(sim.now));
        sim.runUntil(two.client::isClosed, 20_000);
        assertThat(one.events(RoomEvent.PeerLeft.class)).hasSize(1);
        assertThat(one.client.isClosed()).isFalse();
        SimulatedRoom.End three = sim.add(TestIdentities.named("garden", TestIdentities.TWO, "tre"));
        three.start();
        assertThat(sim.runUntil(three::isJoined, 20_000)).isTrue();
        assertThat(one.events(RoomEvent.Joined.class)).hasSize(2);
    }

    @Test
    void a_long_text_arrives_whole_and_many_texts_in_order_through_rekeys() {
        meet();
        String longText = "á🎉x".repeat(20_000);
        say(opener, longText);
        assertThat(joiner.texts()).containsExactly(longText);
        for (int i = 0; i < 200; i++) {
            say(opener, "line " + i);
            if (i % 20 == 0) {
                sim.runUntil(() -> false, 1_100);
            }
        }
        assertThat(joiner.texts().subList(1, 201))
                .containsExactlyElementsOf(
                        IntStream.range(0, 200).mapToObj(i -> "line " + i).toList());
        long epochs = sim.recorded.stream()
                .filter(envelope -> kind(envelope) == EnvelopeKind.SESSION_FRAME.code())
                .map(envelope ->
                        java.nio.ByteBuffer.wrap(envelope.toByteArray()).getInt(1))
                .distinct()
                .count();
        assertThat(epochs).as("rekey epochs seen").isGreaterThan(3);
    }

    @Test
    void too_much_that_waits_is_refused_and_nothing_is_lost() {
        opener = sim.add(TestIdentities.opener(invite));
        opener.start();
        sim.quiesce();
        int taken = 0;
        while (opener.client
                .say(new dev.parley.peer.chat.Message.Text(dev.parley.peer.chat.Untrusted.of("x" + taken)))
                .isPresent()) {
            taken++;
        }
        assertThat(taken).isEqualTo(Outgoing.MAX_UNDELIVERED);
        joiner = sim.add(TestIdentities.joiner(invite));
        joiner.start();
        int all = taken;
        assertThat(sim.runUntil(() -> joiner.texts().size() == all, 60_000)).isTrue();
        assertThat(joiner.texts())
                .containsExactlyElementsOf(
                        IntStream.range(0, taken).mapToObj(i -> "x" + i).toList());
    }

    @Test
    void text_never_goes_to_another_key_than_the_one_we_talked_to() {
        SimulatedRoom.End one = sim.add(TestIdentities.named("garden", TestIdentities.ONE, "uno"));
        SimulatedRoom.End two = sim.add(TestIdentities.named("garden", TestIdentities.TWO, "due"));
        one.start();
        two.start();
        sim.quiesce();
        two.frozen = true;
        sim.cut(two);
        one.say("for due only");
        // The relay makes our session useless twice, then seats somebody with another key.
        sim.runUntil(() -> !one.events(RoomEvent.Offline.class).isEmpty(), 60_000);
        sim.runUntil(() -> false, 61_000);
        SimulatedRoom.End other =
                sim.add(TestIdentities.named("garden", dev.parley.crypto.Identity.generate(sim.randomness), "due"));
        other.start();
        sim.runUntil(() -> !one.events(RoomEvent.Blocked.class).isEmpty(), 60_000);
        RoomEvent.Blocked blocked = one.events(RoomEvent.Blocked.class).get(0);
        assertThat(blocked.why()).isEqualTo(Trust.CHANGED);
        assertThat(blocked.undelivered()).isEqualTo(1);
        assertThat(other.events(RoomEvent.Unrecognised.class)).hasSize(1);
        other.say("anybody?");
        sim.runUntil(() -> false, 60_000);
        assertThat(other.texts()).isEmpty();
        assertThat(one.texts()).isEmpty();
        assertThat(other.isJoined()).isFalse();

        one.run(one.client.accept(blocked.safetyNumber(), false, sim.now));
        one.say("for the new one");
        assertThat(sim.runUntil(() -> other.texts().size() == 1 && one.texts().size() == 1, 60_000))
                .isTrue();
        assertThat(other.texts()).containsExactly("for the new one");
        assertThat(one.texts()).containsExactly("anybody?");
        assertThat(one.events(RoomEvent.StateChanged.class))
                .contains(new RoomEvent.StateChanged(1, MessageState.NOT_DELIVERED));
    }

    @Test
    void a_relay_lost_while_nobody_is_across_is_told() {
        opener = sim.add(TestIdentities.opener(invite));
        opener.start();
        sim.quiesce();
        sim.restartRelay();
        sim.refusing = true;
        sim.runUntil(() -> !opener.events(RoomEvent.Offline.class).isEmpty(), 60_000);
        sim.refusing = false;
        assertThat(opener.events(RoomEvent.Offline.class)).containsExactly(new RoomEvent.Offline(true, 0));
        sim.runUntil(() -> opener.events(RoomEvent.Waiting.class).size() > 1, 60_000);
        assertThat(opener.events(RoomEvent.Waiting.class)).hasSize(2);
    }

    private static int kind(Envelope envelope) {
        return envelope.toByteArray()[0];
    }
}
