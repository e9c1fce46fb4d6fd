package dev.parley.relay.load;

import dev.parley.wire.FrameCodec;
import dev.parley.wire.Intent;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.RoomId;
import dev.parley.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** What strangers cost that only sit there: connections without a seat (TR-04), and rooms upon rooms (TR-08). */
final class Crowds {
    private static final long PATIENCE_SECONDS = 60;

    private final Bench bench;
    private final Report report;

    Crowds(Bench bench) {
        this.bench = bench;
        this.report = bench.report();
    }

    /** TR-04: the largest legal first bytes are PINGs and all of a CLAIM but its last byte. */
    void firstBytes() throws IOException, InterruptedException {
        int count = Bench.number("count", 5_000);
        boolean tls = Boolean.getBoolean("tls");
        byte[] bytes = tls ? clientHello() : claimButOneByte();
        crowd(count / 10, bytes, tls);
        Bench.pause(Wire.JOIN_DEADLINE_SECONDS + 4);
        long heap = bench.relay().heapAfterGc();
        long resident = bench.relay().residentBytes();
        Attack attack = crowd(count, bytes, tls);
        long grown = bench.relay().heapAfterGc() - heap;
        int open = Math.max(1, attack.open());
        report.say(
                "%,d connections without a seat, each with %d first bytes%s: %,d of them stay",
                count, bytes.length, tls ? " of TLS" : "", open);
        report.say(
                "  resident %,d bytes each, %s in all",
                (bench.relay().residentBytes() - resident) / open,
                Report.mebibytes(bench.relay().residentBytes()));
        Bench.pause(Wire.JOIN_DEADLINE_SECONDS + 4);
        report.goal("TR-04", attack.open() == 0, "left after the deadline: %d", attack.open());
        report.goal(
                "TR-04", tls || grown / open <= 8 << 10, "%,d bytes of heap each, after a collection", grown / open);
        long after = bench.relay().heapAfterGc() - heap;
        report.goal("TR-04", after <= count * 512L, "kept of each that is gone: %,d bytes", after / count);
    }

    private Attack crowd(int count, byte[] bytes, boolean tls) throws InterruptedException {
        Attack attack = new Attack(bench.others(), bench.claims());
        attack.crowd(count, bytes, tls);
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(8);
        while (attack.welcomed() + attack.refused() < count && System.nanoTime() < until) {
            Thread.sleep(5);
        }
        return attack;
    }

    private byte[] claimButOneByte() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < 20; i++) {
            bytes.writeBytes(FrameCodec.encode(new PeerFrame.Ping(i)));
        }
        byte[] claim = FrameCodec.encode(bench.claims().claim(bench.claims().room(), Intent.EITHER));
        bytes.write(claim, 0, claim.length - 1);
        return bytes.toByteArray();
    }

    /** A record of 16 KiB that begins a ClientHello as long as may be, and half of it. */
    private static byte[] clientHello() {
        byte[] bytes = new byte[8 << 10];
        ByteBuffer.wrap(bytes)
                .put((byte) 22)
                .putShort((short) 0x0301)
                .putShort((short) (16 << 10))
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) ((16 << 10) - 4))
                .putShort((short) 0x0303);
        return bytes;
    }

    /** TR-08: somebody waits in a room while strangers open thousands; it is still there, and the one it waits for gets in. */
    void squat() throws InterruptedException {
        int count = Bench.number("count", 10_000);
        RoomId room = bench.claims().room();
        Waiting victim = new Waiting(room, Intent.OPEN, 2);
        await(victim);
        Attack attack = new Attack(bench.others(), bench.claims());
        LoadDriver.Pace pace = bench.others().pace(Bench.number("perSecond", 2_000), attack::squat);
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (attack.seated() + attack.refused() < count && System.nanoTime() < until) {
            Thread.sleep(5);
        }
        pace.stop();
        report.say(
                "strangers opened %,d rooms, and %,d times more they were refused", attack.seated(), attack.refused());
        Waiting friend = new Waiting(room, Intent.JOIN, 3);
        await(friend);
        report.goal("TR-08", friend.seated, "the one who is waited for gets in after %.1f ms", friend.millis);
        report.goal("TR-08", victim.met && !victim.gone, "the one who waits is told, and was never thrown out");
        HonestJoins joins = new HonestJoins(bench.honest(), bench.claims());
        LoadDriver.Pace others = joins.come(20);
        Bench.pause(3);
        others.stop();
        joins.await();
        report.say(
                "people who open rooms of their own meanwhile: %s; %d without a seat, of them refused %d",
                joins.joins(), joins.failed(), joins.refusals());
        attack.end();
    }

    private static void await(Waiting waiting) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!waiting.seated && !waiting.gone && System.nanoTime() < until) {
            Thread.sleep(1);
        }
    }

    private final class Waiting implements LoadLink.Talker {
        private final RoomId room;
        private final Intent intent;
        private volatile boolean seated;
        private volatile boolean met;
        private volatile boolean gone;
        private volatile double millis;

        Waiting(RoomId room, Intent intent, int net) {
            this.room = room;
            this.intent = intent;
            bench.honest().run(() -> bench.honest().open(LoadDriver.address(net, 0), this));
        }

        @Override
        public void onFrame(LoadLink link, int type, ByteBuffer frame) {
            switch (type) {
                case Wire.WELCOME -> link.send(bench.claims().claim(room, intent));
                case Wire.SEATED -> {
                    millis = link.age() / 1e6;
                    seated = true;
                }
                case Wire.PEER -> met = true;
                default -> gone = true;
            }
        }

        @Override
        public void onClosed(LoadLink link) {
            gone = true;
        }
    }
}
