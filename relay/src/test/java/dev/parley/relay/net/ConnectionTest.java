package dev.parley.relay.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.relay.room.Source;
import dev.parley.wire.Challenge;
import dev.parley.wire.Envelope;
import dev.parley.wire.FrameCodec;
import dev.parley.wire.PeerEvent;
import dev.parley.wire.RelayFrame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A connection without a selector: what it queues, drops and reads. */
class ConnectionTest {
    private static final byte[] E1 = envelope(1);
    private static final byte[] E2 = envelope(2);
    private static final byte[] E3 = envelope(3);
    private static final RelayFrame BACK = new RelayFrame.Peer(PeerEvent.BACK, 5);

    private final CountingTransport socket = new CountingTransport();
    private final Connection receiver = connection(socket);
    private final Connection sender = connection(new CountingTransport());

    @Test
    void what_a_replaced_sender_had_queued_is_dropped_and_the_begun_envelope_completed() {
        byte[] run = join(E1, E2, E3);
        for (int taken = 0; taken < run.length; taken++) {
            CountingTransport slow = new CountingTransport();
            Connection connection = connection(slow);
            slow.allow(taken);
            connection.forward(ByteBuffer.wrap(run));
            connection.dropQueuedEnvelopes();
            connection.send(BACK);
            connection.forward(ByteBuffer.wrap(E3));
            slow.allow(run.length * 2);
            connection.flush();
            int begun = (taken + E1.length - 1) / E1.length;
            assertThat(slow.written())
                    .as("%d bytes taken", taken)
                    .isEqualTo(join(Arrays.copyOf(run, begun * E1.length), FrameCodec.encode(BACK), E3));
        }
    }

    @Test
    void a_sender_is_read_while_its_partner_takes_what_it_says() {
        sender.face(receiver);
        receiver.face(sender);
        assertThat(sender.isReading()).isTrue();
        socket.allow(3);
        receiver.forward(ByteBuffer.wrap(E1));
        assertThat(sender.isReading()).isFalse();
        assertThat(receiver.isReading()).as("the other direction").isTrue();
        socket.allow(E1.length);
        receiver.flush();
        assertThat(sender.isReading()).isTrue();
    }

    @Test
    void a_sender_is_read_again_when_its_partner_goes_or_is_replaced() {
        sender.face(receiver);
        receiver.forward(ByteBuffer.wrap(E1));
        assertThat(sender.isReading()).isFalse();
        sender.face(connection(new CountingTransport()));
        assertThat(sender.isReading()).isTrue();
        sender.face(receiver);
        sender.faceNobody();
        assertThat(sender.isReading()).isTrue();
    }

    @Test
    void a_peer_that_asks_and_does_not_listen_is_not_read() {
        RelayFrame pong = new RelayFrame.Pong(1);
        for (int i = 0; i < 1_000; i++) {
            receiver.send(pong);
        }
        assertThat(receiver.isReading()).isFalse();
        socket.allow(1_000 * FrameCodec.encode(pong).length);
        receiver.flush();
        assertThat(receiver.isReading()).isTrue();
        assertThat(socket.written()).hasSize(1_000 * FrameCodec.encode(pong).length);
    }

    private static Connection connection(Transport transport) {
        return new Connection(transport, new Source("7f000001"), Challenge.of(new byte[32]), () -> 0);
    }

    private static byte[] envelope(int fill) {
        byte[] body = new byte[20];
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
