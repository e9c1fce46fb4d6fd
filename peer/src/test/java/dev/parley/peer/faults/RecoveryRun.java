package dev.parley.peer.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.Identity;
import dev.parley.crypto.primitive.Randomness;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long it takes until two talk again once they can: {@code peer/faults/parley-faults recovery}. */
@Tag("long")
class RecoveryRun {
    private static final int MESSAGES = 20;

    private final Identity[] identities = {
        Identity.generate(Randomness.system()), Identity.generate(Randomness.system())
    };

    @Test
    void after_cuts_of_up_to_60_s() throws InterruptedException {
        FaultReport report = new FaultReport();
        int rooms = Integer.getInteger("parley.rooms", 50);
        run(rooms, new Fault(FaultKind.CUT, Phase.TALKING, 0, 0), 4, new Injector.Severity(60_000, 0), report);
        List<Long> times = report.recoveries();
        print("cuts of up to 60 s: from usable to a message each way", times);
        assertThat(report.failures()).isEmpty();
        assertThat(FaultReport.percentile(times, 50)).isLessThanOrEqualTo(2_000);
        assertThat(FaultReport.percentile(times, 99)).isLessThanOrEqualTo(5_000);
    }

    @Test
    void TR_02_a_silent_cut_is_noticed_within_28_s() throws InterruptedException {
        FaultReport report = new FaultReport();
        run(20, new Fault(FaultKind.STALL, Phase.TALKING, 0, 0), 2, new Injector.Severity(0, 60_000), report);
        print("silent cuts: from the last byte to a new connection", report.noticed());
        assertThat(report.failures()).isEmpty();
        // A second for a machine with little time left: the timer itself runs 28 s.
        assertThat(report.noticed()).hasSizeGreaterThanOrEqualTo(20).allMatch(millis -> millis <= 29_000);
    }

    @Test
    void TR_13_after_a_killed_relay_with_many_rooms() throws IOException, InterruptedException {
        int rooms = Integer.getInteger("parley.rooms", 1_000);
        int kills = Integer.getInteger("parley.kills", 3);
        List<Long> allTimes = new ArrayList<>();
        try (ManyRooms many = new ManyRooms(rooms, identities, new Random(FaultsRun.seed()))) {
            for (int kill = 1; kill <= kills; kill++) {
                ManyRooms.Return back = many.killRelay();
                print("relay killed under " + rooms + " rooms, time " + kill, back.times());
                print(back);
                assertThat(back.times()).hasSize(rooms);
                assertThat(FaultReport.percentile(back.times(), 99)).isLessThanOrEqualTo(15_000);
                allTimes.addAll(back.times());
            }
            many.awaitDelivered();
            print("all " + kills + " kills", allTimes);
            System.out.printf(
                    "%,d messages, lost %d, doubled %d, out of order %d%n",
                    many.said(), many.lost(), many.doubled(), many.outOfOrder());
            assertThat(many.lost()).isZero();
            assertThat(many.doubled()).isZero();
            assertThat(many.outOfOrder()).isZero();
        }
    }

    private static void print(ManyRooms.Return back) {
        long last = Math.max(1, FaultReport.percentile(back.times(), 100));
        System.out.printf(
                "  %d rooms a second, talking again by second %s%n"
                        + "  %d connections by second %s, most in 100 ms %d; %d rooms with new keys%n"
                        + "  processor time of the peers %d ms, of the relay with its start %d ms%n",
                back.times().size() * 1_000L / last,
                countBy(1_000, back.times()),
                back.connections().size(),
                countBy(1_000, back.connections()),
                Collections.max(countBy(100, back.connections())),
                back.handshakes(),
                back.peersCpu(),
                back.relayCpu());
    }

    private void run(int rooms, Fault fault, int times, Injector.Severity severity, FaultReport report)
            throws InterruptedException {
        Random random = new Random(FaultsRun.seed());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < rooms; i++) {
            FaultRoom.Terms terms = new FaultRoom.Terms("room " + i, random.nextLong(), MESSAGES, severity);
            // The last of a plan is kept for the goodbye.
            List<Fault> plan = Stream.generate(
                            () -> new Fault(fault.kind(), fault.phase(), random.nextInt(30), random.nextLong()))
                    .limit(times + 1L)
                    .toList();
            Thread thread = new Thread(() -> {
                try {
                    new FaultRoom(terms, plan, report, identities).run();
                } catch (IOException e) {
                    report.fail(terms.name() + ": " + e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static List<Integer> countBy(int millis, List<Long> times) {
        int[] counts = new int[(int) (FaultReport.percentile(times, 100) / millis) + 1];
        times.forEach(time -> counts[(int) (time / millis)]++);
        return java.util.Arrays.stream(counts).boxed().toList();
    }

    private static void print(String what, List<Long> times) {
        System.out.printf(
                "%s, seed %d: %d times, median %s, p99 %s, max %s%n",
                what,
                FaultsRun.seed(),
                times.size(),
                FaultReport.millis(times, 50),
                FaultReport.millis(times, 99),
                FaultReport.millis(times, 100));
    }
}
