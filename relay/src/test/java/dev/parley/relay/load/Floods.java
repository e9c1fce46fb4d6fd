package dev.parley.relay.load;

import java.io.IOException;
import java.util.Optional;

/**
 * Thousands of connections a second and thousands of slow ones, while rooms talk and people come (TR-01), with few descriptors (TR-03) and
 * with little heap (TR-21).
 */
final class Floods {
    private static final double JOINS_PER_SECOND = 20;
    private static final double ENVELOPES_PER_ROOM = 10;

    /** The deadline for joining, the lingering of the refused, the seats held of honest joins, and some. */
    private static final double SETTLE_SECONDS = 16;

    private final Bench bench;
    private final Report report;
    private final int seconds = Bench.number("seconds", 60);
    private final int perSecond = Bench.number("perSecond", 2_000);
    private final int slow = Bench.number("slow", 5_000);
    private final int rooms;
    private final HonestJoins joins;
    private final Attack attack;
    private HonestRooms talk;

    Floods(Bench bench, int rooms) {
        this.bench = bench;
        this.report = bench.report();
        this.rooms = Bench.number("rooms", rooms);
        this.joins = new HonestJoins(bench.honest(), bench.claims());
        this.attack = new Attack(bench.others(), bench.claims());
    }

    void run(String id, boolean joinsWhile) throws IOException, InterruptedException {
        talk = new HonestRooms(bench.honest(), rooms, bench.claims());
        LoadDriver.Pace pace = talk.talk(rooms * ENVELOPES_PER_ROOM);

        flood(Math.min(5, seconds));
        attack.end();
        Bench.pause(SETTLE_SECONDS);
        long before = bench.relay().heapAfterGc();
        int descriptors = bench.relay().descriptors();
        honestly("alone", Math.min(10, seconds), false);

        attack.begin();
        double cpu = bench.relay().cpuSeconds();
        report.say("%d s of %,d connections a second and %,d slow ones:", seconds, perSecond, slow);
        flood(seconds);
        double joinsP99 = joins.p99();
        long failed = joins.failed();
        attack.end();
        Optional<Long> after = joins.untilSeated(10_000);
        report.say("  attackers: %s; slow ones borne: %s", attack.counts(), attack.slowLives());
        report.say("  relay: %.1f s of processor time", bench.relay().cpuSeconds() - cpu);

        pace.stop();
        Bench.pause(SETTLE_SECONDS);
        report.goal(
                id,
                bench.relay().isAlive(),
                "the relay is there; it complained: '%s'",
                bench.relay().complaints());
        report.goal(
                id,
                talk.lost() == 0 && talk.broken() == 0,
                "%d running rooms: %d lost, %d broken",
                rooms,
                talk.lost(),
                talk.broken());
        report.goal(
                id,
                after.orElse(Long.MAX_VALUE) <= 2_000,
                "a join after the flood: %s",
                after.map(millis -> millis + " ms").orElse("none within 10 s"));
        if (joinsWhile) {
            report.goal(
                    id,
                    joinsP99 <= 1_000,
                    "honest joins meanwhile: p99 %.1f ms, the %d without a seat counted in",
                    joinsP99,
                    failed);
            report.goal(
                    id,
                    attack.slowLives().percentile(1) <= 14_000,
                    "slow ones are gone after %.1f s",
                    attack.slowLives().percentile(1) / 1e3);
        }
        long heap = bench.relay().heapAfterGc();
        report.goal(
                id,
                heap <= before * 1.10,
                "heap before %s, after %s: %.2f x; descriptors %d, %d",
                Report.mebibytes(before),
                Report.mebibytes(heap),
                (double) heap / before,
                descriptors,
                bench.relay().descriptors());
        talk.close();
    }

    /** Both kinds of strangers at once, and honest people meanwhile. */
    private void flood(int forSeconds) throws IOException, InterruptedException {
        attack.slow(slow, 2_000);
        LoadDriver.Pace hasty = attack.flood(perSecond);
        honestly("meanwhile", forSeconds, true);
        report.say("  connections tried: %,d; open at the end: %,d", hasty.stop(), attack.open());
    }

    private void honestly(String when, int forSeconds, boolean atPeak) throws IOException, InterruptedException {
        joins.clear();
        talk.measure();
        LoadDriver.Pace pace = joins.come(JOINS_PER_SECOND);
        Bench.pause(forSeconds);
        pace.stop();
        if (atPeak) {
            report.say(
                    "  relay at the end: resident %s, %d descriptors",
                    Report.mebibytes(bench.relay().residentBytes()),
                    bench.relay().descriptors());
        }
        joins.await();
        report.say("  %s: rooms: %s", when, talk.measured());
        report.say("  %s: CLAIM to SEATED: %s", when, joins.joins());
        report.say("  %s: connect to SEATED: %s", when, joins.whole());
        report.say("  %s: without a seat: %d, of them refused %d", when, joins.failed(), joins.refusals());
    }
}
