package dev.parley.peer.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.EnvelopeKind;
import dev.parley.crypto.Invite;
import dev.parley.crypto.RoomName;
import dev.parley.wire.Envelope;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoomClientTest {
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
    void code_room_is_verified_and_carries_text_both_ways() {
        meet();
        RoomEvent.Joined atOpener = opener.events(RoomEvent.Joined.class).get(0);
        RoomEvent.Joined atJoiner = joiner.events(RoomEvent.Joined.class).get(0);
        assertThat(atOpener.trust()).isEqualTo(Trust.VERIFIED);
        assertThat(atOpener.name().raw()).isEqualTo("jon");
        assertThat(atJoiner.safetyNumber()).isEqualTo(atOpener.safetyNumber());
        assertThat(atJoiner.sessionNumber()).isEqualTo(atOpener.sessionNumber());

        long line = opener.say("wow!! C:\\temp 🎉");
        sim.settle(opener);
        sim.quiesce();
        say(joiner, "back");
        assertThat(joiner.texts()).containsExactly("wow!! C:\\temp 🎉");
        assertThat(opener.texts()).containsExactly("back");
        assertThat(opener.events(RoomEvent.StateChanged.class))
                .containsExactly(
                        new RoomEvent.StateChanged(line, MessageState.SENT),
                        new RoomEvent.StateChanged(line, MessageState.DELIVERED));
    }

    @Test
    void a_line_is_delivered_only_after_the_ack_inside_the_encryption() {
        meet();
        sim.tamper = (from, envelope) -> from == joiner ? List.of() : List.of(envelope);
        long line = opener.say("anybody?");
        sim.settle(opener);
        sim.quiesce();
        assertThat(joiner.texts()).containsExactly("anybody?");
        assertThat(opener.events(RoomEvent.StateChanged.class))
                .containsExactly(new RoomEvent.StateChanged(line, MessageState.SENT));
    }

    /** An entry may lie on disk before it is committed: a line that is marked first could be lost to the person by a crash. */
    @Test
    void a_line_is_told_before_it_is_marked_as_shown() {
        meet();
        List<RoomEffect> effects = new ArrayList<>();
        joiner.seeing = effects::add;
        say(opener, "look");
        List<String> order = effects.stream()
                .map(RoomEffect::toString)
                .filter(effect -> effect.contains("SHOWN") || effect.contains("Received"))
                .map(effect -> effect.contains("SHOWN") ? "marked" : "told")
                .toList();
        assertThat(order).containsExactly("told", "marked");
    }

    @Test
    void TP_02_a_wrong_code_costs_both_one_guess_and_the_right_one_then_works() throws Exception {
        opener = sim.add(TestIdentities.opener(invite));
        Invite wrong = Invite.parse(invite.place() + otherWords());
        joiner = sim.add(TestIdentities.joiner(wrong));
        opener.start();
        sim.quiesce();
        joiner.start();
        sim.quiesce();
        assertThat(opener.events(RoomEvent.GuessFailed.class)).containsExactly(new RoomEvent.GuessFailed(2));
        assertThat(joiner.events(RoomEvent.GuessFailed.class)).containsExactly(new RoomEvent.GuessFailed(2));
        assertThat(joiner.events(RoomEvent.CodeNeeded.class)).containsExactly(new RoomEvent.CodeNeeded(60_000));

        joiner.run(joiner.client.retype(invite.secret(), sim.now));
        assertThat(sim.runUntil(() -> opener.isJoined() && joiner.isJoined(), 90_000))
                .isTrue();
    }

    private String otherWords() {
        return invite.format().endsWith("amber-amber-amber") ? "-lantern-lantern-lantern" : "-amber-amber-amber";
    }

    @Test
    void TP_02_the_third_wrong_code_ends_the_room_for_the_opener() throws Exception {
        opener = sim.add(TestIdentities.opener(invite));
        opener.start();
        sim.quiesce();
        for (int i = 0; i < 3; i++) {
            SimulatedRoom.End guesser = sim.add(TestIdentities.joiner(Invite.parse(invite.place() + otherWords())));
            guesser.start();
            sim.quiesce();
        }
        assertThat(opener.events(RoomEvent.GuessFailed.class)).hasSize(3);
        assertThat(opener.closed()).contains(new RoomEvent.Closed(Outcome.CODE_DEAD, 0, 0));
        SimulatedRoom.End late = sim.add(TestIdentities.joiner(invite));
        late.start();
        sim.quiesce();
        assertThat(late.closed().orElseThrow().outcome()).isEqualTo(Outcome.ROOM_GONE);
    }

    @Test
    void a_third_client_is_told_that_the_room_is_full_or_gone() {
        meet();
        SimulatedRoom.End third = sim.add(TestIdentities.joiner(invite));
        third.start();
        sim.quiesce();
        assertThat(third.closed().orElseThrow().outcome()).isEqualTo(Outcome.ROOM_GONE);
        say(opener, "still here");
        assertThat(joiner.texts()).containsExactly("still here");
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
                return List.of(Envelope.of(SimulatedRoom.flip(envelope.toByteArray(), 8 * 60)));
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
    void TP_25_a_joiner_that_stalls_at_any_step_is_ended_and_the_code_still_works_once() {
        for (int step = 0; step <= 3; step++) {
            SimulatedRoom room = new SimulatedRoom(50 + step);
            Invite code = Invite.generate(room.randomness);
            SimulatedRoom.End one = room.add(TestIdentities.opener(code));
            SimulatedRoom.End stalling = room.add(TestIdentities.joiner(code).withPatience(120_000));
            int silentFrom = 1 + step;
            room.tamper = (from, envelope) ->
                    from == stalling && kind(envelope) >= silentFrom ? List.of() : List.of(envelope);
            one.start();
            room.quiesce();
            stalling.start();
            room.runUntil(() -> !one.events(RoomEvent.Waiting.class).isEmpty() && stalling.client.isClosed(), 400_000);
            assertThat(stalling.client.isClosed()).as("step %d", step).isTrue();
            assertThat(one.closed()).as("step %d", step).isEmpty();
            assertThat(one.isJoined() && step < 3).isFalse();
            room.tamper = (from, envelope) -> List.of(envelope);
            if (step < 3) {
                SimulatedRoom.End honest = room.add(TestIdentities.joiner(code));
                room.runUntil(() -> false, 61_000);
                honest.start();
                assertThat(room.runUntil(honest::isJoined, 60_000))
                        .as("step %d", step)
                        .isTrue();
                assertThat(one.events(RoomEvent.GuessFailed.class)).isEmpty();
            }
        }
    }

    @Test
    void leaving_says_goodbye_after_everything_was_delivered() {
        meet();
        opener.say("last words");
        leave(opener);
        assertThat(joiner.texts()).containsExactly("last words");
        assertThat(joiner.events(RoomEvent.PeerLeft.class)).hasSize(1);
        assertThat(joiner.closed()).contains(new RoomEvent.Closed(Outcome.PEER_LEFT, 0, 0));
        assertThat(opener.closed()).contains(new RoomEvent.Closed(Outcome.LEFT, 0, 0));
    }

    @Test
    void TP_12_a_relay_that_says_left_is_not_a_goodbye() {
        meet();
        sim.tamper = (from, envelope) -> List.of();
        opener.say("never arrives");
        sim.settle(opener);
        sim.quiesce();
        joiner.frozen = true;
        sim.cut(joiner);
        sim.runUntil(() -> !opener.events(RoomEvent.Offline.class).isEmpty(), 60_000);
        assertThat(opener.events(RoomEvent.PeerLeft.class)).isEmpty();
        assertThat(opener.events(RoomEvent.Offline.class).get(0)).isEqualTo(new RoomEvent.Offline(false, 1));
    }

    @Test
    void an_open_named_room_is_unverified_and_outlives_its_guests() {
        SimulatedRoom.End one = sim.add(TestIdentities.named("garden", TestIdentities.ONE, "uno"));
        SimulatedRoom.End two = sim.add(TestIdentities.named("garden", TestIdentities.TWO, "due"));
        one.start();
        two.start();
        sim.quiesce();
        assertThat(one.events(RoomEvent.Joined.class).get(0).trust()).isEqualTo(Trust.UNVERIFIED);
        two.run(two.client.leave(sim.now));
        sim.runUntil(two.client::isClosed, 20_000);
        assertThat(one.events(RoomEvent.PeerLeft.class)).hasSize(1);
        assertThat(one.client.isClosed()).isFalse();
        SimulatedRoom.End three = sim.add(TestIdentities.named("garden", TestIdentities.TWO, "tre"));
        three.start();
        assertThat(sim.runUntil(three::isJoined, 20_000)).isTrue();
        assertThat(one.events(RoomEvent.Joined.class)).hasSize(2);
    }

    @Test
    void different_passphrases_ask_both_persons_each_time_and_are_tried_once_in_thirty_seconds() {
        SimulatedRoom.End one = sim.add(TestIdentities.passphrase("garden", "right", TestIdentities.ONE));
        SimulatedRoom.End two = sim.add(TestIdentities.passphrase("garden", "wrong", TestIdentities.TWO));
        one.start();
        two.start();
        for (int failed = 1; failed <= 4; failed++) {
            int times = failed;
            assertThat(sim.runUntil(() -> asked(one, times) && asked(two, times), 60_000))
                    .as("asked for the time %d", failed)
                    .isTrue();
            long since = sim.now;
            // Nobody tries by itself, and whoever is not asked any more waits for the other without an end.
            sim.runUntil(() -> false, failed == 1 ? 600_000 : 5_000);
            assertThat(one.events(RoomEvent.PassphraseFailed.class)).hasSize(failed);
            one.run(one.client.retype(RoomName.passphrase("right"), sim.now));
            sim.runUntil(() -> false, failed == 1 ? 600_000 : 5_000);
            assertThat(one.client.isClosed() || two.client.isClosed()).isFalse();
            two.run(two.client.retype(RoomName.passphrase(failed == 4 ? "right" : "wrong"), sim.now));
            assertThat(sim.runUntil(() -> asked(one, times + 1) || one.isJoined(), 60_000))
                    .isTrue();
            assertThat(sim.now - since).as("at most one try per 30 s").isGreaterThanOrEqualTo(30_000);
        }
        assertThat(sim.runUntil(() -> one.isJoined() && two.isJoined(), 10_000)).isTrue();
        assertThat(one.events(RoomEvent.Joined.class).get(0).trust()).isEqualTo(Trust.VERIFIED);
    }

    private static boolean asked(SimulatedRoom.End end, int times) {
        return end.events(RoomEvent.CodeNeeded.class).size() >= times;
    }

    @Test
    void a_long_text_arrives_whole_and_many_texts_in_order_through_rekeys() {
        meet();
        String longText = "á🎉x".repeat(20_000);
        say(opener, longText);
        assertThat(joiner.texts()).containsExactly(longText);
        for (int i = 0; i < 200; i++) {
            say(opener, "line " + i);
            if (i % 20 == 0) {
                sim.runUntil(() -> false, 1_100);
            }
        }
        assertThat(joiner.texts().subList(1, 201))
                .containsExactlyElementsOf(
                        IntStream.range(0, 200).mapToObj(i -> "line " + i).toList());
        long epochs = sim.recorded.stream()
                .filter(envelope -> kind(envelope) == EnvelopeKind.SESSION_FRAME.code())
                .map(envelope ->
                        java.nio.ByteBuffer.wrap(envelope.toByteArray()).getInt(1))
                .distinct()
                .count();
        assertThat(epochs).as("rekey epochs seen").isGreaterThan(3);
    }

    @Test
    void too_much_that_waits_is_refused_and_nothing_is_lost() {
        opener = sim.add(TestIdentities.opener(invite));
        opener.start();
        sim.quiesce();
        int taken = 0;
        while (opener.client
                .say(new dev.parley.peer.chat.Message.Text(dev.parley.peer.chat.Untrusted.of("x" + taken)))
                .isPresent()) {
            taken++;
        }
        assertThat(taken).isEqualTo(Outgoing.MAX_UNDELIVERED);
        joiner = sim.add(TestIdentities.joiner(invite));
        joiner.start();
        int all = taken;
        assertThat(sim.runUntil(() -> joiner.texts().size() == all, 60_000)).isTrue();
        assertThat(joiner.texts())
                .containsExactlyElementsOf(
                        IntStream.range(0, taken).mapToObj(i -> "x" + i).toList());
    }

    @Test
    void a_passphrase_confirmation_that_nobody_answers_costs_a_guess_and_a_pause() {
        SimulatedRoom.End victim = sim.add(TestIdentities.passphrase("garden", "right", TestIdentities.ONE));
        victim.start();
        sim.quiesce();
        int[] confirmations = {0};
        sim.tamper = (from, envelope) -> {
            if (from == victim && kind(envelope) == EnvelopeKind.CONFIRM.code()) {
                confirmations[0]++;
            }
            return from != victim && kind(envelope) == EnvelopeKind.CONFIRM.code() ? List.of() : List.of(envelope);
        };
        long began = sim.now;
        // A guesser that takes our confirmation, never answers, and comes back as somebody new at once.
        while (victim.events(RoomEvent.CodeNeeded.class).isEmpty() && sim.now - began < 400_000) {
            SimulatedRoom.End guesser = sim.add(TestIdentities.passphrase("garden", "guess", TestIdentities.TWO));
            guesser.start();
            sim.runUntil(() -> false, 2_000);
            guesser.run(guesser.client.leave(sim.now));
            sim.runUntil(() -> false, 2_000);
        }
        assertThat(confirmations[0]).isEqualTo(Guesses.ALLOWED);
        assertThat(sim.now - began).isGreaterThanOrEqualTo(60_000);
        assertThat(victim.isJoined()).isFalse();
    }

    @Test
    void text_never_goes_to_another_key_than_the_one_we_talked_to() {
        SimulatedRoom.End one = sim.add(TestIdentities.named("garden", TestIdentities.ONE, "uno"));
        SimulatedRoom.End two = sim.add(TestIdentities.named("garden", TestIdentities.TWO, "due"));
        one.start();
        two.start();
        sim.quiesce();
        two.frozen = true;
        sim.cut(two);
        one.say("for due only");
        // The relay makes our session useless twice, then seats somebody with another key.
        sim.runUntil(() -> !one.events(RoomEvent.Offline.class).isEmpty(), 60_000);
        sim.runUntil(() -> false, 61_000);
        SimulatedRoom.End other =
                sim.add(TestIdentities.named("garden", dev.parley.crypto.Identity.generate(sim.randomness), "due"));
        other.start();
        sim.runUntil(() -> !one.events(RoomEvent.Blocked.class).isEmpty(), 60_000);
        RoomEvent.Blocked blocked = one.events(RoomEvent.Blocked.class).get(0);
        assertThat(blocked.why()).isEqualTo(Trust.CHANGED);
        assertThat(blocked.undelivered()).isEqualTo(1);
        assertThat(other.events(RoomEvent.Unrecognised.class)).hasSize(1);
        other.say("anybody?");
        sim.runUntil(() -> false, 60_000);
        assertThat(other.texts()).isEmpty();
        assertThat(one.texts()).isEmpty();
        assertThat(other.isJoined()).isFalse();

        one.run(one.client.accept(blocked.safetyNumber(), false, sim.now));
        one.say("for the new one");
        assertThat(sim.runUntil(() -> other.texts().size() == 1 && one.texts().size() == 1, 60_000))
                .isTrue();
        assertThat(other.texts()).containsExactly("for the new one");
        assertThat(one.texts()).containsExactly("anybody?");
        assertThat(one.events(RoomEvent.StateChanged.class))
                .contains(new RoomEvent.StateChanged(1, MessageState.NOT_DELIVERED));
    }

    @Test
    void a_flood_of_pings_is_answered_by_one_pong_a_turn() throws Exception {
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
                                        dev.parley.crypto.FrameKind.READY,
                                        "{\"name\":\"x\"}".getBytes(StandardCharsets.UTF_8))
                                .toByteArray(),
                        0))
                .isEqualTo(Conversation.Heard.FINE);
        Conversation.Heard heard = Conversation.Heard.FINE;
        for (int i = 0; i < 10_000 && heard == Conversation.Heard.FINE; i++) {
            heard = conversation.onFrame(
                    hostile.seal(dev.parley.crypto.FrameKind.PING, new byte[16]).toByteArray(), 1);
        }
        assertThat(sent).isEmpty();
        conversation.settle(2);
        assertThat(sent).as("our READY and one PONG").hasSize(2);
    }

    @Test
    void a_relay_lost_while_nobody_is_across_is_told() {
        opener = sim.add(TestIdentities.opener(invite));
        opener.start();
        sim.quiesce();
        sim.restartRelay();
        sim.refusing = true;
        sim.runUntil(() -> !opener.events(RoomEvent.Offline.class).isEmpty(), 60_000);
        sim.refusing = false;
        assertThat(opener.events(RoomEvent.Offline.class)).containsExactly(new RoomEvent.Offline(true, 0));
        sim.runUntil(() -> opener.events(RoomEvent.Waiting.class).size() > 1, 60_000);
        assertThat(opener.events(RoomEvent.Waiting.class)).hasSize(2);
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
}
