package dev.parley.relay.net;

import static dev.parley.relay.net.LoopbackRelay.assertTalking;
import static dev.parley.relay.net.SocketPeer.claim;
import static dev.parley.relay.net.SocketPeer.resume;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.Envelope;
import dev.parley.wire.FrameCodec;
import dev.parley.wire.Intent;
import dev.parley.wire.PeerEvent;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.SeatState;
import dev.parley.wire.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** TR-05 over sockets: what breaks the protocol gets exactly one BAD_FRAME and the end, and nobody else notices. */
class HostileFramesTest {
    private static final byte[] BAD_FRAME = FrameCodec.encode(new RelayFrame.Refused(Refusal.BAD_FRAME.code(), 0));

    private LoopbackRelay relay;
    private SocketPeer[] bystanders;

    /** Over TLS, the same tests run with another one. */
    LoopbackRelay relay(RelayOptions options) throws IOException {
        return new LoopbackRelay(options);
    }

    @BeforeEach
    void start() throws IOException {
        relay = relay(LoopbackRelay.options(1));
        bystanders = relay.pair(99);
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
    }

    /** Bytes that nobody may send, seated or not. */
    static List<byte[]> malformed() {
        List<byte[]> all = new ArrayList<>();
        for (int length : new int[] {0, Wire.MAX_LENGTH + 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
            for (int type : new int[] {Wire.ENVELOPE, Wire.CLAIM, Wire.PING, 0x7F}) {
                all.add(header(length, type));
            }
        }
        for (int type : new int[] {0, 1, 2, 3, 6, 7, 0x0D, 0x0E, 0x0F, 0x10, 0x80, 0x88, 0xFF}) {
            all.add(header(9, type));
        }
        all.add(header(1, Wire.ENVELOPE));
        all.add(header(8, Wire.PING));
        all.add(header(10, Wire.PONG));
        all.add(header(2, Wire.LEAVE));
        all.add(header(2, Wire.UNSEAT));
        all.add(header(Wire.MAX_UNSEATED_LENGTH + 1, Wire.CLAIM));
        all.add(header(Wire.MAX_UNSEATED_LENGTH, Wire.RESUME));
        return all;
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("malformed")
    void TR_05_malformed_header_without_a_seat_is_refused_once_and_ended(byte[] frame) throws IOException {
        SocketPeer hostile = relay.connect();
        hostile.write(frame);
        assertThat(hostile.readToEnd()).as(hex(frame)).isEqualTo(BAD_FRAME);
        assertTalking(bystanders[0], bystanders[1]);
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("malformed")
    void TR_05_malformed_header_in_a_seat_is_refused_once_and_the_seat_is_held(byte[] frame) throws IOException {
        SocketPeer[] pair = relay.pair(1);
        pair[1].forward((byte) 5);
        pair[1].write(frame);
        assertThat(pair[1].readToEnd()).as(hex(frame)).isEqualTo(BAD_FRAME);
        assertThat(pair[0].readEnvelope()).containsExactly(5);
        assertThat(pair[0].read()).isEqualTo(new RelayFrame.Peer(PeerEvent.LOST, 3));
        assertTalking(bystanders[0], bystanders[1]);
        SocketPeer again = relay.connect();
        assertThat(again.claim(claim(1, 2, Intent.JOIN, 2))).isEqualTo(new RelayFrame.Seated(1, SeatState.PRESENT, 4));
        assertThat(pair[0].read()).isEqualTo(new RelayFrame.Peer(PeerEvent.BACK, 4));
        assertTalking(pair[0], again);
    }

    /** Whole and well-formed, but not at this point. */
    @Test
    void frames_that_need_a_seat_are_refused_without_one() throws IOException {
        for (PeerFrame frame : List.of(
                new PeerFrame.Forward(Envelope.of(new byte[] {1})), new PeerFrame.Leave(), new PeerFrame.Unseat())) {
            SocketPeer hostile = relay.connect();
            hostile.send(frame);
            assertThat(hostile.readToEnd()).as("%s", frame).isEqualTo(BAD_FRAME);
        }
    }

    @Test
    void a_seat_is_not_claimed_or_resumed_from_a_seat() throws IOException {
        for (int i = 0; i < 2; i++) {
            SocketPeer hostile = relay.connect();
            hostile.claim(claim(i, 1, Intent.OPEN));
            hostile.send(i == 0 ? claim(7, 1, Intent.OPEN) : resume(hostile.challenge(), 7, 1, 1));
            assertThat(hostile.readToEnd()).isEqualTo(BAD_FRAME);
        }
    }

    @Test
    void one_resume_per_connection() throws IOException {
        SocketPeer hostile = relay.connect();
        hostile.send(resume(hostile.challenge(), 1, 1, 1));
        assertThat(hostile.read()).isEqualTo(new RelayFrame.Refused(Refusal.ROOM_UNAVAILABLE.code(), 0));
        hostile.send(resume(hostile.challenge(), 1, 1, 1));
        assertThat(hostile.readToEnd()).isEqualTo(BAD_FRAME);
    }

    @Test
    void a_claim_with_an_unknown_intent_is_a_bad_frame() throws IOException {
        byte[] bytes = FrameCodec.encode(claim(1, 1, Intent.OPEN));
        bytes[Wire.HEADER_BYTES + 2 + 64] = 3;
        SocketPeer hostile = relay.connect();
        hostile.write(bytes);
        assertThat(hostile.readToEnd()).isEqualTo(BAD_FRAME);
    }

    @Test
    void what_follows_a_refusal_is_not_read_as_frames() throws IOException {
        SocketPeer[] pair = relay.pair(1);
        byte[] envelope = FrameCodec.encode(new PeerFrame.Forward(Envelope.of(new byte[] {1})));
        byte[] both = Arrays.copyOf(header(0, Wire.PING), Wire.HEADER_BYTES + envelope.length);
        System.arraycopy(envelope, 0, both, Wire.HEADER_BYTES, envelope.length);
        pair[1].write(both);
        pair[1].write(envelope);
        assertThat(pair[1].readToEnd()).isEqualTo(BAD_FRAME);
        assertThat(pair[0].read()).isEqualTo(new RelayFrame.Peer(PeerEvent.LOST, 3));
        pair[0].ping(1);
    }

    @Test
    void TR_05_a_header_alone_reserves_nothing_and_waits() throws IOException {
        SocketPeer[] pair = relay.pair(1);
        pair[1].write(header(Wire.MAX_LENGTH, Wire.ENVELOPE));
        assertTalking(bystanders[0], bystanders[1]);
        byte[] body = new byte[Wire.MAX_ENVELOPE_BYTES];
        Arrays.fill(body, (byte) 0x2A);
        pair[1].write(body);
        assertThat(pair[0].readEnvelope()).isEqualTo(body);
    }

    @Test
    void TR_05_cut_at_every_offset_the_half_frame_never_reaches_the_other_side() throws IOException {
        SocketPeer[] pair = relay.pair(1);
        SocketPeer receiver = pair[0];
        SocketPeer sender = pair[1];
        byte[] whole = FrameCodec.encode(new PeerFrame.Forward(Envelope.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9})));
        int pairing = 2;
        for (int cut = 1; cut < whole.length; cut++) {
            sender.forward((byte) cut);
            sender.write(Arrays.copyOf(whole, cut));
            sender.close();
            assertThat(receiver.readEnvelope()).as("cut at %d", cut).containsExactly(cut);
            assertThat(receiver.read()).isEqualTo(new RelayFrame.Peer(PeerEvent.LOST, ++pairing));
            sender = relay.connect();
            sender.claim(claim(1, 2, Intent.JOIN, 1 + cut));
            assertThat(receiver.read()).isEqualTo(new RelayFrame.Peer(PeerEvent.BACK, ++pairing));
            assertTalking(sender, receiver);
        }
    }

    @Test
    void TR_05_cut_in_a_large_frame_by_a_takeover_leaves_the_receiver_in_step() throws IOException {
        SocketPeer[] pair = relay.pair(1);
        byte[] large = FrameCodec.encode(new PeerFrame.Forward(Envelope.of(new byte[60_000])));
        pair[1].write(Arrays.copyOf(large, 50_000));
        SocketPeer again = relay.connect();
        again.claim(claim(1, 2, Intent.JOIN, 2));
        assertThat(pair[0].read()).isEqualTo(new RelayFrame.Peer(PeerEvent.BACK, 3));
        assertTalking(again, pair[0]);
        pair[1].write(Arrays.copyOfRange(large, 50_000, large.length));
        assertThat(pair[1].readToEnd()).isEqualTo(FrameCodec.encode(new RelayFrame.Displaced()));
        assertTalking(again, pair[0]);
    }

    private static byte[] header(int length, int type) {
        return ByteBuffer.allocate(Wire.HEADER_BYTES)
                .putInt(length)
                .put((byte) type)
                .array();
    }

    private static String hex(byte[] frame) {
        return HexFormat.of().formatHex(frame);
    }
}
