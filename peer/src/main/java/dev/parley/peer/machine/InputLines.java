package dev.parley.peer.machine;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Lines of standard input, read on a thread of their own because such a read cannot be interrupted; a line may be too long, never the memory. */
final class InputLines {
    /** The longest line, in bytes: a text of the longest kind, every byte of it escaped. */
    static final int MAX_BYTES = 8 << 20;

    private static final int MAX_AHEAD = 64;

    /** @param bytes without the line's end; empty at the end of the input, and if {@code tooLong} */
    record Input(Optional<Bytes> bytes, boolean tooLong) {
        static Input of(String line) {
            return new Input(Optional.of(new Bytes(line.getBytes(StandardCharsets.UTF_8))), false);
        }

        /** The line as text. */
        Optional<String> text() {
            return bytes.map(line -> new String(line.toByteArray(), StandardCharsets.UTF_8));
        }

        boolean isEnd() {
            return bytes.isEmpty() && !tooLong;
        }
    }

    /** A line as it came. */
    static final class Bytes {
        private final byte[] line;

        private Bytes(byte[] line) {
            this.line = line;
        }

        byte[] toByteArray() {
            return line.clone();
        }
    }

    private final InputStream in;
    private final BlockingQueue<Input> read = new LinkedBlockingQueue<>(MAX_AHEAD);
    private final AtomicBoolean reading = new AtomicBoolean();

    InputLines(InputStream in) {
        this.in = new BufferedInputStream(in, 64 << 10);
    }

    /** The next line; waits for it. */
    Input next() throws InterruptedException {
        start();
        return read.take();
    }

    /** The next line if it comes within {@code millis}. */
    Optional<Input> next(long millis) throws InterruptedException {
        start();
        return Optional.ofNullable(read.poll(millis, TimeUnit.MILLISECONDS));
    }

    private void start() {
        if (reading.compareAndSet(false, true)) {
            Thread thread = new Thread(this::readAll, "standard-input");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void readAll() {
        try {
            Input line;
            do {
                line = readLine();
                read.put(line);
            } while (!line.isEnd());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Input readLine() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean tooLong = false;
        boolean any = false;
        try {
            for (int value = in.read(); value >= 0; value = in.read()) {
                any = true;
                if (value == '\n') {
                    break;
                }
                if (line.size() < MAX_BYTES) {
                    line.write(value);
                } else {
                    tooLong = true;
                }
            }
        } catch (IOException e) {
            any = false;
        }
        if (tooLong) {
            return new Input(Optional.empty(), true);
        }
        return new Input(any ? Optional.of(new Bytes(line.toByteArray())) : Optional.empty(), false);
    }
}
