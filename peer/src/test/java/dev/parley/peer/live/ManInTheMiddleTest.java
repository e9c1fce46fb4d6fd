package dev.parley.peer.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.EnvelopeKind;
import dev.parley.crypto.Identity;
import dev.parley.crypto.Invite;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.room.Outcome;
import dev.parley.peer.room.RoomEvent;
import dev.parley.relay.net.Relay;
import dev.parley.relay.net.RelayOptions;
import dev.parley.wire.Envelope;
import dev.parley.wire.FrameCodec;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.Wire;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A hostile relay, as far as a real peer can tell: everything between it and a real relay passes through our hands. */
class ManInTheMiddleTest {
    /** Where HELLO's items lie in an ENVELOPE frame: header, kind, pairing, then the core. */
    private static final int HELLO_AT = Wire.HEADER_BYTES + 1 + 4;

    private static final int VERSION_AT = HELLO_AT + 4;
    private static final int SPKI_AT = HELLO_AT + 3 * 5 + 4 + 32 + 4;

    private Relay relay;
    private TamperProxy proxy;
    private Invite invite;

    @BeforeEach
    void start() throws Exception {
        relay = Relay.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new RelayOptions(2, 100, 100, ""),
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        proxy = new TamperProxy(relay.address());
        invite = Invite.generate(Randomness.system());
    }

    @AfterEach
    void stop() throws Exception {
        proxy.close();
        relay.close();
    }

    private LivePeer opener() throws Exception {
        LivePeer opener = LivePeer.opener(relay.address().getPort(), invite);
        opener.await(RoomEvent.Waiting.class);
        return opener;
    }

    private LivePeer joinerBehindProxy() {
        return LivePeer.joiner(proxy.port(), invite);
    }

    @Test
    void an_honest_relay_in_between_changes_nothing() throws Exception {
        try (LivePeer opener = opener();
                LivePeer joiner = joinerBehindProxy()) {
            joiner.await(RoomEvent.Joined.class);
            opener.say("through");
            joiner.await(peer -> peer.texts().equals(List.of("through")));
            byte[] seen = proxy.seen();
            assertThat(new String(seen, StandardCharsets.ISO_8859_1))
                    .doesNotContain("through", "olga", "jon", invite.format().substring(7));
        }
    }

    @Test
    void TP_01_both_public_keys_replaced_give_no_session_and_let_no_text_out() throws Exception {
        byte[] ours = Identity.generate(Randomness.system()).publicKey().spki();
        AtomicInteger frames = new AtomicInteger();
        proxy.hook = (towardRelay, frame) -> {
            if (TamperProxy.isEnvelope(frame, EnvelopeKind.SESSION_FRAME.code())) {
                frames.incrementAndGet();
            }
            return List.of(
                    TamperProxy.isEnvelope(frame, EnvelopeKind.HELLO.code())
                            ? TamperProxy.with(frame, SPKI_AT, ours)
                            : frame);
        };
        try (LivePeer opener = opener();
                LivePeer joiner = joinerBehindProxy()) {
            joiner.say("must not leave");
            assertRefused(opener, joiner);
            assertThat(frames.get()).isZero();
        }
    }

    /** Nobody joined, and whatever ended or was counted looks the same at any tampering. */
    private static void assertRefused(LivePeer opener, LivePeer joiner) throws InterruptedException {
        joiner.await(peer -> !peer.events(RoomEvent.GuessFailed.class).isEmpty()
                || !peer.events(RoomEvent.Closed.class).isEmpty()
                || peer.events(RoomEvent.Agreeing.class).size() >= 3);
        assertThat(opener.events(RoomEvent.Joined.class)).isEmpty();
        assertThat(joiner.events(RoomEvent.Joined.class)).isEmpty();
    }

    @Test
    void TP_02_a_wrong_code_is_told_to_both_and_counted() throws Exception {
        Invite wrong = Invite.parse(invite.place() + "-amber-lantern-river");
        try (LivePeer opener = opener();
                LivePeer joiner = LivePeer.joiner(proxy.port(), wrong)) {
            assertThat(joiner.await(RoomEvent.GuessFailed.class).guessesLeft()).isEqualTo(2);
            assertThat(opener.await(RoomEvent.GuessFailed.class).guessesLeft()).isEqualTo(2);
            assertThat(joiner.await(RoomEvent.CodeNeeded.class).waitMillis()).isEqualTo(60_000);
        }
    }

    @Test
    void TP_03_own_flights_reflected_are_refused() throws Exception {
        List<byte[]> reflected = new CopyOnWriteArrayList<>();
        proxy.hook = (towardRelay, frame) -> {
            if (towardRelay && TamperProxy.isEnvelope(frame, EnvelopeKind.HELLO.code())) {
                reflected.add(frame);
            }
            // Their HELLO may pass before ours is seen here: then ours comes back in place of what they send next.
            if (!towardRelay && frame[4] == Wire.ENVELOPE) {
                return reflected.isEmpty() ? List.of() : List.of(reflected.get(reflected.size() - 1));
            }
            return List.of(frame);
        };
        try (LivePeer opener = opener();
                LivePeer joiner = joinerBehindProxy()) {
            assertThat(joiner.await(RoomEvent.Closed.class).outcome()).isEqualTo(Outcome.OWN_END);
            assertThat(opener.events(RoomEvent.Joined.class)).isEmpty();
        }
    }

    @Test
    void TP_05_a_recorded_handshake_played_in_a_later_session_is_refused() throws Exception {
        List<byte[]> recorded = new CopyOnWriteArrayList<>();
        proxy.hook = (towardRelay, frame) -> {
            if (!towardRelay && frame[4] == Wire.ENVELOPE) {
                recorded.add(frame);
            }
            return List.of(frame);
        };
        try (LivePeer opener = opener();
                LivePeer joiner = joinerBehindProxy()) {
            joiner.await(RoomEvent.Joined.class);
            opener.say("of the first session");
            joiner.await(peer -> peer.texts().size() == 1);
        }
        AtomicInteger next = new AtomicInteger();
        proxy.hook = (towardRelay, frame) -> !towardRelay && frame[4] == Wire.ENVELOPE
                ? List.of(recorded.get(next.getAndIncrement() % recorded.size()))
                : List.of(frame);
        try (LivePeer opener = opener();
                LivePeer joiner = joinerBehindProxy()) {
            joiner.await(peer -> !peer.events(RoomEvent.Closed.class).isEmpty()
                    || peer.events(RoomEvent.Agreeing.class).size() >= 2);
            assertThat(joiner.events(RoomEvent.Joined.class)).isEmpty();
            assertThat(opener.events(RoomEvent.Joined.class)).isEmpty();
            assertThat(joiner.texts()).isEmpty();
        }
    }

    @Test
    void TP_06_another_version_is_never_spoken() throws Exception {
        proxy.hook = (towardRelay, frame) -> List.of(
                TamperProxy.isEnvelope(frame, EnvelopeKind.HELLO.code())
                        ? TamperProxy.with(frame, VERSION_AT, new byte[] {2})
                        : frame);
        try (LivePeer opener = opener();
                LivePeer joiner = joinerBehindProxy()) {
            assertRefused(opener, joiner);
        }
    }

    @Test
    void TP_06_a_relay_of_another_version_is_refused_with_one_outcome() throws Exception {
        proxy.hook = (towardRelay, frame) ->
                List.of(frame[4] == Wire.WELCOME ? TamperProxy.with(frame, 5, new byte[] {0, 9, 0, 9}) : frame);
        try (LivePeer joiner = joinerBehindProxy()) {
            assertThat(joiner.await(RoomEvent.Closed.class).outcome()).isEqualTo(Outcome.RELAY_VERSION);
        }
    }

    @Test
    void TP_07_first_frames_dropped_with_strays_before_show_nothing_wrong() throws Exception {
        AtomicInteger dropped = new AtomicInteger();
        byte[] stray = FrameCodec.encode(
                new RelayFrame.Deliver(Envelope.of(new byte[] {EnvelopeKind.SESSION_FRAME.code(), 0, 0, 0, 0, 0})));
        proxy.hook = (towardRelay, frame) -> {
            if (!towardRelay && TamperProxy.isEnvelope(frame, EnvelopeKind.HELLO.code())) {
                return TamperProxy.both(stray, frame);
            }
            if (!towardRelay
                    && TamperProxy.isEnvelope(frame, EnvelopeKind.SESSION_FRAME.code())
                    && dropped.getAndIncrement() < 1) {
                return List.of();
            }
            return List.of(frame);
        };
        try (LivePeer opener = opener();
                LivePeer joiner = joinerBehindProxy()) {
            opener.say("one");
            opener.say("two");
            joiner.await(peer -> peer.texts().size() == 2);
            assertThat(joiner.texts()).containsExactly("one", "two");
        }
    }

    @Test
    void TP_11_our_own_frames_sent_back_are_never_shown() throws Exception {
        proxy.hook = (towardRelay, frame) -> List.of(frame);
        List<byte[]> own = new CopyOnWriteArrayList<>();
        try (LivePeer opener = opener();
                LivePeer joiner = joinerBehindProxy()) {
            joiner.await(RoomEvent.Joined.class);
            proxy.hook = (towardRelay, frame) -> {
                if (towardRelay && TamperProxy.isEnvelope(frame, EnvelopeKind.SESSION_FRAME.code())) {
                    own.add(frame);
                    return List.of(frame);
                }
                List<byte[]> out = new ArrayList<>(own);
                own.clear();
                out.add(frame);
                return out;
            };
            joiner.say("mine");
            opener.await(peer -> peer.texts().contains("mine"));
            opener.say("theirs");
            joiner.await(peer -> peer.texts().contains("theirs"));
            assertThat(joiner.texts()).containsExactly("theirs");
            assertThat(opener.texts()).containsExactly("mine");
        }
    }

    @Test
    void TP_20_every_bad_share_ends_the_same_way_and_is_answered_by_nothing() throws Exception {
        List<Integer> answers = new ArrayList<>();
        // A byte of the ML-KEM part, of the OAEP part, and of the PAKE part.
        for (int at :
                new int[] {Wire.HEADER_BYTES + 1 + 10, Wire.HEADER_BYTES + 1 + 1_130, Wire.HEADER_BYTES + 1 + 1_400}) {
            AtomicInteger confirmations = new AtomicInteger();
            invite = Invite.generate(Randomness.system());
            proxy.hook = (towardRelay, frame) -> {
                if (!towardRelay && TamperProxy.isEnvelope(frame, EnvelopeKind.CONFIRM.code())) {
                    confirmations.incrementAndGet();
                }
                return List.of(
                        towardRelay && TamperProxy.isEnvelope(frame, EnvelopeKind.SHARE.code())
                                ? TamperProxy.flip(frame, at)
                                : frame);
            };
            try (LivePeer opener = opener();
                    LivePeer joiner = joinerBehindProxy()) {
                assertRefused(opener, joiner);
            }
            answers.add(confirmations.get());
        }
        assertThat(answers).containsOnly(0);
    }

    @Test
    void TP_21_a_changed_frame_is_not_shown_and_the_true_one_is_shown_once() throws Exception {
        try (LivePeer opener = opener();
                LivePeer joiner = joinerBehindProxy()) {
            joiner.await(RoomEvent.Joined.class);
            AtomicInteger changed = new AtomicInteger();
            proxy.hook = (towardRelay, frame) -> List.of(
                    !towardRelay
                                    && TamperProxy.isEnvelope(frame, EnvelopeKind.SESSION_FRAME.code())
                                    && changed.getAndIncrement() == 0
                            ? TamperProxy.flip(frame, 100)
                            : frame);
            opener.say("true");
            joiner.await(peer -> peer.texts().contains("true"));
            assertThat(joiner.texts()).containsExactly("true");
            assertThat(changed.get()).isPositive();
        }
    }

    @Test
    void TP_22_somebody_who_knows_the_code_gets_in_and_is_seen_in_the_numbers() throws Exception {
        Invite otherPlace = Invite.generate(Randomness.system());
        Invite same = Invite.parse(otherPlace.place() + invite.format().substring(6));
        Identity between = Identity.generate(Randomness.system());
        int port = relay.address().getPort();
        try (LivePeer opener = opener();
                LivePeer towardOpener = LivePeer.of(port, LivePeer.settings(Side.JOINER, between, invite, "jon"));
                LivePeer towardJoiner = LivePeer.of(port, LivePeer.settings(Side.OPENER, between, same, "olga"))) {
            towardJoiner.await(RoomEvent.Waiting.class);
            try (LivePeer joiner = LivePeer.joiner(port, same)) {
                RoomEvent.Joined atOpener = opener.await(RoomEvent.Joined.class);
                RoomEvent.Joined atJoiner = joiner.await(RoomEvent.Joined.class);
                towardOpener.await(RoomEvent.Joined.class);
                assertThat(atOpener.safetyNumber()).isNotEqualTo(atJoiner.safetyNumber());
                assertThat(atOpener.sessionNumber()).isNotEqualTo(atJoiner.sessionNumber());
            }
        }
    }

    @Test
    void TP_24_only_padded_sizes_pass_for_texts_of_every_length() throws Exception {
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        try (LivePeer opener = opener();
                LivePeer joiner = joinerBehindProxy()) {
            joiner.await(RoomEvent.Joined.class);
            proxy.hook = (towardRelay, frame) -> {
                if (towardRelay && TamperProxy.isEnvelope(frame, EnvelopeKind.SESSION_FRAME.code())) {
                    sizes.add(frame.length - Wire.HEADER_BYTES - 13 - 28);
                }
                return List.of(frame);
            };
            int lines = 0;
            for (int length = 1; length <= 4_000; length += 13) {
                joiner.say("x".repeat(length));
                lines++;
            }
            int expected = lines;
            opener.await(peer -> peer.texts().size() == expected);
            assertThat(sizes).allSatisfy(size -> assertThat(size).isEqualTo(padme(size)));
            assertThat(sizes.stream().distinct().count()).isLessThanOrEqualTo(66);
        }
    }

    private static int padme(int length) {
        if (length <= 256) {
            return 256;
        }
        int exponent = 31 - Integer.numberOfLeadingZeros(length);
        int bits = exponent - (32 - Integer.numberOfLeadingZeros(exponent));
        return (length + (1 << bits) - 1) >> bits << bits;
    }

    @Test
    void TP_25_connections_that_vanish_at_every_step_leave_the_code_usable() throws Exception {
        for (EnvelopeKind step : List.of(EnvelopeKind.HELLO, EnvelopeKind.SHARE, EnvelopeKind.CONFIRM)) {
            invite = Invite.generate(Randomness.system());
            AtomicInteger vanished = new AtomicInteger();
            proxy.hook = (towardRelay, frame) -> {
                if (towardRelay && TamperProxy.isEnvelope(frame, step.code()) && vanished.getAndIncrement() == 0) {
                    proxy.cut();
                    return List.of();
                }
                return List.of(frame);
            };
            try (LivePeer opener = opener();
                    LivePeer joiner = joinerBehindProxy()) {
                joiner.await(RoomEvent.Joined.class);
                opener.await(RoomEvent.Joined.class);
                assertThat(vanished.get()).isPositive();
                assertThat(opener.events(RoomEvent.GuessFailed.class)).isEmpty();
            }
        }
    }

    @Test
    void a_relay_that_sends_garbage_is_no_relay() throws Exception {
        proxy.hook =
                (towardRelay, frame) -> List.of("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        try (LivePeer joiner = joinerBehindProxy()) {
            assertThat(joiner.await(RoomEvent.Closed.class).outcome()).isEqualTo(Outcome.NOT_A_RELAY);
        }
    }

    @Test
    void nobody_listening_is_an_unreachable_relay() throws Exception {
        int port = relay.address().getPort();
        relay.close();
        try (LivePeer joiner = LivePeer.joiner(port, invite)) {
            assertThat(joiner.await(RoomEvent.Closed.class).outcome()).isEqualTo(Outcome.RELAY_UNREACHABLE);
        }
    }
}
