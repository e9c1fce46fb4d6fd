package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.crypto.CryptoException.Reason;
import dev.parley.crypto.HandshakePair.Message;
import dev.parley.crypto.HandshakePair.Result;
import dev.parley.crypto.HandshakePair.Wire;
import dev.parley.crypto.primitive.JPake;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.crypto.primitive.XWing;
import dev.parley.wire.RoomId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HandshakeTest {
    private static final RoomId ROOM = RoomName.roomId("test");
    private static final RoomId OTHER_ROOM = RoomName.roomId("other");
    private final Randomness randomness = HandshakePair.seeded(7);

    private static HandshakeTerms opener(RoomId room, String code) {
        return HandshakeTerms.withCode(room, Side.OPENER, HandshakePair.OPENER_KEY, Secret.ofText(code));
    }

    private static HandshakeTerms joiner(RoomId room, String code) {
        return HandshakeTerms.withCode(room, Side.JOINER, HandshakePair.JOINER_KEY, Secret.ofText(code));
    }

    private static HandshakeTerms open(Identity identity) {
        return HandshakeTerms.open(ROOM, identity);
    }

    @Test
    void same_code_agrees_on_one_session() throws CryptoException {
        Result result = HandshakePair.run(opener(ROOM, "a-b-c"), joiner(ROOM, "a-b-c"), randomness, Wire.honest());
        Agreement atOpener = result.opener().orElseThrow();
        Agreement atJoiner = result.joiner().orElseThrow();
        assertThat(atOpener.session().id()).isEqualTo(atJoiner.session().id());
        assertThat(atOpener.sessionNumber()).isEqualTo(atJoiner.sessionNumber());
        assertThat(atOpener.theirKey()).isEqualTo(HandshakePair.JOINER_KEY.publicKey());
        assertThat(atJoiner.theirKey()).isEqualTo(HandshakePair.OPENER_KEY.publicKey());
        assertThat(atOpener.session().role()).isNotEqualTo(atJoiner.session().role());
        byte[] frame =
                atOpener.session().seal(FrameKind.MESSAGE, new byte[] {1, 2, 3}).toByteArray();
        assertThat(atJoiner.session().open(frame).body()).containsExactly(1, 2, 3);
    }

    @Test
    void open_rooms_agree_without_a_code() {
        Result result = HandshakePair.run(
                open(HandshakePair.OPENER_KEY), open(HandshakePair.JOINER_KEY), randomness, Wire.honest());
        assertThat(result.opener()).isPresent();
        assertThat(result.joiner()).isPresent();
    }

    @Test
    void TP_02_another_code_fails_at_the_confirmation_of_both() {
        Result result = HandshakePair.run(opener(ROOM, "a-b-c"), joiner(ROOM, "a-b-d"), randomness, Wire.honest());
        assertThat(result.openerRefusal()).contains(Reason.NOT_CONFIRMED);
        assertThat(result.joiner()).isEmpty();
    }

    @Test
    void TP_01_keys_replaced_in_flight_never_give_a_session() {
        Identity between = Identity.generate(Randomness.system());
        byte[] theirSpki = between.publicKey().spki();
        Wire both = (message, bytes) -> {
            if (message == Message.OPENER_HELLO || message == Message.JOINER_HELLO) {
                byte[] changed = bytes.clone();
                System.arraycopy(theirSpki, 0, changed, HelloLayout.SPKI, theirSpki.length);
                return changed;
            }
            return bytes;
        };
        Result coded = HandshakePair.run(opener(ROOM, "a-b-c"), joiner(ROOM, "a-b-c"), randomness, both);
        assertThat(coded.opener()).isEmpty();
        assertThat(coded.joiner()).isEmpty();
        Result open =
                HandshakePair.run(open(HandshakePair.OPENER_KEY), open(HandshakePair.JOINER_KEY), randomness, both);
        assertThat(open.opener()).isEmpty();
        assertThat(open.joiner()).isEmpty();
    }

    @Test
    void TP_03_a_reflected_flight_is_refused_as_our_own_end() {
        Handshake ours = Handshake.begin(opener(ROOM, "a-b-c"), randomness);
        byte[] reflected = ours.hello();
        assertThatThrownBy(() -> ours.onHello(reflected)).hasMessage("OWN_END");

        Handshake again = Handshake.begin(opener(ROOM, "a-b-c"), randomness);
        byte[] rewritten = again.hello();
        rewritten[HelloLayout.SIDE] = (byte) Side.JOINER.ordinal();
        rewritten[HelloLayout.NONCE] ^= 1;
        assertThatThrownBy(() -> again.onHello(rewritten)).hasMessage("OWN_END");
    }

    @Test
    void TP_05_flights_of_another_room_or_another_run_are_refused() throws CryptoException {
        Result otherRoom =
                HandshakePair.run(opener(ROOM, "a-b-c"), joiner(OTHER_ROOM, "a-b-c"), randomness, Wire.honest());
        assertThat(otherRoom.opener()).isEmpty();
        assertThat(otherRoom.joiner()).isEmpty();

        List<byte[]> recorded = new ArrayList<>();
        HandshakePair.run(opener(ROOM, "a-b-c"), joiner(ROOM, "a-b-c"), randomness, (message, bytes) -> {
            recorded.add(bytes);
            return bytes;
        });
        Handshake later = Handshake.begin(opener(ROOM, "a-b-c"), randomness);
        HandshakeShare share = later.onHello(recorded.get(0));
        assertThatThrownBy(() -> share.onShare(recorded.get(2))).isInstanceOf(CryptoException.class);
    }

    @Test
    void TP_06_version_mode_and_side_are_what_they_must_be() {
        for (int at : new int[] {HelloLayout.VERSION, HelloLayout.MODE, HelloLayout.SIDE}) {
            for (int value = 0; value < 256; value++) {
                byte changed = (byte) value;
                int position = at;
                Result result = HandshakePair.run(
                        open(HandshakePair.OPENER_KEY),
                        open(HandshakePair.JOINER_KEY),
                        randomness,
                        Wire.changing(Message.JOINER_HELLO, bytes -> {
                            byte[] copy = bytes.clone();
                            copy[position] = changed;
                            return copy;
                        }));
                boolean same = changed == (at == HelloLayout.VERSION ? 1 : 0);
                assertThat(result.opener().isPresent()).isEqualTo(same);
            }
        }
    }

    @Test
    void two_openers_and_two_joiners_are_refused_before_a_share() {
        Handshake one = Handshake.begin(opener(ROOM, "a-b-c"), randomness);
        Handshake two = Handshake.begin(
                HandshakeTerms.withCode(ROOM, Side.OPENER, HandshakePair.JOINER_KEY, Secret.ofText("a-b-c")),
                randomness);
        assertThatThrownBy(() -> one.onHello(two.hello())).hasMessage("MALFORMED");
    }

    @Test
    void a_used_step_throws() throws CryptoException {
        Handshake one = Handshake.begin(open(HandshakePair.OPENER_KEY), randomness);
        byte[] hello =
                Handshake.begin(open(HandshakePair.JOINER_KEY), randomness).hello();
        one.onHello(hello);
        assertThatThrownBy(() -> one.onHello(hello)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_bad_oaep_ciphertext_shows_only_in_the_confirmation() {
        Result result = HandshakePair.run(
                open(HandshakePair.OPENER_KEY),
                open(HandshakePair.JOINER_KEY),
                randomness,
                Wire.changing(Message.JOINER_SHARE, bytes -> flip(bytes, 8 * XWing.CIPHERTEXT_BYTES + 77)));
        assertThat(result.openerRefusal()).contains(Reason.NOT_CONFIRMED);
    }

    @Tag("sweep")
    @Test
    void TP_06_no_flipped_bit_ever_gives_a_session() {
        Random choice = new Random(20_261_121);
        List<Flip> flips = new ArrayList<>();
        for (Field field : Field.all()) {
            for (int i = 0; i < field.samples; i++) {
                flips.add(
                        new Flip(field.message, 8 * (field.offset + choice.nextInt(field.length)) + choice.nextInt(8)));
            }
        }
        assertThat(flips.size()).isGreaterThanOrEqualTo(130);
        flips.parallelStream().forEach(HandshakeTest::assertNoSession);
    }

    @Test
    @Tag("long")
    void TP_06_full_sweep_of_every_bit() {
        long began = System.nanoTime();
        int total = 0;
        for (Message message : Message.values()) {
            int bits = 8 * lengthOf(message);
            IntStream.range(0, bits).parallel().forEach(bit -> assertNoSession(new Flip(message, bit)));
            total += bits;
        }
        System.out.printf("bit flips: %d, sessions: 0, %d s%n", total, (System.nanoTime() - began) / 1_000_000_000L);
    }

    private static int lengthOf(Message message) {
        return switch (message) {
            case OPENER_HELLO, JOINER_HELLO -> HelloLayout.CORE_LENGTH + JPake.ROUND1_BYTES;
            case OPENER_SHARE, JOINER_SHARE -> XWing.CIPHERTEXT_BYTES + 256 + JPake.ROUND2_BYTES;
            case OPENER_CONFIRM, JOINER_CONFIRM -> 32;
        };
    }

    private record Flip(Message message, int bit) {}

    private static void assertNoSession(Flip flip) {
        Result result = HandshakePair.run(
                opener(ROOM, "a-b-c"),
                joiner(ROOM, "a-b-c"),
                Randomness.system(),
                Wire.changing(flip.message, bytes -> flip(bytes, flip.bit)));
        boolean toOpener = flip.message.name().startsWith("JOINER");
        assertThat(toOpener ? result.opener() : result.joiner()).as("%s", flip).isEmpty();
        if (flip.message != Message.OPENER_CONFIRM) {
            assertThat(result.opener()).as("%s", flip).isEmpty();
            assertThat(result.joiner()).as("%s", flip).isEmpty();
        }
    }

    static byte[] flip(byte[] bytes, int bit) {
        byte[] copy = bytes.clone();
        copy[bit / 8] ^= (byte) (1 << bit % 8);
        return copy;
    }

    /** Every field of every message, and how many of its bits the short test flips. */
    private record Field(Message message, int offset, int length, int samples) {
        static List<Field> all() {
            List<Field> fields = new ArrayList<>();
            int[][] hello = {
                {0, 4, 1},
                {HelloLayout.VERSION, 1, 2},
                {HelloLayout.MODE, 1, 2},
                {HelloLayout.SIDE, 1, 2},
                {HelloLayout.NONCE, 32, 3},
                {HelloLayout.SPKI, 294, 10},
                {HelloLayout.XWING, 1184, 3},
                {HelloLayout.XWING + 1184, 32, 3},
                {HelloLayout.HINTS - 4, 4, 2},
                {HelloLayout.LIMITS, 4, 4},
                {HelloLayout.CORE_LENGTH, 384, 3},
                {HelloLayout.CORE_LENGTH + 384, 384, 3},
                {HelloLayout.CORE_LENGTH + 768, 384, 3},
                {HelloLayout.CORE_LENGTH + 1152, 32, 3},
                {HelloLayout.CORE_LENGTH + 1184, 384, 3},
                {HelloLayout.CORE_LENGTH + 1568, 32, 3}
            };
            int[][] share = {{0, 1088, 3}, {1088, 32, 3}, {1120, 256, 3}, {1376, 384, 2}, {1760, 384, 2}, {2144, 32, 2}
            };
            for (Message message : Message.values()) {
                int[][] layout = switch (message) {
                    case OPENER_HELLO, JOINER_HELLO -> hello;
                    case OPENER_SHARE, JOINER_SHARE -> share;
                    case OPENER_CONFIRM, JOINER_CONFIRM -> new int[][] {{0, 32, 5}};
                };
                for (int[] field : layout) {
                    fields.add(new Field(message, field[0], field[1], field[2]));
                }
            }
            return fields;
        }
    }

    /** Offsets inside HELLO, each behind its item's length. */
    private static final class HelloLayout {
        static final int VERSION = 4;
        static final int MODE = VERSION + 1 + 4;
        static final int SIDE = MODE + 1 + 4;
        static final int NONCE = SIDE + 1 + 4;
        static final int SPKI = NONCE + 32 + 4;
        static final int XWING = SPKI + 294 + 4;
        static final int HINTS = XWING + 1216 + 4;
        static final int LIMITS = HINTS + 4;
        static final int CORE_LENGTH = LIMITS + 4;

        private HelloLayout() {}
    }
}
