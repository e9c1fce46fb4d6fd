package dev.parley.relay.net;

import dev.parley.wire.Envelope;
import dev.parley.wire.FrameCodec;
import dev.parley.wire.PeerFrame;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** A thread that writes numbered frames to one peer's socket for as long as they are taken. */
final class Flood {
    private final BlockingQueue<Integer> written = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean lastOne;
    private long taken;
    private int frames;

    /** Starts to write {@code count} times what {@code bytes} gives for 0, 1, 2 and so on. */
    Flood(SocketPeer from, int count, IntFunction<byte[]> bytes) {
        thread = new Thread(
                () -> {
                    try {
                        for (int i = 0; i < count && !lastOne; i++) {
                            byte[] next = bytes.apply(i);
                            from.write(next);
                            written.add(next.length);
                        }
                    } catch (IOException e) {
                        // The relay ended it or the test did; what counts is what was taken.
                    }
                },
                "flood");
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits until no write has come back for a second; the bytes that were taken in all. */
    long awaitStall() throws InterruptedException {
        for (Integer bytes = poll(); bytes != null; bytes = poll()) {
            taken += bytes;
            frames++;
        }
        return taken;
    }

    private Integer poll() throws InterruptedException {
        return written.poll(1, TimeUnit.SECONDS);
    }

    /** How many writes had come back when the last wait ended. */
    int frames() {
        return frames;
    }

    /** What is being written is the last. */
    void stop() {
        lastOne = true;
    }

    boolean isStalled() {
        return thread.isAlive();
    }

    void awaitEnd() throws InterruptedException {
        thread.join(TimeUnit.SECONDS.toMillis(60));
        if (thread.isAlive()) {
            throw new AssertionError("The flood did not end.");
        }
        frames += written.size();
        written.clear();
    }

    /** The body of envelope {@code number}: size and bytes follow from the number; every tenth has the size of a limit. */
    static byte[] body(int number) {
        Random random = new Random(number);
        int size = switch (number % 10) {
            case 0 -> 1;
            case 5 -> 66_560;
            default -> 1 + random.nextInt(66_560);
        };
        byte[] body = new byte[size];
        random.nextBytes(body);
        return body;
    }

    static byte[] envelope(int number) {
        return FrameCodec.encode(new PeerFrame.Forward(Envelope.of(body(number))));
    }
}
