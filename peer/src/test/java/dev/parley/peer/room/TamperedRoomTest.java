package dev.parley.peer.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.EnvelopeKind;
import dev.parley.crypto.Invite;
import dev.parley.wire.Envelope;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A relay that drops, changes, repeats or reflects what two ends say to each other. */
class TamperedRoomTest {
    private final SimulatedRoom sim = new SimulatedRoom(1);
    private final Invite invite = Invite.generate(sim.randomness);

    private SimulatedRoom.End opener;
    private SimulatedRoom.End joiner;

    private void meet() {
        start();
        sim.quiesce();
        assertThat(opener.isJoined()).isTrue();
        assertThat(joiner.isJoined()).isTrue();
    }

    private void start() {
        opener = sim.add(TestIdentities.opener(invite));
        joiner = sim.add(TestIdentities.joiner(invite));
        opener.start();
        sim.quiesce();
        joiner.start();
    }

    private void say(SimulatedRoom.End end, String text) {
        end.say(text);
        sim.settle(end);
        sim.quiesce();
    }

    @Test
    void TP_03_what_we_send_sent_back_to_us_ends_the_room() {
        sim.tamper = (from, envelope) -> {
            if (kind(envelope) == EnvelopeKind.HELLO.code()) {
                sim.inject(from, envelope);
            }
            return List.of();
        };
        start();
        sim.quiesce();
        assertThat(joiner.closed().orElseThrow().outcome()).isEqualTo(Outcome.OWN_END);
        // An opener sends whoever did that away: a stranger must not end its room with one envelope.
        assertThat(opener.closed()).isEmpty();
        assertThat(opener.isJoined()).isFalse();
        assertThat(joiner.isJoined()).isFalse();
    }

    @Test
    void TP_05_frames_of_an_earlier_session_change_nothing() {
        meet();
        say(opener, "first life");
        List<Envelope> old = List.copyOf(sim.recorded);
        leave(opener);
        SimulatedRoom.End again = sim.add(TestIdentities.opener(invite));
        SimulatedRoom.End other = sim.add(TestIdentities.joiner(invite));
        again.start();
        sim.quiesce();
        other.start();
        sim.quiesce();
        assertThat(other.isJoined()).isTrue();
        old.forEach(envelope -> {
            if (other.link() != null) {
                sim.inject(other, envelope);
                sim.quiesce();
            }
        });
        assertThat(other.texts()).isEmpty();
        sim.runUntil(() -> false, 20_000);
        say(again, "second life");
        sim.runUntil(() -> !other.texts().isEmpty(), 60_000);
        assertThat(other.texts()).containsExactly("second life");
    }

    private void leave(SimulatedRoom.End end) {
        end.run(end.client.leave(sim.now));
        sim.runUntil(() -> opener.client.isClosed() && joiner.client.isClosed(), 20_000);
    }

    @Test
    void TP_07_dropped_first_frames_with_strays_before_show_nothing_out_of_order() {
        for (int k = 1; k <= 5; k++) {
            SimulatedRoom room = new SimulatedRoom(100 + k);
            Invite code = Invite.generate(room.randomness);
            SimulatedRoom.End one = room.add(TestIdentities.opener(code));
            SimulatedRoom.End two = room.add(TestIdentities.joiner(code));
            int[] left = {k, k};
            int strays = k;
            room.tamper = (from, envelope) -> {
                int side = from == one ? 0 : 1;
                if (kind(envelope) == EnvelopeKind.HELLO.code()) {
                    List<Envelope> padded = new ArrayList<>();
                    for (int i = 0; i < strays; i++) {
                        padded.add(Envelope.of(new byte[] {EnvelopeKind.SESSION_FRAME.code(), 0, 0, 0, 0, 1}));
                    }
                    padded.add(envelope);
                    return padded;
                }
                if (kind(envelope) == EnvelopeKind.SESSION_FRAME.code() && left[side]-- > 0) {
                    return List.of();
                }
                return List.of(envelope);
            };
            one.start();
            room.quiesce();
            two.start();
            for (int i = 0; i < 8; i++) {
                one.say("one " + i);
                two.say("two " + i);
            }
            room.runUntil(() -> one.texts().size() == 8 && two.texts().size() == 8, 300_000);
            assertThat(two.texts())
                    .containsExactlyElementsOf(
                            IntStream.range(0, 8).mapToObj(i -> "one " + i).toList());
            assertThat(one.texts())
                    .containsExactlyElementsOf(
                            IntStream.range(0, 8).mapToObj(i -> "two " + i).toList());
        }
    }

    @Test
    void TP_08_a_frame_that_never_comes_holds_back_all_behind_it() {
        meet();
        java.util.concurrent.atomic.AtomicLong missing = new java.util.concurrent.atomic.AtomicLong(-1);
        sim.tamper = (from, envelope) -> {
            if (from == opener && kind(envelope) == EnvelopeKind.SESSION_FRAME.code()) {
                missing.compareAndSet(-1, seq(envelope));
            }
            return from == opener
                            && kind(envelope) == EnvelopeKind.SESSION_FRAME.code()
                            && seq(envelope) == missing.get()
                    ? List.of()
                    : List.of(envelope);
        };
        say(opener, "one");
        say(opener, "two");
        say(opener, "three");
        sim.runUntil(() -> false, 20_000);
        // The session that lost a frame for good is given up, and a new one brings what waits: once each, in order.
        assertThat(joiner.texts()).containsExactly("one", "two", "three");
        assertThat(joiner.events(RoomEvent.Joined.class)).hasSizeGreaterThan(1);
    }

    @Test
    void TP_09_recorded_frames_played_again_are_never_shown() {
        meet();
        for (int i = 0; i < 40; i++) {
            say(opener, "line " + i);
        }
        List<Envelope> recorded = sim.recorded.stream()
                .filter(envelope -> kind(envelope) == EnvelopeKind.SESSION_FRAME.code())
                .toList();
        int shown = joiner.texts().size();
        for (Envelope envelope : recorded) {
            if (joiner.link() != null && kind(envelope) == EnvelopeKind.SESSION_FRAME.code()) {
                sim.inject(joiner, envelope);
                sim.quiesce();
            }
        }
        assertThat(joiner.texts()).hasSize(shown);
    }

    @Test
    void TP_21_changed_frames_are_never_shown_and_the_true_one_arrives_once() {
        meet();
        int[] changed = {0};
        sim.tamper = (from, envelope) -> {
            if (from == opener && kind(envelope) == EnvelopeKind.SESSION_FRAME.code() && changed[0]++ < 1) {
                return List.of(Envelope.of(flip(envelope.toByteArray(), 8 * 60)));
            }
            return List.of(envelope);
        };
        say(opener, "true");
        assertThat(joiner.texts()).isEmpty();
        sim.runUntil(() -> !joiner.texts().isEmpty(), 60_000);
        assertThat(joiner.texts()).containsExactly("true");
    }

    @Test
    void TP_22_somebody_between_who_knows_the_code_shows_in_the_safety_numbers() {
        SimulatedRoom left = new SimulatedRoom(5);
        SimulatedRoom right = new SimulatedRoom(6);
        SimulatedRoom.End victim1 = left.add(TestIdentities.opener(invite));
        SimulatedRoom.End attacker1 = left.add(TestIdentities.joiner(invite));
        SimulatedRoom.End attacker2 = right.add(TestIdentities.opener(invite));
        SimulatedRoom.End victim2 = right.add(TestIdentities.joiner(invite));
        victim1.start();
        left.quiesce();
        attacker1.start();
        left.quiesce();
        attacker2.start();
        right.quiesce();
        victim2.start();
        right.quiesce();
        RoomEvent.Joined one = victim1.events(RoomEvent.Joined.class).get(0);
        RoomEvent.Joined two = victim2.events(RoomEvent.Joined.class).get(0);
        assertThat(one.sessionNumber()).isNotEqualTo(two.sessionNumber());
        // The attacker needs keys of its own; here it has those of the other victim on each side, and still the session
        // differs.
        assertThat(one.sessionNumber().digits())
                .isNotEqualTo(two.sessionNumber().digits());
    }

    @Test
    void TP_23_no_byte_of_text_leaves_before_both_confirmations() {
        List<Integer> order = new ArrayList<>();
        sim.tamper = (from, envelope) -> {
            order.add((from == opener ? 10 : 20) + kind(envelope));
            return List.of(envelope);
        };
        opener = sim.add(TestIdentities.opener(invite));
        joiner = sim.add(TestIdentities.joiner(invite));
        opener.start();
        opener.say("typed early by the opener");
        sim.quiesce();
        joiner.start();
        joiner.say("typed early by the joiner");
        sim.quiesce();
        int lastConfirm = Math.max(order.indexOf(13), order.indexOf(23));
        assertThat(order.indexOf(13)).isPositive();
        assertThat(order.indexOf(23)).isPositive();
        int openerFrame = order.indexOf(15);
        int joinerFrame = order.indexOf(25);
        assertThat(openerFrame).isGreaterThan(order.indexOf(23));
        assertThat(joinerFrame).isGreaterThan(lastConfirm);
        byte[] marker = "typed early".getBytes(StandardCharsets.UTF_8);
        assertThat(sim.recorded).noneMatch(envelope -> contains(envelope.toByteArray(), marker));
        assertThat(joiner.texts()).containsExactly("typed early by the opener");
    }

    @Test
    void a_flood_of_pings_is_answered_by_sixteen_pongs_a_turn() throws Exception {
        var ours = dev.parley.crypto.Handshake.begin(
                dev.parley.crypto.HandshakeTerms.open(invite.roomId(), TestIdentities.ONE), sim.randomness);
        var theirs = dev.parley.crypto.Handshake.begin(
                dev.parley.crypto.HandshakeTerms.open(invite.roomId(), TestIdentities.TWO), sim.randomness);
        var ourShare = ours.onHello(theirs.hello());
        var theirShare = theirs.onHello(ours.hello());
        var ourConfirm = ourShare.onShare(theirShare.share());
        var theirConfirm = theirShare.onShare(ourShare.share());
        byte[] ourConfirmation = ourConfirm.confirm();
        List<Envelope> sent = new ArrayList<>();
        Conversation conversation = new Conversation(
                ourConfirm.onConfirm(theirConfirm.confirm()),
                java.util.Optional.empty(),
                new dev.parley.peer.chat.Ready(java.util.Optional.empty(), 0, 0),
                new Delivery(sim.randomness, List.of(), entry -> {}),
                sim.randomness,
                new Conversation.Host() {
                    @Override
                    public void send(Envelope envelope) {
                        sent.add(envelope);
                    }

                    @Override
                    public void tell(RoomEvent event) {}

                    @Override
                    public long unwritten() {
                        return 0;
                    }
                },
                0);
        dev.parley.crypto.Session hostile =
                theirConfirm.onConfirm(ourConfirmation).session();
        assertThat(conversation.onFrame(
                        hostile.seal(
                                dev.parley.crypto.FrameKind.READY, "{\"name\":\"x\"}".getBytes(StandardCharsets.UTF_8)),
                        0))
                .isEqualTo(Conversation.Heard.FINE);
        Conversation.Heard heard = Conversation.Heard.FINE;
        for (int i = 0; i < 10_000 && heard == Conversation.Heard.FINE; i++) {
            heard = conversation.onFrame(hostile.seal(dev.parley.crypto.FrameKind.PING, new byte[16]), 1);
        }
        assertThat(sent).isEmpty();
        conversation.settle(2);
        assertThat(sent).as("our READY and the last 16 PONGs").hasSize(1 + 16);
    }

    private static int kind(Envelope envelope) {
        return envelope.toByteArray()[0];
    }

    private static long seq(Envelope envelope) {
        return java.nio.ByteBuffer.wrap(envelope.toByteArray()).getLong(5);
    }

    private static boolean contains(byte[] bytes, byte[] part) {
        return new String(bytes, StandardCharsets.ISO_8859_1).contains(new String(part, StandardCharsets.ISO_8859_1));
    }

    private static byte[] flip(byte[] bytes, int bit) {
        byte[] copy = Arrays.copyOf(bytes, bytes.length);
        copy[bit / 8] ^= (byte) (1 << bit % 8);
        return copy;
    }
}
