package dev.parley.peer.faults;

import dev.parley.crypto.Identity;
import dev.parley.crypto.primitive.Randomness;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Many rooms at a time, one after the other in each of some rows, until enough has happened. */
final class FaultRun {
    /** How large a run is. */
    record Size(int rows, int messagesPerDirection, int faultsPerRoom) {}

    private final long seed;
    private final Size size;
    private final FaultReport report = new FaultReport();
    private final FaultPlan plan;
    private final AtomicInteger rooms = new AtomicInteger();
    private final Identity[] identities = {
        Identity.generate(Randomness.system()), Identity.generate(Randomness.system())
    };

    FaultRun(long seed, Size size) {
        this(seed, size, EnumSet.allOf(FaultKind.class));
    }

    FaultRun(long seed, Size size, Set<FaultKind> kinds) {
        this.seed = seed;
        this.size = size;
        this.plan = new FaultPlan(seed, kinds);
    }

    FaultReport report() {
        return report;
    }

    /** Runs until {@code enough}, looked at between two rooms, or until something failed. */
    void until(BooleanSupplier enough) {
        List<Thread> rows = new ArrayList<>();
        for (int i = 0; i < size.rows(); i++) {
            Thread row = new Thread(() -> row(enough), "fault-row-" + i);
            row.start();
            rows.add(row);
        }
        for (Thread row : rows) {
            try {
                row.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void row(BooleanSupplier enough) {
        do {
            int room = rooms.incrementAndGet();
            long roomSeed = new Random(seed + room).nextLong();
            try {
                FaultRoom.Terms terms = new FaultRoom.Terms(
                        "room " + room, roomSeed, size.messagesPerDirection(), Injector.Severity.USUAL);
                new FaultRoom(terms, plan.deal(size.faultsPerRoom()), report, identities).run();
            } catch (IOException | RuntimeException e) {
                report.fail("room " + room + ": " + e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        } while (!enough.getAsBoolean() && report.failures().isEmpty());
    }
}
