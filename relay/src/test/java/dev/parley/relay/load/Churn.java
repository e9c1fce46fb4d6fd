package dev.parley.relay.load;

import dev.parley.wire.Intent;
import dev.parley.wire.PeerEvent;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.RoomId;
import dev.parley.wire.SeatState;
import dev.parley.wire.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Rooms that come and go for a long time: what is in use of heap and descriptors must not grow. */
final class Churn {
    private static final int NET = 2;
    private static final double MAX_DRIFT = 0.05;

    /** Seats are held for a minute: before that is over, more and more of them are. */
    private static final int WARM_UP_SECONDS = Wire.SEAT_HOLD_SECONDS + 15;

    private static final long SAY_MILLIS = 400;

    private record Sample(long heap, long resident, int descriptors) {}

    private final Bench bench;
    private final Report report;
    private final Random random;
    private long lives;
    private long envelopes;
    private long cuts;
    private long broken;

    Churn(Bench bench) {
        this.bench = bench;
        this.report = bench.report();
        this.random = new Random(Long.getLong("seed", 20261121));
    }

    void run() throws IOException, InterruptedException {
        int rooms = Bench.number("rooms", 500);
        double minutes = Double.parseDouble(System.getProperty("minutes", "30"));
        int samples = Bench.number("samples", 24);
        for (int i = 0; i < rooms; i++) {
            int index = i;
            bench.others().run(() -> {
                Room room = new Room(index);
                bench.others().after(random.nextInt(3_000), room::begin);
            });
        }
        Bench.pause(WARM_UP_SECONDS);
        List<Sample> taken = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            Bench.pause(minutes * 60 / samples);
            Sample sample = new Sample(
                    bench.relay().heapAfterGc(),
                    bench.relay().residentBytes(),
                    bench.relay().descriptors());
            taken.add(sample);
            report.say(
                    "  %5.1f min: heap %s, resident %s, %d descriptors",
                    (i + 1) * minutes / samples,
                    Report.mebibytes(sample.heap()),
                    Report.mebibytes(sample.resident()),
                    sample.descriptors());
        }
        bench.others()
                .run(() -> report.say(
                        "%.1f min of %d rooms: %,d lives, %,d envelopes, %,d cuts",
                        minutes, rooms, lives, envelopes, cuts));
        report.goal(
                "churn",
                bench.others().call(() -> broken) == 0,
                "%d broken",
                bench.others().call(() -> broken));
        flat("heap after a collection", taken.stream().mapToLong(Sample::heap).toArray());
        flat("descriptors", taken.stream().mapToLong(Sample::descriptors).toArray());
    }

    /** The mean of the first quarter beside that of the last. */
    private void flat(String what, long[] values) {
        int quarter = Math.max(1, values.length / 4);
        double first = 0;
        double last = 0;
        for (int i = 0; i < quarter; i++) {
            first += values[i];
            last += values[values.length - 1 - i];
        }
        report.goal(
                "churn",
                Math.abs(last / first - 1) <= MAX_DRIFT,
                "%s: first quarter %,.0f, last quarter %,.0f: %+.1f %%",
                what,
                first / quarter,
                last / quarter,
                (last / first - 1) * 100);
    }

    /** One room after the other: two come, talk for a while, are cut now and then, and leave or vanish. */
    private final class Room {
        private final End[] ends;
        private RoomId id;
        private boolean ending;
        private int generation;

        Room(int index) {
            ends = new End[] {new End(2 * index), new End(2 * index + 1)};
        }

        void begin() {
            id = bench.claims().room();
            ending = false;
            lives++;
            generation++;
            for (End end : ends) {
                end.begin();
            }
            say(generation);
            if (random.nextInt(4) == 0) {
                bench.others().after(500 + random.nextInt(1_000), this::cut);
            }
            bench.others().after(2_000 + random.nextInt(4_000), this::end);
        }

        private void say(int at) {
            if (at == generation && !ending) {
                for (End end : ends) {
                    end.say();
                }
                bench.others().after(SAY_MILLIS, () -> say(at));
            }
        }

        /** One end loses its connection and claims its seat again. */
        private void cut() {
            cuts++;
            ends[random.nextInt(2)].comeBack();
        }

        private void end() {
            ending = true;
            boolean politely = random.nextInt(3) > 0;
            for (End end : ends) {
                end.end(politely);
            }
            bench.others().after(100, this::begin);
        }

        private final class End implements LoadLink.Talker {
            private final int index;
            private LoadLink link;
            private PeerFrame.Claim claim;
            private boolean together;
            private boolean cutting;

            End(int index) {
                this.index = index;
            }

            void begin() {
                claim = bench.claims().claim(id, Intent.EITHER);
                open();
            }

            private void open() {
                together = false;
                link = bench.others()
                        .open(LoadDriver.address(NET + index / 254, index), this)
                        .orElseThrow();
            }

            void comeBack() {
                cutting = true;
                link.reset();
                cutting = false;
                claim = new PeerFrame.Claim(
                        claim.protocol(),
                        claim.room(),
                        claim.key(),
                        claim.intent(),
                        claim.instance(),
                        claim.attempt() + 1);
                open();
            }

            void end(boolean politely) {
                if (politely) {
                    link.send(new PeerFrame.Leave());
                    link.close();
                } else {
                    link.reset();
                }
            }

            void say() {
                if (together) {
                    ByteBuffer frame = ByteBuffer.allocate(Wire.HEADER_BYTES + 256);
                    frame.putInt(1 + 256).put((byte) Wire.ENVELOPE);
                    link.send(frame.clear());
                }
            }

            @Override
            public void onFrame(LoadLink from, int type, ByteBuffer frame) {
                switch (type) {
                    case Wire.WELCOME -> from.send(claim);
                    case Wire.SEATED ->
                        together = frame.get(frame.position() + Wire.HEADER_BYTES + 1) == SeatState.PRESENT.ordinal();
                    case Wire.PEER -> {
                        PeerEvent event = PeerEvent.values()[frame.get(frame.position() + Wire.HEADER_BYTES)];
                        together = event == PeerEvent.ARRIVED || event == PeerEvent.BACK;
                    }
                    case Wire.ENVELOPE -> envelopes++;
                    default -> broken++;
                }
            }

            @Override
            public void onClosed(LoadLink from) {
                if (!ending && !cutting) {
                    broken++;
                }
            }
        }
    }
}
