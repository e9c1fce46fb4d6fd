package dev.parley.peer.faults;

import dev.parley.crypto.EnvelopeKind;
import dev.parley.wire.Wire;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** One connection of a peer through the proxy: two threads that pass whole frames on, late or in pieces where a fault wants it. */
final class FaultLink {
    private static final int RECENT = 8;
    private static final int BYTES_PER_SECOND = 64_000 / 8;

    /** What holds one direction back; times are nanoseconds of the monotonic clock. */
    private static final class Pace {
        private long stalledUntil = Long.MIN_VALUE;
        private long delayedUntil = Long.MIN_VALUE;
        private long slowUntil = Long.MIN_VALUE;
        private long tinyUntil = Long.MIN_VALUE;
        private boolean ended;
    }

    private final FaultProxy proxy;
    private final int end;
    private final Socket peer;
    private final Socket relay = new Socket();
    private final LinkWatch watch;
    private final Pace[] paces = {new Pace(), new Pace()};
    private final List<Deque<byte[]>> recent = List.of(new ArrayDeque<>(), new ArrayDeque<>());
    private Optional<SealLedger.Sealed> session = Optional.empty();
    private boolean closed;
    private volatile long bytesPerSecond = Long.MAX_VALUE;

    FaultLink(FaultProxy proxy, int end, Socket peer, LinkWatch watch) {
        this.proxy = proxy;
        this.end = end;
        this.peer = peer;
        this.watch = watch;
    }

    /** Whose connection it is: 0 or 1. */
    int end() {
        return end;
    }

    LinkWatch watch() {
        return watch;
    }

    void run(InetSocketAddress there) {
        try {
            relay.connect(there);
            relay.setTcpNoDelay(true);
            peer.setTcpNoDelay(true);
            proxy.onConnected(this);
            FaultProxy.daemon(() -> pump(peer, relay, true));
            FaultProxy.daemon(() -> pump(relay, peer, false));
        } catch (IOException e) {
            sever(true);
            proxy.ended(this);
        }
    }

    private void pump(Socket from, Socket to, boolean towardRelay) {
        try (from;
                to) {
            BufferedInputStream buffered = new BufferedInputStream(from.getInputStream(), 1 << 16);
            DataInputStream in = new DataInputStream(buffered);
            OutputStream out = to.getOutputStream();
            while (true) {
                boolean first = buffered.available() == 0;
                int length = in.readInt();
                byte[] frame = new byte[Wire.LENGTH_BYTES + length];
                ByteBuffer.wrap(frame).putInt(length);
                in.readFully(frame, Wire.LENGTH_BYTES, length);
                remember(towardRelay, frame);
                proxy.onFrame(this, towardRelay, frame);
                write(out, frame, towardRelay, first);
            }
        } catch (IOException e) {
            sever(false);
        }
        proxy.ended(this);
    }

    private synchronized void remember(boolean towardRelay, byte[] frame) {
        watch.onFrame(towardRelay, frame);
        if (LinkWatch.type(frame) == Wire.ENVELOPE) {
            Deque<byte[]> row = recent.get(towardRelay ? 0 : 1);
            row.add(frame);
            if (row.size() > RECENT) {
                row.remove();
            }
        }
    }

    /** The session whose frames this end seals into this connection now. */
    synchronized Optional<SealLedger.Sealed> session(byte[] frame, SealLedger ledger) {
        Optional<SealLedger.Sealed> changed = ledger.session(frame);
        if (changed.isPresent()) {
            session = changed;
        }
        return LinkWatch.isEnvelope(frame, EnvelopeKind.SESSION_FRAME) ? session : Optional.empty();
    }

    private void write(OutputStream out, byte[] frame, boolean towardRelay, boolean first) throws IOException {
        Pace pace = paces[towardRelay ? 0 : 1];
        Random random = new Random(Arrays.hashCode(frame));
        if (pace.ended) {
            return;
        }
        while (nanos() < pace.stalledUntil) {
            pause(pace.stalledUntil - nanos());
        }
        if (first && nanos() < pace.delayedUntil) {
            pause(TimeUnit.MILLISECONDS.toNanos(100 + random.nextInt(201)));
        }
        if (nanos() < pace.slowUntil) {
            pause(TimeUnit.SECONDS.toNanos(1) * frame.length / BYTES_PER_SECOND);
        }
        if (bytesPerSecond < Long.MAX_VALUE) {
            pause(TimeUnit.SECONDS.toNanos(1) * frame.length / bytesPerSecond);
        }
        int at = 0;
        while (nanos() < pace.tinyUntil && at < frame.length) {
            int piece = Math.min(frame.length - at, 1 + random.nextInt(64));
            out.write(frame, at, piece);
            at += piece;
            pause(TimeUnit.MILLISECONDS.toNanos(1));
        }
        out.write(frame, at, frame.length - at);
    }

    private static long nanos() {
        return System.nanoTime();
    }

    private synchronized void pause(long nanos) throws IOException {
        long until = nanos() + nanos;
        for (long left = nanos; left > 0 && !closed; left = until - nanos()) {
            try {
                wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        if (closed) {
            throw new IOException("severed while it was held back");
        }
    }

    /** Nothing passes in that direction for so long. */
    synchronized void stall(boolean towardRelay, long millis) {
        paces[towardRelay ? 0 : 1].stalledUntil = nanos() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** A line of that rate in both directions, for good. */
    void shape(long rate) {
        bytesPerSecond = rate;
    }

    synchronized void delay(long millis) {
        for (Pace pace : paces) {
            pace.delayedUntil = nanos() + TimeUnit.MILLISECONDS.toNanos(millis);
        }
    }

    synchronized void slow(long millis) {
        for (Pace pace : paces) {
            pace.slowUntil = nanos() + TimeUnit.MILLISECONDS.toNanos(millis);
        }
    }

    synchronized void readSlowly(boolean towardRelay, long millis) {
        paces[towardRelay ? 0 : 1].tinyUntil = nanos() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** The last envelopes of one direction, oldest first. */
    synchronized List<byte[]> recent(boolean towardRelay) {
        return new ArrayList<>(recent.get(towardRelay ? 0 : 1));
    }

    /** Writes bytes that nobody sent; for the thread that passes that direction on. */
    void inject(boolean towardRelay, byte[] bytes, int count) throws IOException {
        (towardRelay ? relay : peer).getOutputStream().write(bytes, 0, count);
    }

    /** Ends one direction toward whoever reads it; what still comes that way goes nowhere. */
    synchronized void halfClose(boolean towardRelay) throws IOException {
        paces[towardRelay ? 0 : 1].ended = true;
        (towardRelay ? relay : peer).shutdownOutput();
    }

    /** Ends both halves, by a reset or in order. */
    void sever(boolean reset) {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        for (Socket socket : List.of(peer, relay)) {
            try {
                if (reset) {
                    socket.setSoLinger(true, 0);
                } else if (socket.isConnected() && !socket.isOutputShutdown() && !socket.isClosed()) {
                    socket.shutdownOutput();
                }
            } catch (IOException e) {
                // It has ended already.
            }
            try {
                socket.close();
            } catch (IOException e) {
                // Closed is closed.
            }
        }
    }
}
