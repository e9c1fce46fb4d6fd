package dev.parley.relay.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A thread with one selector and one buffer that plays many peers. */
final class LoadDriver implements AutoCloseable {
    private static final long WAIT_MILLIS = 5;

    /** What a source of load that fell behind makes up for at a time. */
    private static final int MAX_BURST = 50;

    private record Timer(long at, Runnable task) {}

    /** Does something so many times a second until it is stopped. */
    final class Pace {
        private final double perNano;
        private final Runnable task;
        private final long since = System.nanoTime();
        private long done;
        private boolean stopped;

        private Pace(double perSecond, Runnable task) {
            this.perNano = perSecond / TimeUnit.SECONDS.toNanos(1);
            this.task = task;
        }

        private void catchUp() {
            long due = (long) ((System.nanoTime() - since) * perNano);
            for (int i = 0; i < MAX_BURST && done < due && !stopped; i++) {
                done++;
                task.run();
            }
        }

        /** How many times it did. From any thread. */
        long stop() {
            return call(() -> {
                stopped = true;
                paces.remove(this);
                return done;
            });
        }
    }

    private final InetSocketAddress relay;
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 << 10);
    private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(Timer::at));
    private final List<Pace> paces = new ArrayList<>();
    private final Thread thread;
    private volatile boolean stopping;

    LoadDriver(String name, InetSocketAddress relay) throws IOException {
        this.relay = relay;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** An address of 127.0.{@code net}.0/24. */
    static InetAddress address(int net, int index) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, (byte) net, (byte) (1 + index % 254)});
        } catch (java.net.UnknownHostException e) {
            throw new AssertionError("Four bytes are an address.", e);
        }
    }

    /** On this driver's thread. Empty if the system does not give a socket. */
    Optional<LoadLink> open(InetAddress source, LoadLink.Talker talker) {
        return open(source, 0, talker);
    }

    Optional<LoadLink> open(InetAddress source, int receiveBytes, LoadLink.Talker talker) {
        try {
            return Optional.of(new LoadLink(source, relay, receiveBytes, selector, talker));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** On this driver's thread. */
    void after(long millis, Runnable task) {
        timers.add(new Timer(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis), task));
    }

    /** From any thread. */
    Pace pace(double perSecond, Runnable task) {
        return call(() -> {
            Pace pace = new Pace(perSecond, task);
            paces.add(pace);
            return pace;
        });
    }

    /** Runs {@code task} on this driver's thread and gives what it gives. From any other thread. */
    <T> T call(Supplier<T> task) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        inbox.add(() -> {
            try {
                answer.complete(task.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        selector.wakeup();
        return answer.orTimeout(60, TimeUnit.SECONDS).join();
    }

    /** From any other thread. */
    void run(Runnable task) {
        call(() -> {
            task.run();
            return "";
        });
    }

    private void run() {
        try (selector) {
            while (!stopping) {
                selector.select(
                        key -> ((LoadLink) key.attachment()).onReady(buffer), paces.isEmpty() ? WAIT_MILLIS : 1);
                for (Runnable task = inbox.poll(); task != null; task = inbox.poll()) {
                    task.run();
                }
                while (!timers.isEmpty() && timers.peek().at() <= System.nanoTime()) {
                    timers.poll().task().run();
                }
                List.copyOf(paces).forEach(Pace::catchUp);
            }
            List.copyOf(selector.keys()).forEach(key -> ((LoadLink) key.attachment()).reset());
        } catch (IOException e) {
            throw new AssertionError("The selector is gone.", e);
        }
    }

    /** Ends every connection. */
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
