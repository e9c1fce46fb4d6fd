package dev.parley.peer.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two peers and a relay as processes, some killed at labels: the short version of {@link KillRun}. */
@Timeout(240)
class KillIT {
    private static final int KILLS = 8;

    @TempDir
    private Path folder;

    @Test
    void TR_13_TP_19_a_few_kills_lose_double_and_reorder_nothing() throws Exception {
        KillReport report = KillRun.run(folder, 1, KILLS);
        System.out.printf("kills: seed %d%n%s", FaultsRun.seed(), report.table());
        assertThat(report.failures())
                .as("repeat with -Dparley.seed=%d", FaultsRun.seed())
                .isEmpty();
        assertThat(report.count()).isGreaterThanOrEqualTo(KILLS);
    }
}
