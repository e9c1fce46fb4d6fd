package dev.parley.relay.net;

import static dev.parley.relay.net.LoopbackRelay.assertTalking;
import static dev.parley.relay.net.SocketPeer.claim;
import static dev.parley.relay.net.SocketPeer.resume;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.relay.room.Limits;
import dev.parley.wire.FrameCodec;
import dev.parley.wire.Intent;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.SeatState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** TR-01, TR-03, TR-08, TR-12: what one source takes is bounded, and what others have is never taken from them. */
class SourceLimitsTest {
    private static final byte[] BUSY = FrameCodec.encode(Refusal.BUSY.frame());
    private static final String ATTACKER = "127.0.1.7";
    private static final String HONEST = "127.0.2.1";

    private static LoopbackRelay relay(Limits limits) throws IOException {
        return new LoopbackRelay(new RelayOptions(1, limits, "", true));
    }

    @Test
    void TR_03_a_source_with_too_many_connections_is_turned_away_and_no_other() throws Exception {
        try (LoopbackRelay relay = relay(new Limits(1_000, 1_000, 0, 5, 0, 0))) {
            List<SocketPeer> mine = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                mine.add(relay.dialFrom(ATTACKER));
                mine.get(i).welcomed();
            }
            for (int i = 0; i < 20; i++) {
                assertThat(relay.dialFrom(ATTACKER).readToEnd()).isEqualTo(BUSY);
            }
            assertThat(relay.dialFrom(HONEST).welcomed()).isNotNull();
            assertThat(relay.stats().refusals(Refusal.BUSY)).isEqualTo(20);
            for (int i = 0; i < 20; i++) {
                mine.remove(0).close();
                SocketPeer next = welcomedAtLast(relay);
                mine.add(next);
            }
        }
    }

    /** The relay sees the end of a connection a moment after its peer. */
    private static SocketPeer welcomedAtLast(LoopbackRelay relay) throws IOException {
        while (true) {
            SocketPeer next = relay.dialFrom(ATTACKER);
            if (next.read() instanceof RelayFrame.Welcome) {
                return next;
            }
        }
    }

    @Test
    void TR_03_a_source_with_too_many_joins_a_minute_is_turned_away_until_time_has_passed() throws Exception {
        try (LoopbackRelay relay = relay(new Limits(1_000, 1_000, 0, 0, 6, 0))) {
            SocketPeer waiting = relay.dialFrom(HONEST);
            waiting.welcomed();
            for (int i = 0; i < 6; i++) {
                SocketPeer peer = relay.dialFrom(ATTACKER);
                peer.welcomed();
                peer.claim(claim(i, 1, Intent.OPEN));
                peer.close();
            }
            assertThat(relay.dialFrom(ATTACKER).readToEnd()).isEqualTo(BUSY);
            relay.moveClock(9_999);
            assertThat(relay.dialFrom(ATTACKER).readToEnd()).isEqualTo(BUSY);
            relay.moveClock(1);
            relay.dialFrom(ATTACKER).welcomed();
            assertThat(relay.dialFrom(ATTACKER).readToEnd()).isEqualTo(BUSY);
        }
    }

    @Test
    void TR_03_a_connection_pays_for_every_join_but_its_first() throws Exception {
        try (LoopbackRelay relay = relay(new Limits(1_000, 1_000, 0, 0, 3, 0))) {
            SocketPeer peer = relay.dialFrom(ATTACKER);
            peer.welcomed();
            peer.send(resume(peer.challenge(), 1, 1, 1));
            assertThat(peer.read()).isEqualTo(new RelayFrame.Refused(Refusal.ROOM_UNAVAILABLE.code(), 0));
            peer.claim(claim(1, 1, Intent.OPEN));
            peer.send(new PeerFrame.Leave());
            peer.claim(claim(2, 1, Intent.OPEN));
            peer.send(new PeerFrame.Leave(), claim(3, 1, Intent.OPEN));
            assertThat(peer.readToEnd()).isEqualTo(BUSY);
        }
    }

    @Test
    void TR_01_who_has_no_seat_gives_way_to_newcomers_the_oldest_first() throws Exception {
        try (LoopbackRelay relay = relay(new Limits(1_000, 1_000, 10, 0, 0, 0))) {
            SocketPeer[] pair = relay.pair(1);
            List<SocketPeer> slow = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                slow.add(relay.connect());
            }
            for (int i = 0; i < 100; i++) {
                SocketPeer honest = relay.connect();
                honest.claim(claim(100 + i, 1, Intent.OPEN));
            }
            assertThat(slow.get(0).readToEnd()).isEqualTo(BUSY);
            assertThat(slow.get(9).isSilent()).isTrue();
            assertTalking(pair[0], pair[1]);
        }
    }

    @Test
    void TR_01_at_the_limit_of_connections_those_without_a_seat_go_first() throws Exception {
        try (LoopbackRelay relay = relay(new Limits(6, 1_000, 0, 0, 0, 0))) {
            SocketPeer[] pair = relay.pair(1);
            List<SocketPeer> slow = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                slow.add(relay.connect());
            }
            SocketPeer[] others = relay.pair(2);
            assertThat(slow.get(0).readToEnd()).isEqualTo(BUSY);
            assertThat(slow.get(1).readToEnd()).isEqualTo(BUSY);
            assertTalking(pair[0], pair[1]);
            assertTalking(others[0], others[1]);
        }
    }

    @Test
    void TR_08_a_room_that_waits_stays_whatever_a_stranger_opens() throws Exception {
        try (LoopbackRelay relay = relay(new Limits(1_000, 20, 0, 50, 0, 0))) {
            SocketPeer victim = relay.dialFrom(HONEST);
            victim.welcomed();
            victim.claim(claim(1_000, 1, Intent.OPEN));
            int refused = 0;
            for (int i = 0; i < 40; i++) {
                SocketPeer attacker = relay.dialFrom(ATTACKER);
                attacker.welcomed();
                attacker.send(claim(i, 1, Intent.OPEN));
                refused += attacker.read() instanceof RelayFrame.Refused ? 1 : 0;
            }
            assertThat(refused).isEqualTo(21);
            SocketPeer friend = relay.dialFrom("127.0.2.2");
            friend.welcomed();
            assertThat(friend.claim(claim(1_000, 2, Intent.JOIN)))
                    .isEqualTo(new RelayFrame.Seated(1, SeatState.PRESENT, 2));
            victim.read();
            assertTalking(victim, friend);
        }
    }

    @Test
    void a_room_that_had_its_share_waits_until_it_has_some_again_and_loses_nothing() throws Exception {
        int perSecond = 64 << 10;
        try (LoopbackRelay relay = relay(new Limits(1_000, 1_000, 0, 0, 0, perSecond))) {
            SocketPeer[] pair = relay.pair(1);
            SocketPeer[] others = relay.pair(2);
            Flood flood = new Flood(pair[0], 600, Flood::envelope);
            flood.awaitStall();
            assertThat(flood.isStalled()).isTrue();
            assertTalking(others[0], others[1]);
            for (int i = 0; i < 600; i++) {
                while (pair[1].isSilent()) {
                    relay.moveClock(100);
                    pair[1].send(new PeerFrame.Pong(i));
                    others[0].ping(i);
                    others[1].ping(i);
                }
                assertThat(pair[1].readEnvelope()).as("envelope %d", i).isEqualTo(Flood.body(i));
            }
            flood.awaitEnd();
        }
    }

    @Test
    void TR_21_who_makes_the_relay_hold_too_much_is_ended_and_nobody_else_is() throws Exception {
        int memory = 128 << 10;
        try (LoopbackRelay relay = new LoopbackRelay(LoopbackRelay.options(1), memory)) {
            SocketPeer[] honest = relay.pair(1);
            List<Flood> floods = new ArrayList<>();
            for (int room = 2; room < 5; room++) {
                SocketPeer[] pair = relay.pair(room, relay.connectSmall(), relay.connectSmall());
                floods.add(new Flood(pair[0], 600, number -> Flood.envelope(5)));
            }
            // A frozen reader makes the relay hold at least the envelope that is half written, of 65 KiB: three of them
            // do not fit.
            while (relay.stats().refusals(Refusal.BUSY) == 0) {
                honest[0].ping(1);
                honest[1].ping(1);
            }
            assertThat(floods).hasSize(3);
            assertTalking(honest[0], honest[1]);
        }
    }

    @Test
    void who_connects_from_this_machine_itself_is_not_counted_by_source() throws UnknownHostException {
        for (String own : List.of("127.0.0.1", "127.0.0.9", "::1", "::ffff:127.0.0.1")) {
            assertThat(Arrivals.sourceOf(InetAddress.getByName(own)).isOwn())
                    .as(own)
                    .isTrue();
        }
        for (String other : List.of("127.0.1.1", "10.0.0.1", "2001:db8::1", "::ffff:10.0.0.1")) {
            assertThat(Arrivals.sourceOf(InetAddress.getByName(other)).isOwn())
                    .as(other)
                    .isFalse();
        }
    }

    @Test
    void sources_are_forgotten_when_nobody_would_miss_them() throws UnknownHostException {
        Sources sources = new Sources(new Limits(1_000, 1_000, 0, 5, 60, 0));
        for (int i = 0; i < 1_000; i++) {
            assertThat(sources.arrive(Arrivals.sourceOf(InetAddress.getByName("10.0." + i / 250 + "." + i % 250)), 0))
                    .isTrue();
        }
        sources.tick(60_000);
        assertThat(sources.size()).isEqualTo(1_000);
        for (int i = 0; i < 1_000; i++) {
            sources.leave(Arrivals.sourceOf(InetAddress.getByName("10.0." + i / 250 + "." + i % 250)));
        }
        sources.tick(60_001);
        assertThat(sources.size()).isZero();
    }
}
