package dev.parley.relay.load;

import dev.parley.wire.Intent;
import dev.parley.wire.RoomId;
import dev.parley.wire.SeatState;
import dev.parley.wire.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Strangers who fill the relay's memory with what they do not read, while rooms talk (TR-21). */
final class Hoards {
    private static final int BODY_BYTES = 60 << 10;
    private static final int RECEIVE_BYTES = 4_096;
    private static final int ROOMS = 50;

    private final Bench bench;
    private final Report report;
    private final ByteBuffer frame = ByteBuffer.allocate(Wire.HEADER_BYTES + BODY_BYTES)
            .putInt(1 + BODY_BYTES)
            .put((byte) Wire.ENVELOPE)
            .clear();
    private int opened;
    private int ended;

    Hoards(Bench bench) {
        this.bench = bench;
        this.report = bench.report();
    }

    void run() throws IOException, InterruptedException {
        int hoards = Bench.number("hoards", 1_000);
        HonestRooms rooms = new HonestRooms(bench.honest(), ROOMS, bench.claims());
        LoadDriver.Pace talk = rooms.talk(ROOMS * 10);
        long heap = bench.relay().heapAfterGc();
        List<RoomId> ids = new ArrayList<>();
        LoadDriver.Pace pace = bench.others().pace(200, () -> {
            if (opened < 2 * hoards) {
                if (opened % 2 == 0) {
                    ids.add(bench.claims().room());
                }
                RoomId room = ids.get(opened / 2);
                int index = opened++;
                bench.others().open(LoadDriver.address(Attack.NET, index / 2), RECEIVE_BYTES, new Hoarder(room));
            }
        });
        Bench.pause(hoards / 100.0 + 5);
        pace.stop();
        talk.stop();
        Bench.pause(2);
        report.say(
                "%,d rooms hoard: heap %s before, %s now; resident %s; %d of their connections were ended",
                hoards,
                Report.mebibytes(heap),
                Report.mebibytes(bench.relay().heapAfterGc()),
                Report.mebibytes(bench.relay().residentBytes()),
                bench.others().call(() -> ended));
        report.goal(
                "TR-21",
                bench.relay().isAlive(),
                "the relay is there; it complained: '%s'",
                bench.relay().complaints());
        report.goal(
                "TR-21",
                rooms.lost() == 0 && rooms.broken() == 0,
                "%d running rooms: %d lost, %d broken",
                ROOMS,
                rooms.lost(),
                rooms.broken());
    }

    /** Says as much as it may, hears nothing. */
    private final class Hoarder implements LoadLink.Talker {
        private final RoomId room;

        Hoarder(RoomId room) {
            this.room = room;
        }

        @Override
        public void onFrame(LoadLink link, int type, ByteBuffer heard) {
            if (type == Wire.WELCOME) {
                link.send(bench.claims().claim(room, Intent.EITHER));
            } else if (type == Wire.PEER
                    || type == Wire.SEATED
                            && heard.get(heard.position() + Wire.HEADER_BYTES + 1) == SeatState.PRESENT.ordinal()) {
                link.freeze(true);
                onDrained(link);
            }
        }

        @Override
        public void onDrained(LoadLink link) {
            while (!link.isStalled() && !link.isClosed()) {
                link.send(frame.duplicate());
            }
        }

        @Override
        public void onClosed(LoadLink link) {
            ended++;
        }
    }
}
