package dev.parley.peer.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Plays both ends of many rooms in one thread and measures what comes through. */
public final class LoadClient {
    private static final int SCRATCH_BYTES = 256 << 10;
    private static final double NANOS = 1e9;

    private final Load load;
    private final LongSupplier nanoClock;
    private final LongSupplier cpuNanos;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
    private final Latencies latencies = new Latencies();
    private final List<BenchRoom> rooms = new ArrayList<>();

    /** @param cpuNanos CPU time that the measured process has used so far */
    LoadClient(Load load, LongSupplier nanoClock, LongSupplier cpuNanos) {
        this.load = load;
        this.nanoClock = nanoClock;
        this.cpuNanos = cpuNanos;
    }

    Figures run(Target target, InetSocketAddress address) throws IOException {
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < load.rooms(); i++) {
                rooms.add(new BenchRoom(target.pair(address, i), selector, load));
            }
            drive(selector, (long) (load.warmUpSeconds() * NANOS));
            latencies.clear();
            long cpuBefore = cpuNanos.getAsLong();
            long began = nanoClock.getAsLong();
            drive(selector, (long) (load.seconds() * NANOS));
            double seconds = (nanoClock.getAsLong() - began) / NANOS;
            double cpu = (cpuNanos.getAsLong() - cpuBefore) / NANOS;
            return new Figures(
                    latencies.count() / seconds,
                    latencies.micros(0.50),
                    latencies.micros(0.99),
                    cpu * 1e6 / Math.max(1, latencies.count()));
        } finally {
            for (BenchRoom room : rooms) {
                room.close();
            }
        }
    }

    private void drive(Selector selector, long forNanos) throws IOException {
        long began = nanoClock.getAsLong();
        long sent = 0;
        int next = 0;
        for (long now = began; now - began < forNanos; now = nanoClock.getAsLong()) {
            long due = load.rate() == 0 ? Long.MAX_VALUE : (long) ((now - began) / NANOS * load.rate());
            for (int i = 0; i < rooms.size() && sent < due; i++) {
                BenchRoom room = rooms.get(next);
                next = (next + 1) % rooms.size();
                int frames = (int) Math.min(room.credit(), load.rate() == 0 ? Long.MAX_VALUE : 1);
                if (frames > 0) {
                    room.send(frames, nanoClock.getAsLong());
                    sent += frames;
                }
            }
            serve(selector);
        }
    }

    private void serve(Selector selector) throws IOException {
        if (load.rate() == 0) {
            selector.select(1);
        } else {
            selector.selectNow();
        }
        for (SelectionKey key : selector.selectedKeys()) {
            BenchRoom room = (BenchRoom) key.attachment();
            if (!room.isSender(key)) {
                room.receive(scratch, nanoClock.getAsLong(), latencies);
            } else if (key.isWritable()) {
                room.flush();
            } else {
                room.hear(scratch);
            }
        }
        selector.selectedKeys().clear();
    }
}
