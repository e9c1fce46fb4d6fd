package dev.parley.peer.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two real peers and a real relay on sockets, with a proxy between that follows a seeded plan: the short version of {@link FaultsRun}. */
@Timeout(120)
class FaultsTest {
    private static final int ROWS = 3;
    private static final int MESSAGES = 60;
    private static final int FAULTS = 2;

    @Test
    void TX_01_stalls_lose_double_and_reorder_nothing() throws InterruptedException {
        run(EnumSet.of(FaultKind.STALL));
    }

    @Test
    void TX_02_a_delay_of_200_ms_plus_or_minus_100_loses_nothing() throws InterruptedException {
        run(EnumSet.of(FaultKind.DELAY));
    }

    @Test
    void TX_03_64_kilobits_and_a_slow_reader_lose_nothing() throws InterruptedException {
        run(EnumSet.of(FaultKind.RATE, FaultKind.SLOW_READER));
    }

    @Test
    void TX_04_cuts_and_resets_lose_nothing() throws InterruptedException {
        run(EnumSet.of(FaultKind.CUT, FaultKind.RESET, FaultKind.HALF_CLOSE));
    }

    @Test
    void TP_09_what_comes_twice_is_taken_once() throws InterruptedException {
        run(EnumSet.of(FaultKind.DUPLICATE));
    }

    @Test
    void TP_19_crashes_and_relay_restarts_lose_nothing_and_seal_nothing_twice() throws InterruptedException {
        run(EnumSet.of(FaultKind.PEER_CRASH, FaultKind.RELAY_RESTART));
    }

    private static void run(Set<FaultKind> kinds) throws InterruptedException {
        long seed = FaultsRun.seed();
        FaultRun run = new FaultRun(seed, new FaultRun.Size(ROWS, MESSAGES, FAULTS), kinds);
        run.until(() -> true);
        FaultReport report = run.report();
        System.out.printf(
                "faults: %s, seed %d, %d hits, %d messages%n", kinds, seed, report.hits(), report.count("messages"));
        assertThat(report.failures())
                .as("repeat with -Dparley.seed=%d; %s", seed, report.table())
                .isEmpty();
        assertThat(kinds).allMatch(kind -> report.hits(kind) > 0);
    }
}
