package dev.parley.peer.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two real peers and a real relay on sockets, with a proxy between that follows a seeded plan: the short version of {@link FaultsRun}. The
 * rooms of all tests run at the same time.
 */
@Timeout(180)
class FaultsTest {
    private static final int ROOMS = 2;
    private static final int MESSAGES = 60;
    private static final int FAULTS = 3;

    private enum Theme {
        STALLS(FaultKind.STALL),
        DELAYS(FaultKind.DELAY),
        SLOW_LINES(FaultKind.RATE, FaultKind.SLOW_READER),
        CUTS(FaultKind.CUT, FaultKind.RESET, FaultKind.HALF_CLOSE),
        DUPLICATES(FaultKind.DUPLICATE),
        RESTARTS(FaultKind.PEER_CRASH, FaultKind.RELAY_RESTART);

        private final Set<FaultKind> kinds;

        Theme(FaultKind first, FaultKind... more) {
            kinds = EnumSet.of(first, more);
        }
    }

    private static final Map<Theme, FaultReport> REPORTS = new EnumMap<>(Theme.class);

    @BeforeAll
    static void runAll() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (Theme theme : Theme.values()) {
            FaultRun run = new FaultRun(
                    FaultsRun.seed() + theme.ordinal(), new FaultRun.Size(ROOMS, MESSAGES, FAULTS), theme.kinds);
            REPORTS.put(theme, run.report());
            Thread thread = new Thread(() -> run.until(() -> true));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void TX_01_stalls_lose_double_and_reorder_nothing() {
        check(Theme.STALLS);
    }

    @Test
    void TX_02_a_delay_of_200_ms_plus_or_minus_100_loses_nothing() {
        check(Theme.DELAYS);
    }

    @Test
    void TX_03_64_kilobits_and_a_slow_reader_lose_nothing() {
        check(Theme.SLOW_LINES);
    }

    @Test
    void TX_04_cuts_and_resets_lose_nothing() {
        check(Theme.CUTS);
    }

    @Test
    void TP_09_what_comes_twice_is_taken_once() {
        check(Theme.DUPLICATES);
    }

    @Test
    void TP_19_crashes_and_relay_restarts_lose_nothing_and_seal_nothing_twice() {
        check(Theme.RESTARTS);
    }

    private static void check(Theme theme) {
        FaultReport report = REPORTS.get(theme);
        System.out.printf(
                "faults: %s, seed %d, %d hits, %d messages%n",
                theme, FaultsRun.seed(), report.hits(), report.count("messages"));
        assertThat(report.failures())
                .as("repeat with -Dparley.seed=%d; %s", FaultsRun.seed(), report.table())
                .isEmpty();
        assertThat(report.hits()).isGreaterThanOrEqualTo((long) ROOMS * FAULTS);
        assertThat(report.count("messages")).isGreaterThanOrEqualTo(2L * ROOMS * MESSAGES);
    }
}
