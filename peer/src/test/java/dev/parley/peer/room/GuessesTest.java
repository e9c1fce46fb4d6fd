package dev.parley.peer.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.EnvelopeKind;
import dev.parley.crypto.Invite;
import dev.parley.crypto.RoomName;
import dev.parley.wire.Envelope;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Codes and passphrases that are wrong, slow or untested: who spends a guess, who waits, and who is asked again. */
class GuessesTest {
    private final SimulatedRoom sim = new SimulatedRoom(1);
    private final Invite invite = Invite.generate(sim.randomness);

    private SimulatedRoom.End opener;
    private SimulatedRoom.End joiner;

    @Test
    void TP_02_a_wrong_code_costs_both_one_guess_and_the_right_one_then_works() throws Exception {
        opener = sim.add(TestIdentities.opener(invite));
        Invite wrong = Invite.parse(invite.place() + otherWords());
        joiner = sim.add(TestIdentities.joiner(wrong));
        opener.start();
        sim.quiesce();
        joiner.start();
        sim.quiesce();
        assertThat(opener.events(RoomEvent.GuessFailed.class)).containsExactly(new RoomEvent.GuessFailed(2));
        assertThat(joiner.events(RoomEvent.GuessFailed.class)).containsExactly(new RoomEvent.GuessFailed(2));
        assertThat(joiner.events(RoomEvent.CodeNeeded.class)).containsExactly(new RoomEvent.CodeNeeded(60_000));

        joiner.run(joiner.client.retype(invite.secret(), sim.now));
        assertThat(sim.runUntil(() -> opener.isJoined() && joiner.isJoined(), 90_000))
                .isTrue();
    }

    private String otherWords() {
        return invite.format().endsWith("amber-amber-amber") ? "-lantern-lantern-lantern" : "-amber-amber-amber";
    }

    @Test
    void TP_02_the_third_wrong_code_ends_the_room_for_the_opener() throws Exception {
        opener = sim.add(TestIdentities.opener(invite));
        opener.start();
        sim.quiesce();
        for (int i = 0; i < 3; i++) {
            SimulatedRoom.End guesser = sim.add(TestIdentities.joiner(Invite.parse(invite.place() + otherWords())));
            guesser.start();
            sim.quiesce();
        }
        assertThat(opener.events(RoomEvent.GuessFailed.class)).hasSize(3);
        assertThat(opener.closed()).contains(new RoomEvent.Closed(Outcome.CODE_DEAD, 0, 0));
        SimulatedRoom.End late = sim.add(TestIdentities.joiner(invite));
        late.start();
        sim.quiesce();
        assertThat(late.closed().orElseThrow().outcome()).isEqualTo(Outcome.ROOM_GONE);
    }

    @Test
    void TR_09_of_ten_thousand_guesses_three_are_heard_and_the_opener_is_told() throws Exception {
        opener = sim.add(TestIdentities.opener(invite));
        opener.start();
        sim.quiesce();
        Invite wrong = Invite.parse(invite.place() + otherWords());
        int heard = 0;
        for (int i = 0; i < 10_000; i++) {
            SimulatedRoom.End guesser = sim.add(TestIdentities.joiner(wrong));
            guesser.start();
            sim.quiesce();
            heard += guesser.events(RoomEvent.GuessFailed.class).size();
            if (guesser.client.isClosed()) {
                assertThat(guesser.closed().orElseThrow().outcome()).isEqualTo(Outcome.ROOM_GONE);
            }
            if (i >= 10) {
                // The first come from addresses of their own, all others from one.
                sim.cut(guesser);
                sim.ends.remove(guesser);
            }
        }
        assertThat(heard).isEqualTo(3);
        assertThat(opener.events(RoomEvent.GuessFailed.class))
                .containsExactly(
                        new RoomEvent.GuessFailed(2), new RoomEvent.GuessFailed(1), new RoomEvent.GuessFailed(0));
        assertThat(opener.closed()).contains(new RoomEvent.Closed(Outcome.CODE_DEAD, 0, 0));
    }

    @Test
    void TP_25_a_joiner_that_stalls_at_any_step_is_ended_and_the_code_still_works_once() {
        for (int step = 0; step <= 3; step++) {
            SimulatedRoom room = new SimulatedRoom(50 + step);
            Invite code = Invite.generate(room.randomness);
            SimulatedRoom.End one = room.add(TestIdentities.opener(code));
            SimulatedRoom.End stalling = room.add(TestIdentities.joiner(code).withPatience(120_000));
            int silentFrom = 1 + step;
            room.tamper = (from, envelope) ->
                    from == stalling && kind(envelope) >= silentFrom ? List.of() : List.of(envelope);
            one.start();
            room.quiesce();
            stalling.start();
            room.runUntil(() -> !one.events(RoomEvent.Waiting.class).isEmpty() && stalling.client.isClosed(), 400_000);
            assertThat(stalling.client.isClosed()).as("step %d", step).isTrue();
            assertThat(one.closed()).as("step %d", step).isEmpty();
            assertThat(one.isJoined() && step < 3).isFalse();
            room.tamper = (from, envelope) -> List.of(envelope);
            if (step < 3) {
                SimulatedRoom.End honest = room.add(TestIdentities.joiner(code));
                room.runUntil(() -> false, 61_000);
                honest.start();
                assertThat(room.runUntil(honest::isJoined, 60_000))
                        .as("step %d", step)
                        .isTrue();
                assertThat(one.events(RoomEvent.GuessFailed.class)).isEmpty();
            }
        }
    }

    @Test
    void different_passphrases_ask_both_persons_each_time_and_are_tried_once_in_thirty_seconds() {
        SimulatedRoom.End one = sim.add(TestIdentities.passphrase("garden", "right", TestIdentities.ONE));
        SimulatedRoom.End two = sim.add(TestIdentities.passphrase("garden", "wrong", TestIdentities.TWO));
        one.start();
        two.start();
        for (int failed = 1; failed <= 4; failed++) {
            int times = failed;
            assertThat(sim.runUntil(() -> asked(one, times) && asked(two, times), 60_000))
                    .as("asked for the time %d", failed)
                    .isTrue();
            long since = sim.now;
            // Nobody tries by itself, and whoever is not asked any more waits for the other without an end.
            sim.runUntil(() -> false, failed == 1 ? 600_000 : 5_000);
            assertThat(one.events(RoomEvent.PassphraseFailed.class)).hasSize(failed);
            one.run(one.client.retype(RoomName.passphrase("right"), sim.now));
            sim.runUntil(() -> false, failed == 1 ? 600_000 : 5_000);
            assertThat(one.client.isClosed() || two.client.isClosed()).isFalse();
            two.run(two.client.retype(RoomName.passphrase(failed == 4 ? "right" : "wrong"), sim.now));
            assertThat(sim.runUntil(() -> asked(one, times + 1) || one.isJoined(), 60_000))
                    .isTrue();
            assertThat(sim.now - since).as("at most one try per 30 s").isGreaterThanOrEqualTo(30_000);
        }
        assertThat(sim.runUntil(() -> one.isJoined() && two.isJoined(), 10_000)).isTrue();
        assertThat(one.events(RoomEvent.Joined.class).get(0).trust()).isEqualTo(Trust.VERIFIED);
    }

    private static boolean asked(SimulatedRoom.End end, int times) {
        return end.events(RoomEvent.CodeNeeded.class).size() >= times;
    }

    @Test
    void a_passphrase_confirmation_that_nobody_answers_costs_a_guess_and_a_pause() {
        SimulatedRoom.End victim = sim.add(TestIdentities.passphrase("garden", "right", TestIdentities.ONE));
        victim.start();
        sim.quiesce();
        int[] confirmations = {0};
        sim.tamper = (from, envelope) -> {
            if (from == victim && kind(envelope) == EnvelopeKind.CONFIRM.code()) {
                confirmations[0]++;
            }
            return from != victim && kind(envelope) == EnvelopeKind.CONFIRM.code() ? List.of() : List.of(envelope);
        };
        long began = sim.now;
        // A guesser that takes our confirmation, never answers, and comes back as somebody new at once.
        while (victim.events(RoomEvent.CodeNeeded.class).isEmpty() && sim.now - began < 400_000) {
            SimulatedRoom.End guesser = sim.add(TestIdentities.passphrase("garden", "guess", TestIdentities.TWO));
            guesser.start();
            sim.runUntil(() -> false, 2_000);
            guesser.run(guesser.client.leave(sim.now));
            sim.runUntil(() -> false, 2_000);
        }
        assertThat(confirmations[0]).isEqualTo(Guesses.ALLOWED);
        assertThat(sim.now - began).isGreaterThanOrEqualTo(60_000);
        assertThat(victim.isJoined()).isFalse();
    }

    private static int kind(Envelope envelope) {
        return envelope.toByteArray()[0];
    }
}
