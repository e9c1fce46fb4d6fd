package dev.parley.relay.net;

import static dev.parley.relay.net.LoopbackRelay.assertTalking;
import static dev.parley.relay.net.SocketPeer.claim;
import static dev.parley.relay.net.SocketPeer.resume;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.FrameCodec;
import dev.parley.wire.Intent;
import dev.parley.wire.PeerEvent;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.SeatState;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a stranger is told about a room: always the same bytes. */
class RefusalBytesTest {
    private static final byte[] UNAVAILABLE =
            FrameCodec.encode(new RelayFrame.Refused(Refusal.ROOM_UNAVAILABLE.code(), 0));

    private LoopbackRelay relay;

    @BeforeEach
    void start() throws IOException {
        relay = new LoopbackRelay(1);
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
    }

    /** All that the relay says from CLAIM until it closes. */
    private byte[] answerTo(PeerFrame.Claim claim) throws IOException {
        try (SocketPeer stranger = relay.connect()) {
            stranger.send(claim);
            return stranger.readToEnd();
        }
    }

    @Test
    void TR_07_a_thousand_third_joiners_get_the_one_refusal_and_the_pair_still_talks() throws IOException {
        SocketPeer[] pair = relay.pair(1);
        for (int i = 0; i < 1_000; i++) {
            Intent intent = i % 2 == 0 ? Intent.JOIN : Intent.EITHER;
            assertThat(answerTo(claim(1, 3 + i, intent))).as("joiner %d", i).isEqualTo(UNAVAILABLE);
            if (i % 100 == 0) {
                assertTalking(pair[0], pair[1]);
            }
        }
        assertTalking(pair[0], pair[1]);
        assertThat(pair[0].isSilent()).isTrue();
        assertThat(pair[1].isSilent()).isTrue();
    }

    @Test
    void TR_10_absent_full_wrong_intent_banned_and_expired_give_the_same_bytes() throws IOException {
        Map<String, byte[]> answers = new LinkedHashMap<>();
        answers.put("absent", answerTo(claim(2, 3, Intent.JOIN)));
        SocketPeer[] pair = relay.pair(1);
        answers.put("full", answerTo(claim(1, 3, Intent.JOIN)));
        answers.put("full, either", answerTo(claim(1, 3, Intent.EITHER)));
        answers.put("wrong intent in a full room", answerTo(claim(1, 3, Intent.OPEN)));
        pair[0].send(new PeerFrame.Unseat());
        assertThat(pair[0].read()).isEqualTo(new RelayFrame.Peer(PeerEvent.LEFT, 3));
        answers.put("wrong intent", answerTo(claim(1, 3, Intent.OPEN)));
        answers.put("banned", answerTo(claim(1, 3, Intent.JOIN)));
        answers.put("banned with the old key", answerTo(claim(1, 2, Intent.JOIN, 2)));
        pair[0].close();
        relay.advance(60_000);
        answers.put("expired", answerTo(claim(1, 3, Intent.JOIN)));
        assertThat(answers).allSatisfy((why, bytes) -> assertThat(bytes).isEqualTo(UNAVAILABLE));
    }

    @Test
    void TR_10_a_refused_resume_says_the_same_whether_or_not_the_room_exists() throws IOException {
        SocketPeer[] pair = relay.pair(1);
        for (int room : new int[] {1, 2}) {
            SocketPeer stranger = relay.connect();
            stranger.send(resume(stranger.challenge(), room, 3, 9));
            byte[] answer = FrameCodec.encode(stranger.read());
            assertThat(answer).as("room %d", room).isEqualTo(UNAVAILABLE);
            stranger.ping(1);
        }
        assertTalking(pair[0], pair[1]);
    }

    @Test
    void TP_14_a_proof_replayed_on_another_connection_takes_no_seat() throws IOException {
        SocketPeer[] pair = relay.pair(1);
        SocketPeer honest = relay.connect();
        PeerFrame.Resume proof = resume(honest.challenge(), 1, 2, 2);
        SocketPeer thief = relay.connect();
        thief.send(proof);
        assertThat(thief.read()).isEqualTo(new RelayFrame.Refused(Refusal.ROOM_UNAVAILABLE.code(), 0));
        assertTalking(pair[0], pair[1]);
        honest.send(proof);
        assertThat(honest.read()).isEqualTo(new RelayFrame.Seated(1, SeatState.PRESENT, 3));
    }

    @Test
    void protocols_that_the_relay_does_not_speak_are_refused() throws IOException {
        byte[] unsupported = FrameCodec.encode(new RelayFrame.Refused(Refusal.UNSUPPORTED_PROTOCOL.code(), 0));
        for (int protocol : new int[] {0, 2, 65_535}) {
            PeerFrame.Claim honest = claim(1, 1, Intent.OPEN);
            PeerFrame.Claim later = new PeerFrame.Claim(protocol, honest.room(), honest.key(), Intent.OPEN, 1, 1);
            assertThat(answerTo(later)).as("protocol %d", protocol).isEqualTo(unsupported);
        }
    }
}
