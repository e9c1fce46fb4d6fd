package dev.parley.relay.net;

import static dev.parley.relay.net.LoopbackRelay.assertTalking;
import static dev.parley.relay.net.SocketPeer.claim;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.relay.room.Limits;
import dev.parley.wire.Intent;
import dev.parley.wire.NoticeKind;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.SeatState;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator can do to a running relay, as its peers see it. */
class DrainTest {
    private LoopbackRelay relay;

    /** Over TLS, the same tests run with another one. */
    LoopbackRelay relay(RelayOptions options) throws IOException {
        return new LoopbackRelay(options);
    }

    @BeforeEach
    void start() throws IOException {
        relay = relay(LoopbackRelay.options(2));
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
    }

    @Test
    void TR_19_everybody_is_told_when_to_come_back_each_at_another_time_and_then_the_connection_ends()
            throws IOException {
        List<SocketPeer> peers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            peers.addAll(List.of(relay.pair(i)));
            peers.add(relay.connect());
        }
        relay.running().drain();
        Set<Long> delays = new HashSet<>();
        for (SocketPeer peer : peers) {
            RelayFrame.Notice notice = (RelayFrame.Notice) peer.read();
            assertThat(notice.kind()).isEqualTo(NoticeKind.RESTARTING);
            assertThat(notice.delayMillis()).isBetween(1_000L, 2_000L);
            delays.add(notice.delayMillis());
            assertThatThrownBy(peer::read).isInstanceOf(EOFException.class);
        }
        assertThat(delays).hasSize(peers.size());
        assertThat(relay.running().isDraining()).isTrue();
    }

    @Test
    void TR_19_who_is_talking_reads_whole_frames_and_the_notice_before_the_end() throws Exception {
        SocketPeer[] pair = relay.pair(1);
        Flood flood = new Flood(pair[0], 5_000, Flood::envelope);
        for (int i = 0; i < 50; i++) {
            assertThat(pair[1].readEnvelope()).isEqualTo(Flood.body(i));
        }
        relay.running().drain();
        int whole = 50;
        RelayFrame frame = pair[1].read();
        for (; frame instanceof RelayFrame.Deliver deliver; frame = pair[1].read()) {
            assertThat(deliver.envelope().toByteArray()).isEqualTo(Flood.body(whole++));
        }
        assertThat(frame).isInstanceOf(RelayFrame.Notice.class);
        assertThat(pair[0].read()).as("told in spite of what it is sending").isInstanceOf(RelayFrame.Notice.class);
        flood.stop();
        pair[0].close();
        flood.awaitEnd();
    }

    @Test
    void nobody_gets_in_while_the_relay_is_stopping() throws IOException {
        relay.pair(1);
        relay.running().drain();
        assertThatThrownBy(() -> relay.dial(0)).isInstanceOf(IOException.class);
    }

    @Test
    void the_operators_word_reaches_everybody_in_a_room_and_nobody_else() throws IOException {
        SocketPeer[] pair = relay.pair(1);
        SocketPeer alone = relay.connect();
        alone.claim(claim(2, 1, Intent.OPEN));
        SocketPeer unseated = relay.connect();
        relay.running().announce("caf\u00e9 closes at ten");
        for (SocketPeer peer : List.of(pair[0], pair[1], alone)) {
            assertThat(peer.read())
                    .isEqualTo(new RelayFrame.Notice(NoticeKind.OPERATOR_TEXT, 0, "caf\u00e9 closes at ten"));
        }
        unseated.ping(1);
        assertTalking(pair[0], pair[1]);
    }

    @Test
    void other_options_hold_for_who_comes_next_and_leave_rooms_alone() throws IOException {
        SocketPeer[] pair = relay.pair(1);
        SocketPeer waiting = relay.connect();
        waiting.claim(claim(2, 1, Intent.OPEN));
        relay.running().use(new RelayOptions(2, Limits.ofTotals(100, 100), "no new rooms today", false));
        waiting.ping(1);
        pair[0].ping(1);
        SocketPeer newcomer = relay.dial(0);
        assertThat(newcomer.welcomed().notice()).isEqualTo("no new rooms today");
        newcomer.send(claim(3, 1, Intent.OPEN));
        assertThat(newcomer.read()).isEqualTo(Refusal.BUSY.frame());
        SocketPeer joiner = relay.connect();
        assertThat(joiner.claim(claim(2, 2, Intent.JOIN))).isEqualTo(new RelayFrame.Seated(1, SeatState.PRESENT, 2));
        assertTalking(pair[0], pair[1]);
        relay.running().use(new RelayOptions(2, Limits.ofTotals(2, 100), "", true));
        pair[0].ping(2);
        joiner.ping(2);
        assertThat(isTurnedAway()).isTrue();
        assertTalking(pair[0], pair[1]);
    }

    /** Over TLS nothing is said before hands are shaken. */
    private boolean isTurnedAway() {
        try {
            return relay.dial(0).read().equals(Refusal.BUSY.frame());
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void joins_refusals_and_envelopes_are_counted() throws IOException {
        SocketPeer[] pair = relay.pair(1);
        assertTalking(pair[0], pair[1]);
        SocketPeer third = relay.connect();
        third.send(claim(1, 3, Intent.JOIN));
        third.readToEnd();
        SocketPeer wrong = relay.connect();
        wrong.send(SocketPeer.resume(wrong.challenge(), 1, 9, 1));
        assertThat(wrong.read()).isEqualTo(Refusal.ROOM_UNAVAILABLE.frame());
        pair[0].reset();
        assertThat(pair[1].read()).isInstanceOf(RelayFrame.Peer.class);
        SocketPeer back = relay.connect();
        back.send(SocketPeer.resume(back.challenge(), 1, 1, 2));
        back.readSeated();
        assertThat(pair[1].read()).isInstanceOf(RelayFrame.Peer.class);
        pair[1].send(new PeerFrame.Leave());
        pair[1].ping(1);
        RelayStats stats = relay.stats();
        assertThat(stats.count(Count.ENVELOPES)).isEqualTo(2);
        assertThat(stats.count(Count.ENVELOPE_BYTES)).isEqualTo(14);
        assertThat(stats.count(Count.JOINS_OPENED)).isEqualTo(1);
        assertThat(stats.count(Count.JOINS_JOINED)).isEqualTo(1);
        assertThat(stats.count(Count.JOINS_RESUMED)).isEqualTo(1);
        assertThat(stats.count(Count.JOINS_REFUSED)).isEqualTo(2);
        assertThat(stats.refusals(Refusal.ROOM_UNAVAILABLE)).isEqualTo(2);
        assertThat(stats.count(Count.ROOMS)).isEqualTo(1);
        assertThat(stats.count(Count.SEATS)).isEqualTo(1);
        assertThat(stats.accepted()).isEqualTo(5);
        assertThat(stats.faults()).isZero();
        assertThat(stats.lastFault()).isEmpty();
    }
}
