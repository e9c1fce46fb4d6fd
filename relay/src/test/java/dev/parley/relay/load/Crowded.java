package dev.parley.relay.load;

import dev.parley.wire.Intent;
import dev.parley.wire.RoomId;
import dev.parley.wire.SeatState;
import dev.parley.wire.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What rooms cost each other: one that talks among thousands that do not, and many beside one whose reader is frozen (TR-12). */
final class Crowded {
    private static final int MAX_RATIO_PERCENT = 120;

    private final Bench bench;
    private final Report report;
    private final int turns = Bench.number("turns", 3);
    private final List<Double> alone = new ArrayList<>();
    private final List<Double> beside = new ArrayList<>();

    Crowded(Bench bench) {
        this.bench = bench;
        this.report = bench.report();
    }

    /** One room that talks, alone and among {@code rooms} idle ones, in turns. */
    void idle() throws IOException, InterruptedException {
        int rooms = Bench.number("rooms", 5_000);
        int seconds = Bench.number("seconds", 20);
        HonestRooms active = new HonestRooms(bench.honest(), 1, bench.claims());
        LoadDriver.Pace pace = active.talk(Bench.number("perSecond", 1_000));
        Bench.pause(Math.min(5, seconds));
        for (int turn = 0; turn < turns; turn++) {
            measure(active, seconds, "alone", alone);
            long heap = bench.relay().heapAfterGc();
            HonestRooms idle = new HonestRooms(bench.others(), rooms, bench.claims());
            report.say(
                    "  %,d idle rooms: %,d bytes of heap a connection",
                    rooms, (bench.relay().heapAfterGc() - heap) / (2L * rooms));
            measure(active, seconds, "among " + rooms + " idle rooms", beside);
            report.goal("idle", idle.broken() == 0, "%d of the idle rooms broke", idle.broken());
            idle.close();
            Bench.pause(2);
        }
        pace.stop();
        Bench.pause(1);
        report.goal("idle", active.lost() == 0 && active.broken() == 0, "of the active room %d lost", active.lost());
        compare("idle");
        active.close();
    }

    /** The p99 of every second: other work on the machine spoils some of them, and medians do not mind. */
    private void measure(HonestRooms rooms, int seconds, String when, List<Double> p99s) throws InterruptedException {
        double cpu = bench.relay().cpuSeconds();
        List<Double> now = new ArrayList<>();
        for (int i = 0; i < seconds; i++) {
            rooms.measure();
            Bench.pause(1);
            now.add(rooms.measured().percentile(0.99));
        }
        p99s.addAll(now);
        report.say(
                "  %s: p99 of the median second %.2f ms, of the best %.2f ms, of the worst %.2f ms; relay %.2f s of processor time",
                when,
                median(now),
                Collections.min(now),
                Collections.max(now),
                bench.relay().cpuSeconds() - cpu);
    }

    private void compare(String id) {
        double ratio = median(beside) / median(alone);
        report.goal(
                id,
                ratio * 100 <= MAX_RATIO_PERCENT,
                "p99 of the median second alone %.2f ms, beside %.2f ms: %.2f x",
                median(alone),
                median(beside),
                ratio);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    /** Many rooms that talk, and one more whose sender says 100 MB to a reader that does not read; in turns. */
    void frozen() throws IOException, InterruptedException {
        int rooms = Bench.number("rooms", 1_000);
        int seconds = Bench.number("seconds", 25);
        if (seconds >= Wire.DEAD_AFTER_SECONDS) {
            throw new IllegalArgumentException("After 28 s the relay takes a frozen reader for dead.");
        }
        HonestRooms others = new HonestRooms(bench.honest(), rooms, bench.claims());
        LoadDriver.Pace pace = others.talk(2.0 * rooms);
        Bench.pause(Math.min(5, seconds));
        for (int turn = 0; turn < turns; turn++) {
            measure(others, seconds, "alone", alone);
            long heap = bench.relay().heapAfterGc();
            Frozen frozen = new Frozen();
            measure(others, seconds - 2, "beside a frozen reader", beside);
            long held = bench.relay().heapAfterGc() - heap;
            long said = bench.others().call(() -> frozen.said);
            bench.others().run(() -> frozen.reader.link.freeze(false));
            for (int i = 0; i < 600 && !bench.others().call(frozen::isDone); i++) {
                Bench.pause(0.1);
            }
            report.say(
                    "  the sender had said %s when the reader thawed; the relay held %s",
                    Report.mebibytes(said), Report.mebibytes(held));
            report.goal("TR-12", held <= 1 << 20, "memory of the frozen room: %s", Report.mebibytes(held));
            report.goal(
                    "TR-12",
                    bench.others().call(() -> frozen.isDone() && !frozen.broken),
                    "what was said came in order: %s",
                    Report.mebibytes(bench.others().call(() -> frozen.heard)));
            bench.others().run(frozen::close);
        }
        pace.stop();
        Bench.pause(2);
        report.goal(
                "TR-12",
                others.lost() == 0 && others.broken() == 0,
                "%,d other rooms: %d lost, %d broken",
                rooms,
                others.lost(),
                others.broken());
        compare("TR-12");
        others.close();
    }

    /** A room whose one end talks as fast as it may and whose other end does not read. */
    private final class Frozen {
        private static final int BODY_BYTES = 64 << 10;

        private final long toSay = 1_000_000L * Bench.number("megabytes", 100);
        private final RoomId room = bench.claims().room();
        private final End sender = new End(true);
        private final End reader = new End(false);
        private long said;
        private long heard;
        private long number;
        private boolean broken;
        private boolean ending;

        Frozen() {
            bench.others().run(() -> {
                sender.open();
                reader.open();
            });
        }

        boolean isDone() {
            return said >= toSay && heard == said || broken;
        }

        void close() {
            ending = true;
            sender.link.reset();
            reader.link.reset();
        }

        private final class End implements LoadLink.Talker {
            private final boolean speaks;
            private LoadLink link;

            End(boolean speaks) {
                this.speaks = speaks;
            }

            void open() {
                link = bench.others()
                        .open(LoadDriver.address(90, speaks ? 0 : 1), this)
                        .orElseThrow();
            }

            @Override
            public void onFrame(LoadLink from, int type, ByteBuffer frame) {
                switch (type) {
                    case Wire.WELCOME -> from.send(bench.claims().claim(room, Intent.EITHER));
                    case Wire.SEATED, Wire.PEER -> begin(type, frame);
                    case Wire.ENVELOPE -> {
                        broken |= frame.getLong(frame.position() + Wire.HEADER_BYTES) * BODY_BYTES != heard;
                        heard += BODY_BYTES;
                    }
                    default -> broken = true;
                }
            }

            private void begin(int type, ByteBuffer frame) {
                if (type == Wire.SEATED
                        && frame.get(frame.position() + Wire.HEADER_BYTES + 1) != SeatState.PRESENT.ordinal()) {
                    return;
                }
                if (speaks) {
                    onDrained(link);
                } else {
                    link.freeze(true);
                }
            }

            @Override
            public void onDrained(LoadLink from) {
                while (!from.isStalled() && said < toSay) {
                    ByteBuffer frame = ByteBuffer.allocate(Wire.HEADER_BYTES + BODY_BYTES);
                    frame.putInt(1 + BODY_BYTES).put((byte) Wire.ENVELOPE).putLong(number++);
                    said += BODY_BYTES;
                    from.send(frame.clear());
                }
            }

            @Override
            public void onClosed(LoadLink from) {
                broken |= !ending;
            }
        }
    }
}
