package dev.parley.relay.load;

import dev.parley.wire.Intent;
import dev.parley.wire.PeerEvent;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.RoomId;
import dev.parley.wire.SeatState;
import dev.parley.wire.Wire;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Rooms whose two peers talk to each other at a steady pace; every envelope has a number and the time it left. */
final class HonestRooms {
    private static final int BODY_BYTES = 256;
    private static final long PATIENCE_MILLIS = 60_000;

    /** One end of a room. */
    private final class End implements LoadLink.Talker {
        private final RoomId room;
        private LoadLink link;
        private boolean talking;
        private long sent;
        private long received;

        End(int index, RoomId room) {
            this.room = room;
            link = driver.open(LoadDriver.address(2 + index / 254, index), this)
                    .orElseThrow(() -> new IllegalStateException("no socket for an honest peer"));
        }

        @Override
        public void onFrame(LoadLink from, int type, ByteBuffer frame) {
            switch (type) {
                case Wire.WELCOME -> from.send(claims.claim(room, Intent.EITHER));
                case Wire.SEATED, Wire.PEER -> {
                    if (talking) {
                        broken++;
                    } else if (isPresent(type, frame)) {
                        talking = true;
                        together++;
                    }
                }
                case Wire.ENVELOPE -> take(frame);
                default -> broken++;
            }
        }

        private boolean isPresent(int type, ByteBuffer frame) {
            int body = frame.position() + Wire.HEADER_BYTES;
            return type == Wire.PEER
                    ? frame.get(body) == PeerEvent.ARRIVED.ordinal()
                    : frame.get(body + 1) == SeatState.PRESENT.ordinal();
        }

        private void take(ByteBuffer frame) {
            long number = frame.getLong(frame.position() + Wire.HEADER_BYTES);
            received++;
            if (number != received) {
                broken++;
            }
            if (measuring) {
                times.add(System.nanoTime() - frame.getLong(frame.position() + Wire.HEADER_BYTES + Long.BYTES));
            }
        }

        void say() {
            ByteBuffer frame = ByteBuffer.allocate(Wire.HEADER_BYTES + BODY_BYTES);
            frame.putInt(1 + BODY_BYTES)
                    .put((byte) Wire.ENVELOPE)
                    .putLong(++sent)
                    .putLong(System.nanoTime());
            link.send(frame.clear());
        }

        @Override
        public void onClosed(LoadLink from) {
            if (!ending) {
                broken++;
            }
        }
    }

    private final LoadDriver driver;
    private final Claims claims;
    private final List<End> ends = new ArrayList<>();
    private final Times times = new Times();
    private int together;
    private long broken;
    private boolean measuring;
    private boolean ending;
    private int next;

    /** Brings the two ends of each room together, a few rooms at a time. */
    HonestRooms(LoadDriver driver, int rooms, Claims claims) throws InterruptedException {
        this.driver = driver;
        this.claims = claims;
        for (int i = 0; i < rooms; i++) {
            int index = 2 * i;
            driver.run(() -> {
                RoomId room = claims.room();
                ends.add(new End(index, room));
                ends.add(new End(index + 1, room));
            });
            if (i % 64 == 63 || i == rooms - 1) {
                awaitTogether(index + 2);
            }
        }
    }

    private void awaitTogether(int count) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (driver.call(() -> together) < count) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException(
                        "only " + driver.call(() -> together) + " of " + count + " peers met; broken: " + broken());
            }
            Thread.sleep(5);
        }
    }

    /** Every end in turn, so many envelopes a second in all. */
    LoadDriver.Pace talk(double perSecond) {
        return driver.pace(perSecond, () -> {
            ends.get(next).say();
            next = (next + 1) % ends.size();
        });
    }

    /** Forgets all times and measures from now on. */
    void measure() {
        driver.run(() -> {
            times.clear();
            measuring = true;
        });
    }

    /** What was measured since. */
    Times measured() {
        return driver.call(() -> {
            measuring = false;
            return times;
        });
    }

    /** Envelopes that did not come; ask when nobody talks any more. */
    long lost() {
        return driver.call(
                () -> ends.stream().mapToLong(end -> end.sent - end.received).sum());
    }

    /** Closed connections, refusals, partners that went, and envelopes out of order. */
    long broken() {
        return driver.call(() -> broken);
    }

    /** Everybody leaves. */
    void close() {
        driver.run(() -> {
            ending = true;
            for (End end : ends) {
                end.link.send(new PeerFrame.Leave());
                end.link.close();
            }
        });
    }
}
