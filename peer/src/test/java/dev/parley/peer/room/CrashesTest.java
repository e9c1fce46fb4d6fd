package dev.parley.peer.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.parley.crypto.Invite;
import dev.parley.peer.chat.MessagePart;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two ends under cuts, crashes between any two effects, and restarts of the relay: what one said and wrote down is in the other's journal
 * exactly once and in order, and both find each other again.
 */
@Tag("sweep")
class CrashesTest {
    private static final int SHORT_RUNS = 25;
    private static final int LONG_RUNS = 5_000;
    private static final int STEPS = 60;

    @Test
    void TP_19_crashes_lose_double_and_reorder_nothing() {
        run(seed(), SHORT_RUNS);
    }

    @Test
    @Tag("long")
    void long_run_of_crashes() {
        String runs = System.getProperty("parley.runs", "");
        int count = runs.isEmpty() ? LONG_RUNS : Integer.parseInt(runs);
        long crashes = run(seed(), count);
        System.out.printf("crashes: %d runs from seed %d, %d crashes, nothing lost%n", count, seed(), crashes);
    }

    private static long seed() {
        String given = System.getProperty("parley.seed", "");
        return given.isEmpty() ? 20_261_121L : Long.parseLong(given);
    }

    private static long run(long first, int runs) {
        return LongStream.range(first, first + runs)
                .parallel()
                .map(seed -> {
                    try {
                        return oneRun(seed);
                    } catch (AssertionError | RuntimeException e) {
                        return fail(
                                "seed " + seed + " (repeat with -Dparley.seed=" + seed + " -Dparley.runs=1): "
                                        + e.getMessage(),
                                e);
                    }
                })
                .sum();
    }

    private static long oneRun(long seed) {
        SimulatedRoom sim = new SimulatedRoom(seed);
        Invite invite = Invite.generate(sim.randomness);
        SimulatedRoom.End opener = sim.add(TestIdentities.opener(invite));
        SimulatedRoom.End joiner = sim.add(TestIdentities.joiner(invite));
        List<SimulatedRoom.End> ends = List.of(opener, joiner);
        opener.start();
        sim.quiesce();
        joiner.start();
        assertThat(sim.runUntil(() -> opener.isJoined() && joiner.isJoined(), 60_000))
                .isTrue();
        for (int i = 0; i < STEPS; i++) {
            for (SimulatedRoom.End end : ends) {
                if (!end.frozen && sim.random.nextInt(3) > 0) {
                    end.trySay("line " + i);
                    sim.settle(end);
                }
            }
            int steps = sim.random.nextInt(30);
            for (int step = 0; step < steps; step++) {
                if (!sim.step()) {
                    sim.passTime(1 + sim.random.nextInt(3_000));
                }
            }
            SimulatedRoom.End victim = ends.get(sim.random.nextInt(2));
            switch (sim.random.nextInt(8)) {
                case 0 -> sim.cut(victim);
                case 1 -> {
                    if (!victim.frozen) {
                        victim.crashAfter(sim.random.nextInt(12));
                    }
                }
                case 2 -> {
                    if (sim.random.nextInt(4) == 0) {
                        sim.restartRelay();
                    }
                }
                default -> {
                    if (victim.frozen) {
                        assertThat(victim.reopen()).isTrue();
                    }
                }
            }
        }
        ends.forEach(end -> {
            end.crashAfter(-1);
            if (end.frozen) {
                end.reopen();
            }
        });
        boolean all = sim.runUntil(() -> arrived(opener, joiner) && arrived(joiner, opener), 900_000);
        assertThat(all)
                .as(
                        "all arrived; opener said %d got %d, joiner said %d got %d; %s | %s",
                        parts(opener, JournalEntry.Kind.SAID).size(),
                        parts(opener, JournalEntry.Kind.TAKEN).size(),
                        parts(joiner, JournalEntry.Kind.SAID).size(),
                        parts(joiner, JournalEntry.Kind.TAKEN).size(),
                        last(opener),
                        last(joiner))
                .isTrue();
        assertThat(parts(joiner, JournalEntry.Kind.TAKEN)).isEqualTo(parts(opener, JournalEntry.Kind.SAID));
        assertThat(parts(opener, JournalEntry.Kind.TAKEN)).isEqualTo(parts(joiner, JournalEntry.Kind.SAID));
        return opener.crashes + (long) joiner.crashes;
    }

    private static List<RoomEvent> last(SimulatedRoom.End end) {
        return end.events.subList(Math.max(0, end.events.size() - 6), end.events.size());
    }

    private static boolean arrived(SimulatedRoom.End from, SimulatedRoom.End to) {
        return parts(to, JournalEntry.Kind.TAKEN).size()
                        >= parts(from, JournalEntry.Kind.SAID).size()
                && from.client.unconfirmed() == 0;
    }

    /** What one end's journal holds of a kind, in order. */
    private static List<MessagePart.Head> parts(SimulatedRoom.End end, JournalEntry.Kind kind) {
        return end.disk.journal.stream()
                .filter(entry -> entry.kind() == kind)
                .map(entry -> MessagePart.Head.of(entry.bytes()).orElseThrow())
                .toList();
    }
}
