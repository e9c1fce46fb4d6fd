package dev.parley.peer.room;

import dev.parley.wire.Envelope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Sealed frames that the other end has not acknowledged, kept as they were sealed so that a resume repeats identical ciphertext. */
final class Outbox {
    /** Beyond this, content waits; acks, pings and rekeys still go. */
    static final int MAX_CONTENT_BYTES = 8 << 20;

    /** What acks, pings and rekeys may add to it. */
    private static final int MAX_OTHER_BYTES = 1 << 20;

    private final ArrayDeque<Envelope> frames = new ArrayDeque<>();
    private long first;
    private long bytes;

    void add(Envelope envelope) {
        frames.add(envelope);
        bytes += envelope.size();
    }

    boolean isFull() {
        return bytes >= MAX_CONTENT_BYTES;
    }

    /** Whether so much is unacknowledged that the other end cannot be honest: content stops long before. */
    boolean isOverflowing() {
        return bytes >= MAX_CONTENT_BYTES + MAX_OTHER_BYTES;
    }

    /** Everything below {@code next} has arrived; an older ack changes nothing. */
    void acknowledge(long next) {
        while (first < next && !frames.isEmpty()) {
            bytes -= frames.remove().size();
            first++;
        }
    }

    /** Whether a resume may ask for the frames from {@code next} on. */
    boolean canRepeatFrom(long next) {
        return next >= first && next <= first + frames.size();
    }

    /** The frames from {@code next} on, as they were sealed. */
    List<Envelope> from(long next) {
        List<Envelope> wanted = new ArrayList<>();
        long seq = first;
        for (Envelope frame : frames) {
            if (seq++ >= next) {
                wanted.add(frame);
            }
        }
        return wanted;
    }
}
