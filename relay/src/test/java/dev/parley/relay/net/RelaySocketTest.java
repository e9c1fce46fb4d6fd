package dev.parley.relay.net;

import static dev.parley.relay.net.LoopbackRelay.assertTalking;
import static dev.parley.relay.net.SocketPeer.claim;
import static dev.parley.relay.net.SocketPeer.resume;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.Challenge;
import dev.parley.wire.Envelope;
import dev.parley.wire.FrameCodec;
import dev.parley.wire.Intent;
import dev.parley.wire.NoticeKind;
import dev.parley.wire.PeerEvent;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.SeatState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What two honest peers see of a relay, over real sockets. */
class RelaySocketTest {
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
    void stop() throws Exception {
        relay.close();
    }

    private void restart(RelayOptions options) throws Exception {
        relay.close();
        relay = relay(options);
    }

    @Test
    void welcome_is_the_first_frame_and_tells_the_limits() throws Exception {
        restart(new RelayOptions(1, 10, 10, "maintenance at 20:00 \u2014 sorry"));
        Set<Challenge> challenges = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            RelayFrame.Welcome welcome = relay.dial(0).welcomed();
            assertThat(welcome)
                    .isEqualTo(new RelayFrame.Welcome(
                            1, 1, welcome.challenge(), 66_560, 12, 60, 0, "maintenance at 20:00 \u2014 sorry"));
            assertThat(challenges.add(welcome.challenge())).isTrue();
        }
    }

    @Test
    void two_peers_are_paired_and_talk_both_ways() throws IOException {
        SocketPeer[] pair = relay.pair(1);
        assertTalking(pair[0], pair[1]);
        assertTalking(pair[1], pair[0]);
    }

    @Test
    void ping_is_answered_with_or_without_a_seat() throws IOException {
        SocketPeer peer = relay.connect();
        peer.ping(Long.MIN_VALUE);
        peer.claim(claim(1, 1, Intent.OPEN));
        peer.ping(-1);
        peer.send(new PeerFrame.Pong(7));
        peer.ping(0);
    }

    @Test
    void twenty_megabytes_of_envelopes_pass_unchanged_and_in_order_both_ways() throws Exception {
        SocketPeer[] pair = relay.pair(1);
        int count = 620;
        Flood there = new Flood(pair[0], count, Flood::envelope);
        Flood back = new Flood(pair[1], count, i -> Flood.envelope(i + count));
        List<byte[]> backRead = new ArrayList<>();
        Thread reader = new Thread(() -> readAll(pair[0], count, backRead), "reader");
        reader.start();
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            byte[] body = pair[1].readEnvelope();
            assertThat(Arrays.equals(body, Flood.body(i))).as("envelope %d", i).isTrue();
            bytes += body.length;
        }
        there.awaitEnd();
        back.awaitEnd();
        reader.join(60_000);
        assertThat(bytes).isGreaterThan(19 << 20);
        assertThat(backRead).hasSize(count);
        for (int i = 0; i < count; i++) {
            assertThat(Arrays.equals(backRead.get(i), Flood.body(i + count)))
                    .as("envelope %d back", i)
                    .isTrue();
        }
    }

    private static void readAll(SocketPeer peer, int count, List<byte[]> into) {
        try {
            for (int i = 0; i < count; i++) {
                into.add(peer.readEnvelope());
            }
        } catch (IOException e) {
            // The caller counts what came.
        }
    }

    @Test
    void TR_05_frames_may_come_byte_by_byte() throws IOException {
        SocketPeer opener = relay.connect();
        SocketPeer joiner = relay.connect();
        opener.dribble(FrameCodec.encode(claim(1, 1, Intent.OPEN)));
        opener.readSeated();
        joiner.claim(claim(1, 2, Intent.JOIN));
        assertThat(opener.read()).isInstanceOf(RelayFrame.Peer.class);
        for (int i = 1; i <= 3; i++) {
            byte[] body = Arrays.copyOf(Flood.body(5), 700 * i);
            opener.dribble(FrameCodec.encode(new PeerFrame.Forward(Envelope.of(body))));
            opener.dribble(FrameCodec.encode(new PeerFrame.Ping(i)));
            assertThat(joiner.readEnvelope()).isEqualTo(body);
            assertThat(opener.read()).isEqualTo(new RelayFrame.Pong(i));
        }
    }

    @Test
    void TR_05_a_thousand_frames_may_come_in_one_write() throws IOException {
        SocketPeer[] pair = relay.pair(1);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 1_000; i++) {
            byte[] body = ByteBuffer.allocate(4 + i % 50).putInt(i).array();
            all.writeBytes(FrameCodec.encode(new PeerFrame.Forward(Envelope.of(body))));
            if (i % 100 == 99) {
                all.writeBytes(FrameCodec.encode(new PeerFrame.Ping(i)));
            }
        }
        pair[0].write(all.toByteArray());
        for (int i = 0; i < 1_000; i++) {
            assertThat(pair[1].readEnvelope())
                    .isEqualTo(ByteBuffer.allocate(4 + i % 50).putInt(i).array());
        }
        for (int i = 99; i < 1_000; i += 100) {
            assertThat(pair[0].read()).isEqualTo(new RelayFrame.Pong(i));
        }
    }

    @Test
    void claim_and_envelopes_may_come_in_one_write() throws IOException {
        SocketPeer opener = relay.connect();
        opener.claim(claim(1, 1, Intent.OPEN));
        SocketPeer joiner = relay.connect();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(FrameCodec.encode(claim(1, 2, Intent.JOIN)));
        all.writeBytes(FrameCodec.encode(new PeerFrame.Forward(Envelope.of(new byte[] {1, 2, 3}))));
        joiner.write(all.toByteArray());
        assertThat(opener.read()).isEqualTo(new RelayFrame.Peer(PeerEvent.ARRIVED, 2));
        assertThat(opener.readEnvelope()).containsExactly(1, 2, 3);
    }

    @Test
    void envelopes_to_nobody_are_not_kept() throws IOException {
        SocketPeer opener = relay.connect();
        opener.claim(claim(1, 1, Intent.OPEN));
        opener.forward((byte) 1);
        opener.ping(1);
        SocketPeer joiner = relay.connect();
        joiner.claim(claim(1, 2, Intent.JOIN));
        assertThat(opener.read()).isInstanceOf(RelayFrame.Peer.class);
        opener.forward((byte) 2);
        assertThat(joiner.readEnvelope()).containsExactly(2);
    }

    @Test
    void a_broken_connection_is_resumed_by_proof() throws IOException {
        SocketPeer[] pair = relay.pair(1);
        pair[1].reset();
        assertThat(pair[0].read()).isEqualTo(new RelayFrame.Peer(PeerEvent.LOST, 3));
        SocketPeer again = relay.connect();
        again.send(resume(again.challenge(), 1, 2, 2));
        assertThat(again.read()).isEqualTo(new RelayFrame.Seated(1, SeatState.PRESENT, 4));
        assertThat(pair[0].read()).isEqualTo(new RelayFrame.Peer(PeerEvent.BACK, 4));
        assertTalking(pair[0], again);
    }

    @Test
    void a_refused_resume_leaves_the_connection_to_claim() throws IOException {
        SocketPeer peer = relay.connect();
        peer.send(resume(peer.challenge(), 1, 1, 2));
        assertThat(peer.read()).isEqualTo(new RelayFrame.Refused(Refusal.ROOM_UNAVAILABLE.code(), 0));
        assertThat(peer.claim(claim(1, 1, Intent.EITHER))).isEqualTo(new RelayFrame.Seated(0, SeatState.EMPTY, 1));
    }

    @Test
    void the_older_connection_is_told_that_it_was_displaced() throws IOException {
        SocketPeer[] pair = relay.pair(1);
        SocketPeer again = relay.connect();
        assertThat(again.claim(claim(1, 2, Intent.JOIN, 2))).isEqualTo(new RelayFrame.Seated(1, SeatState.PRESENT, 3));
        assertThat(pair[1].readToEnd()).isEqualTo(FrameCodec.encode(new RelayFrame.Displaced()));
        assertThat(pair[0].read()).isEqualTo(new RelayFrame.Peer(PeerEvent.BACK, 3));
        pair[1].close();
        assertTalking(pair[0], again);
    }

    @Test
    void who_left_may_claim_another_room_on_the_same_connection() throws IOException {
        SocketPeer[] pair = relay.pair(1);
        pair[1].forward((byte) 9);
        pair[1].send(new PeerFrame.Leave(), claim(2, 2, Intent.OPEN));
        assertThat(pair[0].readEnvelope()).containsExactly(9);
        assertThat(pair[0].read()).isEqualTo(new RelayFrame.Peer(PeerEvent.LEFT, 3));
        assertThat(pair[1].read()).isEqualTo(new RelayFrame.Seated(0, SeatState.EMPTY, 1));
    }

    @Test
    void the_opener_ends_the_other_seat() throws IOException {
        SocketPeer[] pair = relay.pair(1);
        pair[0].send(new PeerFrame.Unseat());
        assertThat(pair[1].readToEnd())
                .isEqualTo(FrameCodec.encode(new RelayFrame.Refused(Refusal.UNSEATED.code(), 60_000)));
        assertThat(pair[0].read()).isEqualTo(new RelayFrame.Peer(PeerEvent.LEFT, 3));
    }

    @Test
    void pairs_in_fifty_rooms_on_three_loops_all_talk() throws Exception {
        restart(new RelayOptions(3, 2_000, 1_000, ""));
        List<SocketPeer[]> pairs = new ArrayList<>();
        Set<Integer> homes = new HashSet<>();
        for (int room = 0; room < 50; room++) {
            pairs.add(relay.pair(room));
            homes.add(Math.floorMod(SocketPeer.room(room).hashCode(), 3));
        }
        assertThat(homes).hasSize(3);
        for (int round = 0; round < 3; round++) {
            for (SocketPeer[] pair : pairs) {
                assertTalking(pair[0], pair[1]);
            }
        }
    }

    @Test
    void resume_then_claim_of_rooms_on_different_loops() throws Exception {
        restart(new RelayOptions(3, 2_000, 1_000, ""));
        for (int i = 0; i < 30; i++) {
            SocketPeer peer = relay.connect();
            peer.send(resume(peer.challenge(), i, 1, 1));
            assertThat(peer.read()).isEqualTo(new RelayFrame.Refused(Refusal.ROOM_UNAVAILABLE.code(), 0));
            peer.claim(claim(100 + i, 1, Intent.OPEN));
        }
    }

    /** A connection that comes back to a loop before that loop has let go of its old key must not end the loop. */
    @Test
    void one_write_may_hop_between_loops_five_hundred_times() throws Exception {
        restart(new RelayOptions(2, 2_000, 1_000, ""));
        List<SocketPeer[]> others = new ArrayList<>();
        for (int room = 0; room < 8; room++) {
            others.add(relay.pair(room));
        }
        SocketPeer hopper = relay.connect();
        ByteArrayOutputStream hops = new ByteArrayOutputStream();
        for (int i = 0; i < 500; i++) {
            hops.writeBytes(FrameCodec.encode(claim(100 + i, 1, Intent.OPEN, i)));
            hops.writeBytes(FrameCodec.encode(new PeerFrame.Leave()));
        }
        hopper.patience(5_000);
        hopper.write(hops.toByteArray());
        for (int i = 0; i < 500; i++) {
            assertThat(hopper.read()).as("hop %d", i).isEqualTo(new RelayFrame.Seated(0, SeatState.EMPTY, 1));
        }
        for (SocketPeer[] pair : others) {
            assertTalking(pair[0], pair[1]);
        }
    }

    @Test
    void everybody_is_told_when_the_relay_stops() throws Exception {
        SocketPeer[] pair = relay.pair(1);
        SocketPeer unseated = relay.connect();
        byte[] notice = FrameCodec.encode(new RelayFrame.Notice(NoticeKind.RESTARTING, 1_000, ""));
        relay.stop();
        for (SocketPeer peer : List.of(pair[0], pair[1], unseated)) {
            assertThat(peer.readToEnd()).isEqualTo(notice);
        }
    }

    @Test
    void sources_are_ipv4_addresses_or_ipv6_networks() throws IOException {
        assertThat(Arrivals.sourceOf(InetAddress.getByName("192.0.2.1")).prefix())
                .isEqualTo("c0000201");
        assertThat(Arrivals.sourceOf(InetAddress.getByName("::ffff:192.0.2.1")).prefix())
                .isEqualTo("c0000201");
        assertThat(Arrivals.sourceOf(InetAddress.getByName("2001:db8:1:2:3:4:5:6")))
                .isEqualTo(Arrivals.sourceOf(InetAddress.getByName("2001:db8:1:2:ffff::")))
                .isNotEqualTo(Arrivals.sourceOf(InetAddress.getByName("2001:db8:1:3::")))
                .hasToString("Source[hidden]");
    }
}
