package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for all frames: round trips, one encoding per value, and no throwable but the declared one. */
class FrameCodecTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final int RUNS = 3_000;
    private static final int PEER_KINDS = 10;
    private static final int RELAY_KINDS = 10;

    private final long seed =
            Long.getLong("parley.seed", new Random().nextLong()); // a run can be repeated with -Dparley.seed
    private final Random random = new Random(seed);

    @Test
    void random_frames_of_a_peer_come_back_as_they_were() throws WireException {
        for (int i = 0; i < RUNS; i++) {
            PeerFrame frame = randomPeerFrame(i % PEER_KINDS);
            byte[] bytes = FrameCodec.encode(frame);
            PeerFrame decoded = FrameCodec.decodePeer(bytes);
            assertThat(FrameText.of(decoded)).as("seed %d, run %d", seed, i).isEqualTo(FrameText.of(frame));
            assertThat(FrameCodec.encode(decoded))
                    .as("seed %d, run %d", seed, i)
                    .isEqualTo(bytes);
        }
    }

    @Test
    void a_frame_appended_to_a_buffer_has_the_same_bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(Wire.LENGTH_BYTES + Wire.MAX_LENGTH + 3);
        for (int i = 0; i < RUNS; i++) {
            PeerFrame frame = randomPeerFrame(i % PEER_KINDS);
            FrameCodec.encode(frame, buffer.clear().position(3));
            assertThat(Arrays.copyOfRange(buffer.array(), 3, buffer.position()))
                    .as("seed %d, run %d", seed, i)
                    .isEqualTo(FrameCodec.encode(frame));
        }
    }

    @Test
    void an_envelope_is_the_same_wherever_it_is_parted() {
        byte[] bytes = bytes(20);
        Envelope whole = Envelope.of(bytes);
        for (int head = 0; head <= bytes.length; head++) {
            Envelope parted =
                    Envelope.taking(Arrays.copyOf(bytes, head), Arrays.copyOfRange(bytes, head, bytes.length));
            assertThat(parted).as("at %d", head).isEqualTo(whole).hasSameHashCodeAs(whole);
            assertThat(parted.toByteArray()).isEqualTo(bytes);
            assertThat(parted.size()).isEqualTo(bytes.length);
        }
        assertThatThrownBy(() -> Envelope.taking(new byte[0], new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Envelope.taking(new byte[1], new byte[Wire.MAX_ENVELOPE_BYTES]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void random_frames_of_a_relay_come_back_as_they_were() throws WireException {
        for (int i = 0; i < RUNS; i++) {
            RelayFrame frame = randomRelayFrame(i % RELAY_KINDS);
            byte[] bytes = FrameCodec.encode(frame);
            RelayFrame decoded = FrameCodec.decodeRelay(bytes);
            assertThat(decoded).as("seed %d, run %d", seed, i).isEqualTo(frame);
            assertThat(FrameCodec.encode(decoded))
                    .as("seed %d, run %d", seed, i)
                    .isEqualTo(bytes);
        }
    }

    @Test
    void a_frame_is_decoded_in_the_middle_of_a_larger_buffer() throws WireException {
        byte[] claim = FrameCodec.encode(randomPeerFrame(0));
        ByteBuffer buffer = ByteBuffer.allocateDirect(claim.length + 30);
        buffer.position(11).put(claim).flip().position(11);
        PeerFrame decoded = FrameCodec.decodePeer(buffer);
        assertThat(FrameCodec.encode(decoded)).as("seed %d", seed).isEqualTo(claim);
        assertThat(buffer.hasRemaining()).isFalse();
    }

    @Test
    void no_cut_frame_is_a_frame() {
        for (byte[] frame : oneOfEachKind()) {
            for (int length = 0; length < frame.length; length++) {
                byte[] cut = Arrays.copyOf(frame, length);
                assertRefused(cut);
            }
        }
    }

    @Test
    void no_frame_with_another_byte_behind_it_is_a_frame() {
        for (byte[] frame : oneOfEachKind()) {
            assertRefused(Arrays.copyOf(frame, frame.length + 1));
        }
    }

    /** A flipped bit gives another whole frame, which has no other encoding, or the declared exception; nothing else. */
    @Test
    void every_flipped_bit_gives_another_frame_or_a_refusal() {
        for (byte[] frame : oneOfEachKind()) {
            for (int bit = 0; bit < frame.length * 8; bit++) {
                byte[] flipped = frame.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                assertTotal(flipped);
            }
        }
    }

    @Test
    void random_bytes_behind_a_true_header_give_a_frame_or_a_refusal() {
        for (int i = 0; i < RUNS * 10; i++) {
            byte[] body = new byte[random.nextInt(90)];
            random.nextBytes(body);
            byte[] frame = ByteBuffer.allocate(body.length + 5)
                    .putInt(body.length + 1)
                    .put((byte) random.nextInt(18))
                    .put(body)
                    .array();
            assertTotal(frame);
        }
    }

    @Test
    void headers_are_refused_before_there_is_a_body() throws WireException {
        for (int type = -128; type < 256; type++) {
            for (int length : new int[] {Integer.MIN_VALUE, -1, 0, Wire.MAX_LENGTH + 1, Integer.MAX_VALUE}) {
                int anyType = type;
                assertThatThrownBy(() -> FrameCodec.checkPeerHeader(length, anyType))
                        .as("type %d, length %d", type, length)
                        .isInstanceOf(WireException.class)
                        .hasMessage("BAD_LENGTH");
                assertThatThrownBy(() -> FrameCodec.checkRelayHeader(length, anyType))
                        .as("type %d, length %d", type, length)
                        .isInstanceOf(WireException.class)
                        .hasMessage("BAD_LENGTH");
            }
        }
        FrameCodec.checkPeerHeader(Wire.MAX_LENGTH, Wire.ENVELOPE);
        FrameCodec.checkRelayHeader(Wire.MAX_LENGTH, Wire.ENVELOPE);
    }

    @Test
    void the_longest_frame_without_a_seat_is_claim() {
        assertThat(FrameCodec.encode(randomPeerFrame(0))).hasSize(Wire.LENGTH_BYTES + Wire.MAX_UNSEATED_LENGTH);
        assertThat(FrameCodec.encode(randomPeerFrame(1))).hasSizeLessThan(Wire.LENGTH_BYTES + Wire.MAX_UNSEATED_LENGTH);
        assertThat(FrameCodec.encode(randomPeerFrame(7))).hasSizeLessThan(Wire.LENGTH_BYTES + Wire.MAX_UNSEATED_LENGTH);
    }

    @Test
    void a_notice_that_is_too_long_is_cut_between_characters() throws WireException {
        for (String unit : List.of("a", "\u00e4", "\u20ac", "\ud83d\ude80")) {
            for (int offset = 0; offset < 4; offset++) {
                String text = "x".repeat(offset) + unit.repeat(600);
                RelayFrame decoded = FrameCodec.decodeRelay(
                        FrameCodec.encode(new RelayFrame.Notice(NoticeKind.OPERATOR_TEXT, 0, text)));
                assertThat(decoded)
                        .isInstanceOfSatisfying(
                                RelayFrame.Notice.class,
                                notice -> assertThat(text).startsWith(notice.text()));
            }
        }
    }

    @Test
    void values_with_secrets_print_nothing() {
        String all = "" + SeatKey.of(new byte[32]) + SeatProof.of(new byte[32]) + RoomId.of(new byte[32])
                + Challenge.of(new byte[32]) + Envelope.of(new byte[] {77}) + AccessToken.of(new byte[32])
                + AdmissionProof.of(new byte[32]) + SealedSeed.of(new byte[256])
                + new PeerFrame.AdmitToken(AccessToken.of(new byte[32]));
        assertThat(all).doesNotContain("00").doesNotContain("77").doesNotContain("[B@");
        assertThat(new WireException(WireException.Reason.BAD_TEXT)).hasMessage("BAD_TEXT");
    }

    @Test
    void byte_values_have_their_exact_length_and_are_copies() {
        for (int length : new int[] {0, 31, 33}) {
            byte[] bytes = new byte[length];
            assertThatThrownBy(() -> RoomId.of(bytes)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> SeatKey.of(bytes)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> SeatProof.of(bytes)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Challenge.of(bytes)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> AccessToken.of(bytes)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> KeyId.of(bytes)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> AdmissionProof.of(bytes)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> SealedSeed.of(bytes)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Envelope.of(new byte[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Envelope.of(new byte[Wire.MAX_ENVELOPE_BYTES + 1]))
                .isInstanceOf(IllegalArgumentException.class);
        byte[] bytes = new byte[32];
        RoomId room = RoomId.of(bytes);
        bytes[0] = 1;
        room.toByteArray()[1] = 1;
        assertThat(room).isEqualTo(RoomId.of(new byte[32])).hasSameHashCodeAs(RoomId.of(new byte[32]));
    }

    private void assertRefused(byte[] bytes) {
        assertThatThrownBy(() -> FrameCodec.decodePeer(bytes))
                .as("seed %d, %s", seed, HEX.formatHex(bytes))
                .isInstanceOf(WireException.class);
        assertThatThrownBy(() -> FrameCodec.decodeRelay(bytes))
                .as("seed %d, %s", seed, HEX.formatHex(bytes))
                .isInstanceOf(WireException.class);
    }

    private void assertTotal(byte[] bytes) {
        assertThatCode(() -> {
                    try {
                        assertThat(FrameCodec.encode(FrameCodec.decodePeer(bytes)))
                                .isEqualTo(bytes);
                    } catch (WireException refused) {
                        assertThat(refused.reason()).isNotNull();
                    }
                    try {
                        assertThat(FrameCodec.encode(FrameCodec.decodeRelay(bytes)))
                                .isEqualTo(bytes);
                    } catch (WireException refused) {
                        assertThat(refused.reason()).isNotNull();
                    }
                })
                .as("seed %d, %s", seed, HEX.formatHex(bytes))
                .doesNotThrowAnyException();
    }

    private List<byte[]> oneOfEachKind() {
        byte[][] frames = new byte[PEER_KINDS + RELAY_KINDS][];
        for (int i = 0; i < PEER_KINDS; i++) {
            frames[i] = i == 2
                    ? FrameCodec.encode(new PeerFrame.Forward(Envelope.of(bytes(40))))
                    : FrameCodec.encode(randomPeerFrame(i));
        }
        for (int i = 0; i < RELAY_KINDS; i++) {
            frames[PEER_KINDS + i] = i == 3
                    ? FrameCodec.encode(new RelayFrame.Deliver(Envelope.of(bytes(40))))
                    : FrameCodec.encode(randomRelayFrame(i));
        }
        return List.of(frames);
    }

    private PeerFrame randomPeerFrame(int kind) {
        return switch (kind) {
            case 0 ->
                new PeerFrame.Claim(
                        random.nextInt(65_536),
                        RoomId.of(bytes(32)),
                        SeatKey.of(bytes(32)),
                        Intent.values()[random.nextInt(3)],
                        random.nextInt(),
                        random.nextInt());
            case 1 ->
                new PeerFrame.Resume(
                        random.nextInt(65_536),
                        RoomId.of(bytes(32)),
                        random.nextInt(),
                        random.nextInt(),
                        SeatProof.of(bytes(32)));
            case 2 -> new PeerFrame.Forward(randomEnvelope());
            case 3 -> new PeerFrame.Leave();
            case 4 -> new PeerFrame.Unseat();
            case 5 -> new PeerFrame.Ping(random.nextLong());
            case 6 -> new PeerFrame.Pong(random.nextLong());
            case 7 -> new PeerFrame.AdmitToken(AccessToken.of(bytes(32)));
            case 8 -> new PeerFrame.AdmitKey(KeyId.of(bytes(32)));
            case 9 -> new PeerFrame.AdmitProof(AdmissionProof.of(bytes(32)));
            default -> throw new IllegalArgumentException("There is no kind " + kind + ".");
        };
    }

    private RelayFrame randomRelayFrame(int kind) {
        int low = random.nextInt(65_536);
        return switch (kind) {
            case 0 ->
                new RelayFrame.Welcome(
                        low,
                        low + random.nextInt(65_536 - low),
                        Challenge.of(bytes(32)),
                        randomU32(),
                        1 + random.nextInt(65_535),
                        random.nextInt(65_536),
                        random.nextInt(256),
                        randomText());
            case 1 -> new RelayFrame.Seated(random.nextInt(2), SeatState.values()[random.nextInt(3)], random.nextInt());
            case 2 -> new RelayFrame.Peer(PeerEvent.values()[random.nextInt(4)], random.nextInt());
            case 3 -> new RelayFrame.Deliver(randomEnvelope());
            case 4 -> new RelayFrame.Ping(random.nextLong());
            case 5 -> new RelayFrame.Pong(random.nextLong());
            case 6 -> new RelayFrame.Notice(NoticeKind.values()[random.nextInt(2)], randomU32(), randomText());
            case 7 -> new RelayFrame.Displaced();
            case 8 -> new RelayFrame.Refused(random.nextInt(65_536), randomU32());
            case 9 -> new RelayFrame.KeyChallenge(SealedSeed.of(bytes(Wire.SEALED_SEED_BYTES)));
            default -> throw new IllegalArgumentException("There is no kind " + kind + ".");
        };
    }

    private Envelope randomEnvelope() {
        int size = random.nextInt(20) == 0 ? Wire.MAX_ENVELOPE_BYTES - random.nextInt(3) : 1 + random.nextInt(300);
        if (random.nextBoolean()) {
            return Envelope.of(bytes(size));
        }
        int head = random.nextInt(size + 1);
        return Envelope.taking(bytes(head), bytes(size - head));
    }

    private long randomU32() {
        return random.nextInt() & 0xFFFF_FFFFL;
    }

    /** Text of all widths in UTF-8, never longer than the limit. */
    private String randomText() {
        return random.ints(random.nextInt(Wire.MAX_NOTICE_BYTES / 4 + 1), 1, 0x11_0000)
                .filter(point -> point < 0xD800 || point > 0xDFFF)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void a_type_that_nobody_knows_is_named_only_with_a_length_that_some_frame_may_have() {
        for (int length : new int[] {1, 2, Wire.MAX_LENGTH}) {
            assertThatThrownBy(() -> FrameCodec.checkPeerHeader(length, 250))
                    .isInstanceOfSatisfying(
                            WireException.class,
                            refusal -> assertThat(refusal.reason()).isEqualTo(WireException.Reason.UNKNOWN_TYPE));
        }
        for (int length : new int[] {Integer.MIN_VALUE, -1, 0, Wire.MAX_LENGTH + 1, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> FrameCodec.checkPeerHeader(length, 250))
                    .isInstanceOfSatisfying(
                            WireException.class,
                            refusal -> assertThat(refusal.reason()).isEqualTo(WireException.Reason.BAD_LENGTH));
        }
    }
}
