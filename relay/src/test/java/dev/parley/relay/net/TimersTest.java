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
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deadlines, keep-alive and holds, on a clock that the test moves. */
class TimersTest {
    private static final byte[] TOO_SLOW = FrameCodec.encode(new RelayFrame.Refused(Refusal.TOO_SLOW.code(), 0));

    private LoopbackRelay relay;

    /** Over TLS, the same tests run with another one. */
    LoopbackRelay relay(RelayOptions options) throws IOException {
        return new LoopbackRelay(options);
    }

    @BeforeEach
    void start() throws IOException {
        relay = relay(LoopbackRelay.options(1));
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
    }

    @Test
    void TR_01_who_does_not_claim_within_ten_seconds_is_refused() throws IOException {
        SocketPeer slow = relay.connect();
        relay.advance(9_000);
        assertThat(slow.isSilent()).isTrue();
        relay.advance(1_000);
        assertThat(slow.readToEnd()).isEqualTo(TOO_SLOW);
    }

    @Test
    void TR_01_neither_pings_nor_dribbled_bytes_move_the_deadline() throws IOException {
        SocketPeer pinging = relay.connect();
        SocketPeer dribbling = relay.connect();
        byte[] bytes = FrameCodec.encode(claim(1, 1, Intent.OPEN));
        for (int i = 0; i < 9; i++) {
            pinging.ping(i);
            dribbling.dribble(Arrays.copyOfRange(bytes, i, i + 1));
            relay.advance(1_000);
        }
        relay.advance(1_000);
        assertThat(pinging.readToEnd()).isEqualTo(TOO_SLOW);
        assertThat(dribbling.readToEnd()).isEqualTo(TOO_SLOW);
    }

    @Test
    void a_refused_resume_does_not_move_the_deadline() throws IOException {
        SocketPeer slow = relay.connect();
        relay.advance(9_000);
        slow.send(resume(slow.challenge(), 1, 1, 1));
        assertThat(slow.read()).isInstanceOf(RelayFrame.Refused.class);
        relay.advance(1_000);
        assertThat(slow.readToEnd()).isEqualTo(TOO_SLOW);
    }

    @Test
    void who_left_has_ten_seconds_again() throws IOException {
        SocketPeer peer = relay.connect();
        peer.claim(claim(1, 1, Intent.OPEN));
        relay.advance(9_000);
        peer.send(new PeerFrame.Leave());
        peer.ping(1);
        relay.advance(9_000);
        assertThat(peer.isSilent()).isTrue();
        relay.advance(1_000);
        assertThat(peer.readToEnd()).isEqualTo(TOO_SLOW);
    }

    @Test
    void a_refused_peer_that_does_not_hang_up_is_closed_after_two_seconds() throws IOException {
        SocketPeer stubborn = relay.connect();
        stubborn.send(new PeerFrame.Leave());
        assertThat(stubborn.readToEnd()).isNotEmpty();
        relay.advance(1_000);
        assertThat(relay.stats().connections()).isEqualTo(2);
        relay.advance(1_000);
        assertThat(relay.stats().connections()).isEqualTo(1);
    }

    @Test
    void after_twelve_seconds_of_silence_the_relay_pings() throws IOException {
        SocketPeer[] pair = relay.pair(1);
        relay.advance(11_000);
        assertThat(pair[0].isSilent()).isTrue();
        relay.advance(1_000);
        assertThat(pair[0].read()).isInstanceOf(RelayFrame.Ping.class);
        assertThat(pair[1].read()).isInstanceOf(RelayFrame.Ping.class);
        relay.advance(6_000);
        pair[0].forward((byte) 1);
        assertThat(pair[1].readEnvelope()).containsExactly(1);
        relay.advance(6_000);
        assertThat(pair[0].read()).isInstanceOf(RelayFrame.Ping.class);
        assertThat(pair[1].isSilent()).as("it was written to six seconds ago").isTrue();
    }

    @Test
    void TR_02_a_peer_of_whom_nothing_is_heard_for_28_seconds_is_lost_and_may_come_back() throws IOException {
        SocketPeer[] pair = relay.pair(1);
        relay.advance(20_000);
        pair[0].ping(1);
        relay.advance(7_000);
        pair[0].ping(2);
        assertThat(pair[0].isSilent()).isTrue();
        relay.advance(1_000);
        assertThat(pair[0].readBesidesPings()).isEqualTo(new RelayFrame.Peer(PeerEvent.LOST, 3));
        SocketPeer again = relay.connect();
        again.send(resume(again.challenge(), 1, 2, 2));
        assertThat(again.read()).isEqualTo(new RelayFrame.Seated(1, SeatState.PRESENT, 4));
        assertThat(pair[0].read()).isEqualTo(new RelayFrame.Peer(PeerEvent.BACK, 4));
        assertTalking(pair[0], again);
    }

    @Test
    void a_held_seat_is_free_after_sixty_seconds() throws IOException {
        SocketPeer[] pair = relay.pair(1);
        pair[1].close();
        assertThat(pair[0].read()).isEqualTo(new RelayFrame.Peer(PeerEvent.LOST, 3));
        for (int i = 0; i < 6; i++) {
            assertThat(pair[0].isSilent()).isTrue();
            relay.advance(10_000);
            if (i < 5) {
                pair[0].ping(i);
            }
        }
        assertThat(pair[0].readBesidesPings()).isEqualTo(new RelayFrame.Peer(PeerEvent.LEFT, 4));
        SocketPeer newcomer = relay.connect();
        assertThat(newcomer.claim(claim(1, 3, Intent.JOIN))).isEqualTo(new RelayFrame.Seated(1, SeatState.PRESENT, 5));
    }

    /** The sender says nothing for as long as it is not read; that is not its fault. */
    @Test
    void TR_12_a_reader_that_takes_nothing_for_28_seconds_is_ended_and_its_sender_is_not() throws Exception {
        SocketPeer sender = relay.connectSmall();
        relay.pair(1, sender, relay.connectSmall());
        Flood flood = new Flood(sender, 600, Flood::envelope);
        flood.awaitStall();
        flood.stop();
        relay.advance(27_000);
        assertThat(relay.stats().connections()).as("sender, reader, probe").isEqualTo(3);
        // Its kernel may have taken a last byte late; 28 seconds after that it is ended.
        for (int i = 0; i < 28 && relay.stats().connections() == 3; i++) {
            relay.advance(1_000);
        }
        assertThat(relay.stats().connections()).as("sender, probe").isEqualTo(2);
        assertThat(sender.readBesidesPings()).isEqualTo(new RelayFrame.Peer(PeerEvent.LOST, 3));
        flood.awaitEnd();
        SocketPeer again = relay.connect();
        assertThat(again.claim(claim(1, 2, Intent.JOIN, 2))).isEqualTo(new RelayFrame.Seated(1, SeatState.PRESENT, 4));
        assertThat(sender.readBesidesPings()).isEqualTo(new RelayFrame.Peer(PeerEvent.BACK, 4));
        assertTalking(sender, again);
    }

    /** Accepted by loop 0, seated on loop 1: what it says counts from the clock of the loop that hears it. */
    @Test
    void a_peer_that_moved_to_another_loop_is_not_called_dead_while_it_speaks() throws IOException {
        relay.close();
        relay = relay(LoopbackRelay.options(2));
        SocketPeer moved = relay.connect();
        SocketPeer stayed = relay.connect();
        moved.claim(claim(roomOnLoop1(0), 1, Intent.OPEN));
        stayed.claim(claim(roomOnLoop1(100), 1, Intent.OPEN));
        relay.moveClock(20_000);
        moved.ping(1);
        stayed.ping(1);
        relay.moveClock(8_000);
        stayed.ping(2);
        stayed.ping(3);
        moved.ping(2);
    }

    private static int roomOnLoop1(int from) {
        int room = from;
        while (Math.floorMod(SocketPeer.room(room).hashCode(), 2) != 1) {
            room++;
        }
        return room;
    }
}
