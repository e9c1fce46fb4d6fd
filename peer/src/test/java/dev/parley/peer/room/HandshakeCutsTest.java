package dev.parley.peer.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.parley.crypto.EnvelopeKind;
import dev.parley.crypto.Invite;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two honest peers under one to five random cuts during the handshake: they always meet, and the opener burns no guess. */
class HandshakeCutsTest {
    private static final int SHORT_RUNS = 60;
    private static final int LONG_RUNS = 20_000;

    @Tag("sweep")
    @Test
    void cuts_in_the_handshake_always_converge_and_burn_no_guess_of_the_opener() {
        run(seed(), SHORT_RUNS);
    }

    @Test
    @Tag("long")
    void long_run_of_cuts_in_the_handshake() {
        String runs = System.getProperty("parley.runs", "");
        long began = System.nanoTime();
        int count = runs.isEmpty() ? LONG_RUNS : Integer.parseInt(runs);
        run(seed(), count);
        System.out.printf(
                "handshake cuts: %d runs from seed %d, all met, 0 guesses burnt, %d s%n",
                count, seed(), (System.nanoTime() - began) / 1_000_000_000L);
    }

    /** Each end sees for itself in which of the two rooms the session was resumed last: they must not end up in different ones. */
    @Test
    void a_session_resumed_in_both_rooms_goes_on_in_the_private_one() {
        for (long seed = 1; seed <= 24; seed++) {
            SimulatedRoom sim = new SimulatedRoom(seed);
            Invite invite = Invite.generate(sim.randomness);
            SimulatedRoom.End opener = sim.add(TestIdentities.opener(invite));
            SimulatedRoom.End joiner = sim.add(TestIdentities.joiner(invite));
            sim.tamper = (from, envelope) ->
                    envelope.toByteArray()[0] == EnvelopeKind.SESSION_FRAME.code() ? List.of() : List.of(envelope);
            opener.start();
            sim.quiesce();
            joiner.start();
            sim.quiesce();
            assertThat(opener.links.keySet()).containsExactly(Where.PLACE, Where.ROOM);
            assertThat(joiner.links.keySet()).containsExactly(Where.PLACE, Where.ROOM);
            sim.tamper = (from, envelope) -> List.of(envelope);
            sim.restartRelay();
            // Everybody comes back at the same moment, to both rooms.
            sim.now += 1_000;
            for (SimulatedRoom.End end : List.of(opener, joiner)) {
                end.run(end.client.tick(sim.now));
            }
            assertThat(sim.runUntil(() -> opener.isJoined() && joiner.isJoined(), 10_000))
                    .as("met again soon, seed %d", seed)
                    .isTrue();
        }
    }

    private static long seed() {
        String given = System.getProperty("parley.seed", "");
        return given.isEmpty() ? 20_261_121L : Long.parseLong(given);
    }

    private static void run(long first, int runs) {
        LongStream.range(first, first + runs).parallel().forEach(seed -> {
            try {
                oneRun(seed);
            } catch (AssertionError | RuntimeException e) {
                fail(
                        "seed " + seed + " (repeat with -Dparley.seed=" + seed + " -Dparley.runs=1): " + e.getMessage(),
                        e);
            }
        });
    }

    private static void oneRun(long seed) {
        SimulatedRoom sim = new SimulatedRoom(seed);
        Invite invite = Invite.generate(sim.randomness);
        SimulatedRoom.End opener = sim.add(TestIdentities.opener(invite));
        SimulatedRoom.End joiner = sim.add(TestIdentities.joiner(invite));
        opener.start();
        sim.quiesce();
        joiner.start();
        while (joiner.link().toRelay.isEmpty()) {
            sim.step();
        }
        int cuts = 1 + sim.random.nextInt(5);
        for (int i = 0; i < cuts; i++) {
            int steps = sim.random.nextInt(24);
            for (int step = 0; step < steps; step++) {
                if (!sim.step()) {
                    sim.passTime(60_000);
                }
            }
            sim.cut(sim.random.nextBoolean() ? opener : joiner);
            retypeIfAsked(sim, joiner, invite);
        }
        long fromOpener = opener.say("from the opener");
        long fromJoiner = joiner.say("from the joiner");
        boolean met = sim.runUntil(
                () -> {
                    retypeIfAsked(sim, joiner, invite);
                    return joiner.texts().size() == 1
                            && opener.texts().size() == 1
                            && delivered(opener, fromOpener)
                            && delivered(joiner, fromJoiner);
                },
                300_000);
        assertThat(met)
                .as("met; opener %s, joiner %s", opener.events, joiner.events)
                .isTrue();
        assertThat(joiner.texts()).containsExactly("from the opener");
        assertThat(opener.texts()).containsExactly("from the joiner");
        assertThat(opener.events(RoomEvent.GuessFailed.class)).isEmpty();
        assertThat(joiner.events(RoomEvent.GuessFailed.class)).isEmpty();
        assertThat(opener.closed()).isEmpty();
        assertThat(joiner.closed()).isEmpty();
    }

    private static boolean delivered(SimulatedRoom.End end, long line) {
        return end.events.contains(new RoomEvent.StateChanged(line, MessageState.DELIVERED));
    }

    /** Three cuts behind the joiner's confirmation use up its tries: the person types the code again. */
    private static void retypeIfAsked(SimulatedRoom sim, SimulatedRoom.End joiner, Invite invite) {
        if (joiner.events(RoomEvent.CodeNeeded.class).size() > joiner.retyped) {
            joiner.retyped++;
            joiner.run(joiner.client.retype(invite.secret(), sim.now));
        }
    }
}
