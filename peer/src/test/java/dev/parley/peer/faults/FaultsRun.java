package dev.parley.peer.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A million messages through ten thousand faults; peer/faults/parley-faults runs it. */
@Tag("long")
class FaultsRun {
    private static final int MESSAGES = 1_000_000;
    private static final int HITS = 10_000;
    private static final int ROWS = 24;
    private static final int MESSAGES_A_ROOM_AND_DIRECTION = 600;
    private static final int FAULTS_A_ROOM = 8;

    @Test
    void nothing_is_lost_doubled_or_reordered() {
        long seed = seed();
        int messages = Integer.getInteger("parley.messages", MESSAGES);
        int hits = Integer.getInteger("parley.faults", HITS);
        long began = System.nanoTime();
        FaultRun run = new FaultRun(seed, new FaultRun.Size(ROWS, MESSAGES_A_ROOM_AND_DIRECTION, FAULTS_A_ROOM));
        FaultReport report = run.report();
        Timer progress = new Timer(true);
        progress.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        System.out.printf(
                                "%4d s: %d messages, %d faults%n",
                                seconds(began), report.count("messages"), report.hits());
                    }
                },
                30_000,
                30_000);
        run.until(() -> report.count("messages") >= messages
                && report.hits() >= hits
                && report.gaps().isEmpty());
        progress.cancel();
        System.out.printf("parley-faults, seed %d, %d s%n%s", seed, seconds(began), report.table());
        assertThat(report.failures()).as("repeat with -Dparley.seed=%d", seed).isEmpty();
        assertThat(report.gaps()).isEmpty();
        assertThat(report.resends()).isPositive();
        assertThat(report.dropped()).isPositive();
    }

    private static long seconds(long began) {
        return Duration.ofNanos(System.nanoTime() - began).toSeconds();
    }

    static long seed() {
        String given = System.getProperty("parley.seed", "");
        return given.isEmpty() ? 20_261_121L : Long.parseLong(given);
    }
}
