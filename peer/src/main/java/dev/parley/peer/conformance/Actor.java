package dev.parley.peer.conformance;

import dev.parley.peer.net.RelaySocket;
import dev.parley.wire.FrameCodec;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.Wire;
import dev.parley.wire.WireException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One connection of a scenario: says what it is told to, and keeps what it hears until it is asked. */
final class Actor implements AutoCloseable {
    /** What stands for the end of the connection among what was heard. */
    static final String END = "end";

    private final RelaySocket socket;
    private final CompletableFuture<RelayFrame> first = new CompletableFuture<>();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> outgoing = new LinkedBlockingQueue<>();
    private volatile boolean answersPings = true;
    private volatile CountDownLatch listening = new CountDownLatch(0);

    Actor(RelaySocket socket) {
        this.socket = socket;
        daemon(this::readAll, "conformance-read").start();
        daemon(this::writeAll, "conformance-write").start();
    }

    /** The first frame, as it is; empty if none came in that time. It is also what {@link #next} gives first. */
    Optional<RelayFrame> greeting(long millis) throws InterruptedException {
        try {
            return Optional.of(first.get(millis, TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }

    /** The next that was heard; empty if there is nothing in that time. */
    Optional<String> next(long millis) throws InterruptedException {
        return Optional.ofNullable(heard.poll(millis, TimeUnit.MILLISECONDS));
    }

    void say(PeerFrame frame) {
        say(FrameCodec.encode(frame));
    }

    void say(byte[] bytes) {
        outgoing.add(bytes);
    }

    boolean isDeaf() {
        return listening.getCount() > 0;
    }

    /** Reads nothing more until {@link #listen}. */
    void turnDeaf() {
        listening = new CountDownLatch(1);
    }

    void listen() {
        listening.countDown();
    }

    /** From now on leaves PINGs without an answer, and tells them. */
    void turnMute() {
        answersPings = false;
    }

    /** Closes our half. */
    void shut() {
        try {
            socket.talking().shutdownOutput();
        } catch (IOException e) {
            // The reader meets the end.
        }
    }

    private void readAll() {
        try (DataInputStream in = new DataInputStream(
                new BufferedInputStream(socket.talking().getInputStream(), Wire.LENGTH_BYTES + Wire.MAX_LENGTH))) {
            while (true) {
                listening.await();
                RelayFrame frame = read(in);
                if (frame instanceof RelayFrame.Ping ping && answersPings) {
                    say(new PeerFrame.Pong(ping.echo()));
                } else {
                    heard.add(FrameText.of(frame));
                    first.complete(frame);
                }
            }
        } catch (WireException e) {
            heard.add("what is no frame: " + e.reason());
        } catch (IOException e) {
            first.completeExceptionally(e);
            heard.add(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static RelayFrame read(DataInputStream in) throws IOException, WireException {
        int length = in.readInt();
        int type = in.read();
        if (type < 0) {
            throw new EOFException();
        }
        FrameCodec.checkRelayHeader(length, type);
        byte[] frame = new byte[Wire.LENGTH_BYTES + length];
        ByteBuffer.wrap(frame).putInt(length).put((byte) type);
        in.readFully(frame, Wire.HEADER_BYTES, length - 1);
        return FrameCodec.decodeRelay(frame);
    }

    private void writeAll() {
        try {
            OutputStream out = socket.talking().getOutputStream();
            while (true) {
                byte[] next = outgoing.take();
                if (next.length == 0) {
                    return;
                }
                out.write(next);
            }
        } catch (IOException e) {
            // The reader tells the end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        listen();
        outgoing.add(new byte[0]);
        try {
            socket.beneath().close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
