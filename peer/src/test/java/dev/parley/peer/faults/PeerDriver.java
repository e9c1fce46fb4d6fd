package dev.parley.peer.faults;

import dev.parley.wire.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Thousands of real rooms in one thread with one read buffer: what PeerLoop and RelayConnection do with three threads for each. So the
 * relay's figures and the protocol's are not those of a machine that is busy with threads.
 */
final class PeerDriver implements AutoCloseable {
    private static final long MAX_WAIT_MILLIS = 1_000;
    private static final long FINISH_MILLIS = 2_000;

    private record Timer(long at, Runnable task) {}

    private final Selector selector = Selector.open();
    private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(Timer::at));
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(2 * (Wire.LENGTH_BYTES + Wire.MAX_LENGTH));
    private final Queue<Long> opened = new ConcurrentLinkedQueue<>();
    private final IntSupplier relayPort;
    private final Thread thread = new Thread(this::run, "peer-driver");
    private volatile boolean stopping;

    PeerDriver(IntSupplier relayPort) throws IOException {
        this.relayPort = relayPort;
        thread.setDaemon(true);
        thread.start();
    }

    /** Monotonic milliseconds. */
    long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** Runs {@code task} on this driver's thread, soon; from any thread. */
    void execute(Runnable task) {
        inbox.add(task);
        selector.wakeup();
    }

    void wake(DrivenPeer peer, long at) {
        timers.add(new Timer(at, () -> peer.onWake(at)));
    }

    void closeInTime(DrivenLink link) {
        timers.add(new Timer(now() + FINISH_MILLIS, link::close));
    }

    DrivenLink connect(InetAddress source, DrivenLink.Listener listener) throws IOException {
        return new DrivenLink(source, new InetSocketAddress("127.0.0.1", relayPort.getAsInt()), selector, listener);
    }

    void countOpened() {
        opened.add(System.nanoTime());
    }

    /** When connections were made, in {@link System#nanoTime}; may be cleared. */
    Queue<Long> opened() {
        return opened;
    }

    /** Whether no input has failed so far. */
    boolean isDriving() {
        return thread.isAlive();
    }

    private void run() {
        try (selector) {
            while (!stopping) {
                selector.select(key -> ((DrivenLink) key.attachment()).onReady(buffer), untilTimer());
                for (Runnable task = inbox.poll(); task != null; task = inbox.poll()) {
                    task.run();
                }
                while (!timers.isEmpty() && timers.peek().at() <= now()) {
                    timers.poll().task().run();
                }
            }
            selector.keys().forEach(key -> ((DrivenLink) key.attachment()).close());
        } catch (IOException e) {
            throw new AssertionError("The selector is gone.", e);
        }
    }

    private long untilTimer() {
        long next = timers.isEmpty() ? MAX_WAIT_MILLIS : timers.peek().at() - now();
        return Math.max(1, Math.min(MAX_WAIT_MILLIS, next));
    }

    @Override
    public void close() {
        stopping = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
