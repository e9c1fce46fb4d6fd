package dev.parley.peer.faults;

import dev.parley.crypto.EnvelopeKind;
import dev.parley.wire.Wire;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Random;

/** Carries one fault out on the connection where it fell due, on the thread that passes its frames on. */
final class Injector {
    private static final int SILENT_CUT_MILLIS = 31_000;
    private static final int SILENT_CUT_IN = 300;

    /**
     * How bad it gets.
     *
     * @param cutMillis every cut lasts up to so long; 0 for mostly none at all
     * @param silentMillis every stall lasts so long and is of both directions; 0 for mostly short ones
     */
    record Severity(int cutMillis, int silentMillis) {
        static final Severity USUAL = new Severity(0, 0);
    }

    private final FaultRoom room;
    private final FaultProxy proxy;
    private final Severity severity;

    Injector(FaultRoom room, FaultProxy proxy, Severity severity) {
        this.room = room;
        this.proxy = proxy;
        this.severity = severity;
    }

    /** @param frame the one that is about to pass; none while connecting */
    void inject(Fault fault, FaultLink link, boolean towardRelay, byte[] frame) throws IOException {
        Random random = new Random(fault.draw());
        int prefix = frame.length == 0 ? 0 : random.nextInt(frame.length);
        switch (fault.kind()) {
            case CUT, RESET -> {
                boolean reset = fault.kind() == FaultKind.RESET;
                if (frame.length > 0) {
                    link.inject(towardRelay, frame, prefix);
                }
                long down = random.nextInt(4) == 0 ? random.nextInt(1_500) : 0;
                if (severity.cutMillis() > 0) {
                    down = 1L + random.nextInt(severity.cutMillis());
                }
                proxy.refuse(link.end(), down);
                if (down > 0 || random.nextBoolean()) {
                    proxy.sever(link.end(), reset);
                }
                link.sever(reset);
                room.usableIn(down);
            }
            case HALF_CLOSE -> {
                boolean ended = towardRelay == random.nextBoolean();
                if (ended == towardRelay && frame.length > 0) {
                    link.inject(towardRelay, frame, prefix);
                }
                link.halfClose(ended);
                room.usableIn(0);
            }
            case STALL -> {
                if (severity.silentMillis() > 0) {
                    room.silent(link.end());
                    link.stall(towardRelay, severity.silentMillis());
                    link.stall(!towardRelay, severity.silentMillis());
                    room.usableIn(0);
                    return;
                }
                long millis = random.nextInt(SILENT_CUT_IN) == 0 ? SILENT_CUT_MILLIS : 200 + random.nextInt(1_800);
                int which = random.nextInt(3);
                if (which != 0) {
                    link.stall(towardRelay, millis);
                }
                if (which != 1) {
                    link.stall(!towardRelay, millis);
                }
                room.usableIn(millis);
            }
            case DELAY -> {
                link.delay(1_500);
                room.usableIn(1_500);
            }
            case RATE -> {
                link.slow(1_500);
                room.usableIn(1_500);
            }
            case SLOW_READER -> {
                link.readSlowly(random.nextBoolean(), 1_000);
                room.usableIn(1_000);
            }
            case DUPLICATE -> duplicate(link, towardRelay, frame, random);
            case RELAY_RESTART -> {
                room.restartRelay(random.nextBoolean(), random.nextInt(4) == 0 ? random.nextInt(1_500) : 0);
                if (room.isRelayDown()) {
                    throw new IOException("the relay is gone");
                }
            }
            case PEER_CRASH -> room.crash(link.end(), CrashLabel.in(fault.phase(), random));
        }
    }

    private void duplicate(FaultLink link, boolean towardRelay, byte[] frame, Random random) throws IOException {
        if (random.nextInt(4) == 0) {
            room.seatFrame(link).ifPresent(old -> FaultProxy.daemon(() -> takeSeat(link, old)));
        } else if (frame.length > 0 && LinkWatch.type(frame) == Wire.ENVELOPE) {
            List<byte[]> recent = link.recent(towardRelay);
            int count = 1 + random.nextInt(recent.size());
            for (byte[] old : recent.subList(recent.size() - count, recent.size())) {
                link.inject(towardRelay, old, old.length);
                if (LinkWatch.isEnvelope(old, EnvelopeKind.SESSION_FRAME)) {
                    room.onReplayed();
                }
            }
        }
        room.usableIn(0);
    }

    /** Somebody who saw how a seat was taken tries the same: the relay must not give it to them. */
    private void takeSeat(FaultLink victim, byte[] recorded) {
        boolean wasSeated = victim.watch().phase() == Phase.TALKING;
        try (Socket socket = new Socket()) {
            socket.connect(proxy.relay());
            socket.setSoTimeout(5_000);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            skip(in);
            socket.getOutputStream().write(recorded);
            if (skip(in) == Wire.SEATED && wasSeated && victim.watch().phase() == Phase.TALKING) {
                room.fail("a recorded seat frame took a seat");
            }
        } catch (IOException e) {
            // The relay has gone, or has ended the connection: as good as a refusal.
        }
    }

    private static int skip(DataInputStream in) throws IOException {
        int length = in.readInt();
        int type = in.read();
        in.skipNBytes(length - 1);
        return type;
    }
}
