package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.crypto.primitive.Randomness;
import dev.parley.wire.Envelope;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionTest {
    private final Randomness randomness = HandshakePair.seeded(11);
    private Session a;
    private Session b;

    @BeforeEach
    void agree() {
        HandshakePair.Result result = HandshakePair.run(
                HandshakeTerms.open(RoomName.roomId("r"), HandshakePair.OPENER_KEY),
                HandshakeTerms.open(RoomName.roomId("r"), HandshakePair.JOINER_KEY),
                randomness,
                HandshakePair.Wire.honest());
        Session one = result.opener().orElseThrow().session();
        Session other = result.joiner().orElseThrow().session();
        a = one.role() == Role.A ? one : other;
        b = one.role() == Role.A ? other : one;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void a_frame_opens_alike_wherever_its_envelope_is_parted_and_wherever_its_body_was() throws Exception {
        for (FrameKind kind : new FrameKind[] {FrameKind.MESSAGE, FrameKind.CHUNK}) {
            for (int cut : new int[] {0, 1, SessionFrame.HEADER_BYTES, SessionFrame.HEADER_BYTES + 1, 284}) {
                List<ByteBuffer> parts = List.of(ByteBuffer.wrap(text("xone"), 1, 3), ByteBuffer.wrap(text("two")));
                byte[] frame = a.seal(kind, parts).toByteArray();
                Envelope parted =
                        Envelope.taking(Arrays.copyOf(frame, cut), Arrays.copyOfRange(frame, cut, frame.length));
                SessionFrame.Opened opened = b.open(parted);
                assertThat(opened.content()).isEqualTo(ByteBuffer.wrap(text("onetwo")));
                assertThat(opened.body()).isEqualTo(text("onetwo"));
                assertThat(opened.size()).isEqualTo(6);
            }
        }
        assertThatThrownBy(() -> b.open(Envelope.taking(new byte[0], new byte[3])))
                .hasMessage("BAD_FRAME");
    }

    @Test
    void frames_open_once_in_order_and_carry_the_ack() throws CryptoException {
        byte[] one = a.seal(FrameKind.MESSAGE, text("one")).toByteArray();
        byte[] two = a.seal(FrameKind.MESSAGE, text("two")).toByteArray();
        assertThatThrownBy(() -> b.open(two)).hasMessage("BAD_FRAME");
        assertThat(b.open(one).body()).isEqualTo(text("one"));
        assertThatThrownBy(() -> b.open(one)).hasMessage("BAD_FRAME");
        assertThat(b.open(two).body()).isEqualTo(text("two"));
        assertThat(a.open(b.seal(FrameKind.ACK, new byte[0]).toByteArray()).ack())
                .isZero();
        b.acknowledge();
        assertThat(a.open(b.seal(FrameKind.ACK, new byte[0]).toByteArray()).ack())
                .isEqualTo(2);
    }

    @Test
    void TP_11_a_reflected_frame_does_not_open() throws CryptoException {
        byte[] own = a.seal(FrameKind.MESSAGE, text("mine")).toByteArray();
        assertThatThrownBy(() -> a.open(own)).hasMessage("BAD_FRAME");
        assertThat(b.open(own).body()).isEqualTo(text("mine"));
    }

    @Test
    void TP_21_no_flipped_bit_of_a_frame_opens_and_the_session_is_unchanged() throws CryptoException {
        byte[] frame = a.seal(FrameKind.MESSAGE, new byte[256]).toByteArray();
        int flips = 0;
        for (int bit = 0; bit < 8 * frame.length; bit++) {
            byte[] flipped = HandshakeTest.flip(frame, bit);
            assertThatThrownBy(() -> b.open(flipped)).as("bit %d", bit).hasMessage("BAD_FRAME");
            flips++;
        }
        assertThat(flips).isGreaterThanOrEqualTo(2_400);
        assertThat(b.open(frame).size()).isEqualTo(256);
    }

    @Test
    void TP_24_only_padded_sizes_leave() {
        TreeSet<Integer> sizes = new TreeSet<>();
        for (int length = 0; length <= 4_096; length++) {
            sizes.add(a.seal(FrameKind.MESSAGE, new byte[length]).size());
        }
        assertThat(sizes.first()).isEqualTo(13 + 12 + 256 + 16);
        assertThat(sizes.size()).isLessThanOrEqualTo(66);
        assertThat(SessionFrame.paddedLength(13 + SessionFrame.MAX_BODY_BYTES)).isEqualTo(65_536);
    }

    @Test
    void padding_is_padme() {
        assertThat(SessionFrame.paddedLength(1)).isEqualTo(256);
        assertThat(SessionFrame.paddedLength(256)).isEqualTo(256);
        assertThat(SessionFrame.paddedLength(257)).isEqualTo(272);
        assertThat(SessionFrame.paddedLength(1_000)).isEqualTo(1_024);
        assertThat(SessionFrame.paddedLength(10_000)).isEqualTo(10_240);
        int before = 0;
        for (int length = 1; length <= 65_536; length++) {
            int padded = SessionFrame.paddedLength(length);
            assertThat(padded).isGreaterThanOrEqualTo(length).isGreaterThanOrEqualTo(before);
            assertThat(padded - length).isLessThanOrEqualTo(Math.max(256, length / 8));
            before = padded;
        }
    }

    @Test
    void padding_that_is_not_zero_or_not_padme_is_a_violation() {
        byte[] plain = SessionFrame.plain(FrameKind.MESSAGE, 0, new byte[10]);
        plain[plain.length - 1] = 1;
        assertThatThrownBy(() -> SessionFrame.parse(plain)).hasMessage("VIOLATION");
        byte[] longer = Arrays.copyOf(SessionFrame.plain(FrameKind.MESSAGE, 0, new byte[10]), 272);
        assertThatThrownBy(() -> SessionFrame.parse(longer)).hasMessage("VIOLATION");
    }

    @Test
    void TP_16_an_ack_for_what_was_never_sent_is_a_violation() throws CryptoException {
        b.open(a.seal(FrameKind.MESSAGE, text("x")).toByteArray());
        b.acknowledge();
        byte[] lying = b.seal(FrameKind.ACK, new byte[0]).toByteArray();
        Session fresh = a;
        assertThat(fresh.open(lying).ack()).isEqualTo(1);
        assertThat(SessionFrame.parse(SessionFrame.plain(FrameKind.ACK, 5, new byte[0]))
                        .ack())
                .isEqualTo(5);
        assertThatThrownBy(() -> SessionFrame.parse(SessionFrame.plain(FrameKind.ACK, -1, new byte[0])))
                .hasMessage("VIOLATION");
    }

    @Test
    void rekey_turns_alternate_and_old_keys_are_gone() throws CryptoException {
        assertThat(a.mayStartRekey()).isTrue();
        assertThat(b.mayStartRekey()).isFalse();
        for (int epoch = 0; epoch < 6; epoch++) {
            Session starter = epoch % 2 == 0 ? a : b;
            Session answerer = epoch % 2 == 0 ? b : a;
            byte[] inFlight =
                    answerer.seal(FrameKind.MESSAGE, text("before the switch")).toByteArray();
            byte[] rekey1 = starter.startRekey().toByteArray();
            byte[] rekey2 = answerer.answerRekey(answerer.open(rekey1).body()).toByteArray();
            byte[] next =
                    answerer.seal(FrameKind.MESSAGE, text("after the switch")).toByteArray();
            assertThat(starter.open(inFlight).body()).isEqualTo(text("before the switch"));
            starter.finishRekey(starter.open(rekey2).body());
            assertThat(starter.open(next).body()).isEqualTo(text("after the switch"));
            answerer.open(starter.seal(FrameKind.PING, new byte[16]).toByteArray());
            assertThat(starter.epoch()).isEqualTo(epoch + 1);
            assertThat(answerer.epoch()).isEqualTo(epoch + 1);
        }
    }

    @Test
    void TP_18_a_rekey_out_of_turn_or_while_one_is_in_flight_is_refused() throws CryptoException {
        byte[] body = b.open(a.startRekey().toByteArray()).body();
        assertThatThrownBy(() -> a.answerRekey(body)).hasMessage("BAD_REKEY");
        b.answerRekey(body);
        assertThatThrownBy(() -> b.answerRekey(body)).hasMessage("BAD_REKEY");
        assertThatThrownBy(() -> b.finishRekey(body)).hasMessage("BAD_REKEY");
        for (int i = 0; i < 10_000; i++) {
            assertThatThrownBy(() -> b.answerRekey(body)).hasMessage("BAD_REKEY");
        }
        assertThat(b.epoch()).as("one was honoured").isEqualTo(1);
    }

    @Test
    void a_rekey_with_a_changed_body_breaks_the_next_frame_and_nothing_else() throws CryptoException {
        byte[] body1 = b.open(a.startRekey().toByteArray()).body();
        body1[1_300] ^= 1;
        b.answerRekey(body1);
        byte[] next = b.seal(FrameKind.MESSAGE, text("x")).toByteArray();
        assertThatThrownBy(() -> a.open(next)).hasMessage("BAD_FRAME");
    }

    @Test
    void resume_is_proved_for_one_session_and_one_pairing() throws CryptoException {
        b.open(a.seal(FrameKind.MESSAGE, text("x")).toByteArray());
        byte[] fromB = b.resume(7);
        assertThat(a.onResume(fromB, 7)).isEqualTo(OptionalLong.of(1));
        assertThat(a.onResume(fromB, 8)).isEmpty();
        assertThat(b.onResume(fromB, 7)).isEmpty();
        for (int bit = 0; bit < 8 * fromB.length; bit++) {
            assertThat(a.onResume(HandshakeTest.flip(fromB, bit), 7)).isEmpty();
        }
    }

    @Test
    void a_resume_that_wants_what_was_never_sent_is_refused() throws CryptoException {
        assertThat(a.onResume(b.resume(1), 1)).isEqualTo(OptionalLong.of(0));
        b.open(a.seal(FrameKind.MESSAGE, text("x")).toByteArray());
        byte[] one = b.resume(1);
        agree();
        assertThat(a.onResume(one, 1)).isEmpty();
    }

    @Test
    void rekeys_are_due_after_content_bytes_time_or_a_resume_but_not_every_moment() {
        RekeyRule rule = new RekeyRule(0);
        for (int i = 0; i < 31; i++) {
            rule.count(FrameKind.MESSAGE, 10);
        }
        assertThat(rule.isDue(2_000)).isFalse();
        rule.count(FrameKind.MESSAGE, 10);
        assertThat(rule.isDue(999)).isFalse();
        assertThat(rule.dueAt()).isEqualTo(1_000);
        assertThat(rule.isDue(1_000)).isTrue();
        rule.restart(1_000);
        assertThat(rule.isDue(400_000)).isFalse();
        rule.count(FrameKind.MESSAGE, 10);
        assertThat(rule.isDue(300_999)).isFalse();
        assertThat(rule.isDue(301_000)).isTrue();
        rule.restart(301_000);
        rule.demand();
        assertThat(rule.isDue(301_999)).isFalse();
        assertThat(rule.isDue(302_000)).isTrue();
        rule.restart(302_000);
        for (int i = 0; i < 257; i++) {
            rule.count(FrameKind.ACK, 65_536);
        }
        assertThat(rule.isDue(302_001)).isTrue();
    }
}
