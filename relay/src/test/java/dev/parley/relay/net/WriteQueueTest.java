package dev.parley.relay.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.Envelope;
import dev.parley.wire.FrameCodec;
import dev.parley.wire.PeerEvent;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.Wire;
import dev.parley.wire.WireException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriteQueueTest {
    private static final byte[] E1 = envelope(1, 30);
    private static final byte[] E2 = envelope(2, 1);
    private static final byte[] E3 = envelope(3, 7);
    private static final byte[] E4 = envelope(4, 12);
    private static final byte[] LOST = FrameCodec.encode(new RelayFrame.Peer(PeerEvent.LOST, 3));
    private static final byte[] PING = FrameCodec.encode(new RelayFrame.Ping(0x0800_0000_0208L));

    /** As much as was queued: a run of three, a control frame, a run of one, a control frame. */
    private static final byte[] ALL = join(E1, E2, E3, LOST, E4, PING);

    private final CountingTransport socket = new CountingTransport();
    private final WriteQueue queue = new WriteQueue();

    @Test
    void what_the_socket_takes_piece_by_piece_is_what_was_queued() throws IOException {
        for (int piece = 1; piece <= ALL.length; piece++) {
            CountingTransport pieces = new CountingTransport();
            WriteQueue pieceByPiece = filled(pieces, 0);
            while (!pieceByPiece.isEmpty()) {
                pieces.allow(piece);
                assertThat(pieceByPiece.writeTo(pieces)).isTrue();
            }
            assertThat(pieces.written()).as("pieces of %d", piece).isEqualTo(ALL);
        }
    }

    @Test
    void nothing_is_progress_if_the_socket_takes_nothing() throws IOException {
        queue.addControl(PING);
        assertThat(queue.writeTo(socket)).isFalse();
        assertThat(queue.isEmpty()).isFalse();
        socket.allow(1);
        assertThat(queue.writeTo(socket)).isTrue();
        assertThat(queue.writeTo(socket)).isFalse();
    }

    /** The socket took {@code before} bytes of the first run itself and {@code after} more of the queue; then envelopes are dropped. */
    @Test
    void dropping_envelopes_at_every_offset_leaves_whole_frames() throws IOException, WireException {
        int firstRun = E1.length + E2.length + E3.length;
        for (int before = 0; before < firstRun; before++) {
            for (int after = 0; before + after <= ALL.length; after++) {
                CountingTransport socket = new CountingTransport();
                WriteQueue cut = filled(socket, before);
                socket.allow(after);
                cut.writeTo(socket);
                cut.dropEnvelopes();
                socket.allow(ALL.length);
                cut.writeTo(socket);
                assertThat(cut.isEmpty()).isTrue();
                assertThat(frames(socket.written()))
                        .as("%d bytes of the run, %d of the queue", before, after)
                        .isEqualTo(expectedAfterDrop(before + after));
            }
        }
    }

    @Test
    void envelopes_are_dropped_twice_as_well_as_once() throws IOException, WireException {
        for (int written = 0; written <= ALL.length; written++) {
            for (int more = 0; more <= 8; more++) {
                CountingTransport socket = new CountingTransport();
                WriteQueue cut = filled(socket, 0);
                socket.allow(written);
                cut.writeTo(socket);
                cut.dropEnvelopes();
                socket.allow(more);
                cut.writeTo(socket);
                cut.dropEnvelopes();
                socket.allow(ALL.length);
                cut.writeTo(socket);
                assertThat(frames(socket.written()))
                        .as("%d bytes, then %d", written, more)
                        .isEqualTo(expectedAfterDrop(written));
            }
        }
    }

    @Test
    void a_run_is_copied_from_the_middle_of_a_shared_buffer() throws IOException {
        byte[] run = join(E1, E2, E3);
        for (int written = 0; written < run.length; written++) {
            CountingTransport socket = new CountingTransport();
            ByteBuffer shared = ByteBuffer.allocateDirect(200);
            shared.position(37).put(run).put(E4).flip().limit(37 + run.length).position(37);
            socket.allow(written);
            socket.write(shared);
            WriteQueue rest = new WriteQueue();
            rest.addRun(shared, 37);
            assertThat(shared.position()).isEqualTo(37 + run.length);
            shared.clear();
            while (shared.hasRemaining()) {
                shared.put((byte) 0xEE); // the next read of the loop
            }
            socket.allow(run.length);
            rest.writeTo(socket);
            assertThat(socket.written()).as("%d bytes written before", written).isEqualTo(run);
        }
    }

    @Test
    void control_bytes_are_counted_until_the_queue_is_empty() throws IOException {
        queue.addControl(PING);
        queue.addControl(LOST);
        queue.addRun(ByteBuffer.wrap(E1), 0);
        assertThat(queue.controlBytes()).isEqualTo(PING.length + LOST.length);
        socket.allow(PING.length + LOST.length + E1.length);
        queue.writeTo(socket);
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.controlBytes()).isZero();
    }

    @Test
    void dropping_all_that_is_queued_leaves_an_empty_queue() {
        queue.addRun(ByteBuffer.wrap(join(E1, E2)), 0);
        queue.dropEnvelopes();
        assertThat(queue.isEmpty()).isTrue();
    }

    /** Otherwise a peer whose control frames are long written is never read again: {@code Connection.isReading} stays false. */
    @Test
    void control_bytes_are_forgotten_when_dropping_empties_the_queue() throws IOException {
        queue.addControl(PING);
        queue.addRun(ByteBuffer.wrap(E1), 0);
        socket.allow(PING.length);
        queue.writeTo(socket);
        queue.dropEnvelopes();
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.controlBytes()).isZero();
    }

    /** A stranger is read 1 KiB at a time and no further beyond 4 KiB of unsent answers: 5 KiB of PONGs is the most there can be. */
    @Test
    void TR_04_the_answers_to_a_strangers_flood_of_pings_take_less_than_8_kib() {
        int most = (4_096 + 1_024) / PING.length;
        for (int i = 0; i < most; i++) {
            queue.addControl(PING);
        }
        assertThat(queue.controlBytes()).isEqualTo(most * PING.length);
        assertThat(queue.heldBytes()).isBetween(most * PING.length, 8 << 10);
    }

    /** The queue as a connection fills it: the socket takes {@code written} bytes of the first run, the rest is queued. */
    private static WriteQueue filled(CountingTransport socket, int written) throws IOException {
        ByteBuffer run = ByteBuffer.wrap(join(E1, E2, E3));
        socket.allow(written);
        socket.write(run);
        WriteQueue queue = new WriteQueue();
        queue.addRun(run, 0);
        queue.addControl(LOST);
        queue.addRun(ByteBuffer.wrap(E4), 0);
        queue.addControl(PING);
        return queue;
    }

    /** Envelopes of which a byte was written, and every control frame, in order. */
    private static List<String> expectedAfterDrop(int written) {
        List<String> expected = new ArrayList<>();
        int start = 0;
        for (byte[] frame : List.of(E1, E2, E3, LOST, E4, PING)) {
            if (frame[Wire.LENGTH_BYTES] != Wire.ENVELOPE || start < written) {
                expected.add(Arrays.toString(frame));
            }
            start += frame.length;
        }
        return expected;
    }

    private static List<String> frames(byte[] bytes) throws WireException {
        List<String> frames = new ArrayList<>();
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            byte[] frame = new byte[Wire.LENGTH_BYTES + rest.getInt(rest.position())];
            rest.get(frame);
            FrameCodec.decodeRelay(frame);
            frames.add(Arrays.toString(frame));
        }
        return frames;
    }

    private static byte[] envelope(int fill, int size) {
        byte[] body = new byte[size];
        Arrays.fill(body, (byte) fill);
        return FrameCodec.encode(new RelayFrame.Deliver(Envelope.of(body)));
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
