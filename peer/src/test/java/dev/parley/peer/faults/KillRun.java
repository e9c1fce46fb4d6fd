package dev.parley.peer.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills at every label, of every process, with the journals on disk: {@code peer/faults/parley-faults kills}. */
@Tag("long")
class KillRun {
    private static final int KILLS = 500;
    private static final int ROOMS = 3;

    /** A journal that is shortened often, and one that never is. */
    private static final int[] LONG_AT = {150, Integer.MAX_VALUE};

    @TempDir
    private Path folder;

    @Test
    void TR_13_TP_19_kills_lose_double_and_reorder_nothing() throws Exception {
        KillReport report = run(folder, ROOMS, Integer.getInteger("parley.kills", KILLS));
        System.out.printf("parley-faults kills, seed %d%n%s", FaultsRun.seed(), report.table());
        assertThat(report.failures())
                .as("repeat with -Dparley.seed=%d", FaultsRun.seed())
                .isEmpty();
        assertThat(report.kills()).hasSize(CrashLabel.values().length + KillPoint.Passing.values().length);
        assertThat(report.kills().values()).allMatch(victims -> victims.size() == KillPoint.Victim.values().length);
    }

    static KillReport run(Path folder, int rooms, int kills) throws InterruptedException {
        KillReport report = new KillReport();
        KillPoint.Deck deck = new KillPoint.Deck(FaultsRun.seed());
        List<Thread> rows = new ArrayList<>();
        for (int i = 0; i < rooms; i++) {
            String name = "room " + i;
            Path own = folder.resolve(Integer.toString(i));
            int longAt = LONG_AT[i % 2];
            Thread row = new Thread(
                    () -> {
                        try {
                            own.toFile().mkdirs();
                            new KillRoom(name, own, longAt, deck, report)
                                    .run(() -> report.count() >= kills
                                            || !report.failures().isEmpty());
                        } catch (IOException | RuntimeException e) {
                            report.fail(name + ": " + e);
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    "kill-row-" + i);
            row.start();
            rows.add(row);
        }
        for (Thread row : rows) {
            row.join();
        }
        return report;
    }
}
