package dev.parley.relay.net;

import static dev.parley.relay.net.SocketPeer.claim;
import static dev.parley.relay.net.SocketPeer.resume;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.relay.admission.AddressPrefix;
import dev.parley.relay.admission.Admission;
import dev.parley.relay.admission.AdmissionMode;
import dev.parley.relay.admission.DenyList;
import dev.parley.relay.admission.ListedToken;
import dev.parley.relay.admission.TestKeys;
import dev.parley.wire.AccessToken;
import dev.parley.wire.AdmissionProof;
import dev.parley.wire.FrameCodec;
import dev.parley.wire.Intent;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.SeatState;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A relay that does not serve everybody, over sockets and over two loops, so that whoever was admitted moves with its admission. */
class ClosedRelayTest {
    private static final TestKeys ANNA = TestKeys.fresh();
    private static final TestKeys EVE = TestKeys.fresh();
    private static final AccessToken TOKEN = AccessToken.of(new byte[32]);
    private static final byte[] NOT_ADMITTED = FrameCodec.encode(Refusal.NOT_ADMITTED.frame());
    private static final byte[] BAD_FRAME = FrameCodec.encode(Refusal.BAD_FRAME.frame());
    private static final byte[] PLAIN = {};

    private final AtomicLong wallClock = new AtomicLong(1_000);
    private final Gate gate = new Gate(lists(AdmissionMode.EITHER), wallClock::get);
    private LoopbackRelay relay;

    private static Admission lists(AdmissionMode mode, TestKeys... extra) {
        List<TestKeys> keys = extra.length == 0 ? List.of(ANNA) : Arrays.asList(extra);
        return new Admission(
                mode,
                List.of(new ListedToken("friend", TOKEN.hash(), OptionalLong.of(5_000))),
                keys.stream().map(TestKeys::listed).toList(),
                DenyList.NOBODY);
    }

    @BeforeEach
    void start() throws IOException {
        relay = new LoopbackRelay(new RelayOptions(2, 2_000, 1_000, ""), Optional.empty(), gate);
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
    }

    /** All that the relay says to {@code frames} until it closes. */
    private byte[] answerTo(PeerFrame... frames) throws IOException {
        try (SocketPeer stranger = relay.connect()) {
            stranger.send(frames);
            return stranger.readToEnd();
        }
    }

    private SocketPeer withToken() throws IOException {
        SocketPeer peer = relay.connect();
        peer.send(new PeerFrame.AdmitToken(TOKEN));
        return peer;
    }

    private AdmissionProof challenged(SocketPeer peer, TestKeys key) throws IOException {
        peer.send(new PeerFrame.AdmitKey(key.id()));
        RelayFrame.KeyChallenge asked = (RelayFrame.KeyChallenge) peer.read();
        return key.prove(PLAIN, peer.challenge(), asked.sealed());
    }

    private SocketPeer withKey(TestKeys key) throws IOException {
        SocketPeer peer = relay.connect();
        peer.send(new PeerFrame.AdmitProof(challenged(peer, key)));
        return peer;
    }

    @Test
    void its_welcome_says_what_it_takes() throws IOException {
        try (SocketPeer peer = relay.dial(0)) {
            assertThat(peer.welcomed().admission()).isEqualTo(3);
        }
        gate.replace(lists(AdmissionMode.TOKENS));
        try (SocketPeer peer = relay.dial(0)) {
            assertThat(peer.welcomed().admission()).isEqualTo(1);
        }
    }

    @Test
    void who_is_admitted_sits_talks_leaves_and_claims_again_in_rooms_of_every_loop() throws IOException {
        for (int room = 1; room <= 8; room++) {
            SocketPeer[] pair = relay.pair(room, withToken(), withKey(ANNA));
            LoopbackRelay.assertTalking(pair[0], pair[1]);
            pair[1].send(new PeerFrame.Leave());
            assertThat(pair[0].read()).isInstanceOf(RelayFrame.Peer.class);
            assertThat(pair[1].claim(claim(100 + room, 3, Intent.EITHER)).seat())
                    .isZero();
        }
    }

    @Test
    void who_was_admitted_may_also_come_back_by_resume() throws IOException {
        SocketPeer[] pair = relay.pair(1, withToken(), withToken());
        pair[1].close();
        assertThat(pair[0].read()).isInstanceOf(RelayFrame.Peer.class);
        SocketPeer back = withKey(ANNA);
        back.send(resume(back.challenge(), 1, 2, 2));
        assertThat(back.read()).isEqualTo(new RelayFrame.Seated(1, SeatState.PRESENT, 4));
    }

    @Test
    void TR_14_nobody_else_learns_anything_of_rooms() throws IOException {
        relay.pair(1, withToken(), withToken());
        for (int room : new int[] {1, 2}) {
            assertThat(answerTo(claim(room, 3, Intent.JOIN))).isEqualTo(NOT_ADMITTED);
            assertThat(answerTo(claim(room, 3, Intent.OPEN))).isEqualTo(NOT_ADMITTED);
        }
        try (SocketPeer stranger = relay.connect()) {
            stranger.send(resume(stranger.challenge(), 1, 2, 9));
            assertThat(stranger.readToEnd()).isEqualTo(NOT_ADMITTED);
        }
    }

    @Test
    void TR_14_wrong_expired_and_removed_tokens_give_the_same_bytes() throws IOException {
        byte[] other = new byte[32];
        other[31] = 1;
        PeerFrame.Claim claim = claim(1, 3, Intent.OPEN);
        assertThat(answerTo(new PeerFrame.AdmitToken(AccessToken.of(other)), claim))
                .isEqualTo(NOT_ADMITTED);
        wallClock.set(5_000);
        assertThat(answerTo(new PeerFrame.AdmitToken(TOKEN), claim)).isEqualTo(NOT_ADMITTED);
        wallClock.set(0);
        gate.replace(new Admission(AdmissionMode.EITHER, List.of(), List.of(), DenyList.NOBODY));
        assertThat(answerTo(new PeerFrame.AdmitToken(TOKEN), claim)).isEqualTo(NOT_ADMITTED);
        gate.replace(lists(AdmissionMode.KEYS));
        assertThat(answerTo(new PeerFrame.AdmitToken(TOKEN), claim)).isEqualTo(NOT_ADMITTED);
    }

    @Test
    void TR_14_a_key_that_is_not_listed_and_one_without_proof_give_the_same_bytes() throws IOException {
        for (TestKeys named : List.of(ANNA, EVE)) {
            try (SocketPeer thief = relay.connect()) {
                thief.send(new PeerFrame.AdmitKey(named.id()));
                RelayFrame.KeyChallenge asked = (RelayFrame.KeyChallenge) thief.read();
                thief.send(
                        new PeerFrame.AdmitProof(EVE.prove(PLAIN, thief.challenge(), asked.sealed())),
                        claim(1, 3, Intent.OPEN));
                assertThat(thief.readToEnd()).isEqualTo(NOT_ADMITTED);
            }
        }
        assertThat(relay.stats().faults()).isZero();
    }

    @Test
    void TR_14_a_proof_replayed_on_another_connection_is_refused() throws IOException {
        SocketPeer honest = relay.connect();
        AdmissionProof proof = challenged(honest, ANNA);
        try (SocketPeer thief = relay.connect()) {
            challenged(thief, ANNA);
            thief.send(new PeerFrame.AdmitProof(proof));
            assertThat(thief.readToEnd()).isEqualTo(NOT_ADMITTED);
        }
        honest.send(new PeerFrame.AdmitProof(proof));
        assertThat(honest.claim(claim(1, 1, Intent.OPEN)).seat()).isZero();
    }

    @Test
    void TR_14_a_key_that_is_taken_off_the_list_between_challenge_and_proof_is_refused() throws IOException {
        SocketPeer peer = relay.connect();
        AdmissionProof proof = challenged(peer, ANNA);
        gate.replace(lists(AdmissionMode.KEYS, EVE));
        peer.send(new PeerFrame.AdmitProof(proof), claim(1, 3, Intent.OPEN));
        assertThat(peer.readToEnd()).isEqualTo(NOT_ADMITTED);
        assertThat(withKey(EVE).claim(claim(1, 1, Intent.OPEN)).seat()).isZero();
    }

    @Test
    void who_sits_stays_when_the_list_changes_and_is_asked_when_it_comes_back() throws IOException {
        SocketPeer[] pair = relay.pair(1, withToken(), withToken());
        gate.replace(new Admission(AdmissionMode.TOKENS, List.of(), List.of(), DenyList.NOBODY));
        LoopbackRelay.assertTalking(pair[0], pair[1]);
        assertThat(answerTo(new PeerFrame.AdmitToken(TOKEN))).isEqualTo(NOT_ADMITTED);
    }

    @Test
    void an_admit_out_of_place_is_a_bad_frame() throws IOException {
        assertThat(answerTo(new PeerFrame.AdmitToken(TOKEN), new PeerFrame.AdmitToken(TOKEN)))
                .isEqualTo(BAD_FRAME);
        assertThat(answerTo(new PeerFrame.AdmitProof(AdmissionProof.of(new byte[32]))))
                .isEqualTo(BAD_FRAME);
        SocketPeer seated = withToken();
        seated.claim(claim(1, 1, Intent.OPEN));
        seated.send(new PeerFrame.AdmitToken(TOKEN));
        assertThat(seated.readToEnd()).isEqualTo(BAD_FRAME);
        gate.replace(Admission.open());
        assertThat(answerTo(new PeerFrame.AdmitToken(TOKEN))).isEqualTo(BAD_FRAME);
        assertThat(answerTo(new PeerFrame.AdmitKey(ANNA.id()))).isEqualTo(BAD_FRAME);
    }

    @Test
    void TR_14_over_tls_a_proof_holds_for_the_key_that_this_relay_shows_and_for_no_other() throws IOException {
        TestTls tls = TestTls.shared();
        byte[] pin = tls.server().certificate().pinBytes();
        byte[] other = pin.clone();
        other[0] ^= 1;
        try (LoopbackRelay sealed = new LoopbackRelay(LoopbackRelay.options(2), Optional.of(tls), gate)) {
            for (byte[] seen : new byte[][] {pin, PLAIN, other}) {
                SocketPeer peer = sealed.connect();
                peer.send(new PeerFrame.AdmitKey(ANNA.id()));
                RelayFrame.KeyChallenge asked = (RelayFrame.KeyChallenge) peer.read();
                peer.send(
                        new PeerFrame.AdmitProof(ANNA.prove(seen, peer.challenge(), asked.sealed())),
                        claim(1, 1, Intent.OPEN));
                RelayFrame answer = peer.read();
                if (seen == pin) {
                    assertThat(answer).isInstanceOf(RelayFrame.Seated.class);
                } else {
                    assertThat(answer).isEqualTo(Refusal.NOT_ADMITTED.frame());
                }
            }
        }
    }

    @Test
    void TR_14_a_denied_address_is_not_answered_at_all() throws IOException {
        SocketPeer[] pair = relay.pair(1, withToken(), withToken());
        gate.replace(new Admission(
                AdmissionMode.OPEN,
                List.of(),
                List.of(),
                new DenyList(List.of(AddressPrefix.parse("127.0.0.0/8").orElseThrow()), Set.of())));
        try (SocketPeer denied = relay.dial(0)) {
            assertThat(denied.readToEnd()).isEmpty();
        }
        LoopbackRelay.assertTalking(pair[0], pair[1]);
        gate.replace(Admission.open());
        assertThat(relay.connect().claim(claim(2, 1, Intent.OPEN)).seat()).isZero();
    }
}
