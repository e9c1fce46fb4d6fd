package dev.parley.relay.net;

import static dev.parley.relay.net.LoopbackRelay.assertTalking;
import static dev.parley.relay.net.SocketPeer.claim;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.wire.Envelope;
import dev.parley.wire.FrameCodec;
import dev.parley.wire.Intent;
import dev.parley.wire.PeerEvent;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.SeatState;
import dev.parley.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** TR-12 and its kin: who does not read slows down who writes, and nobody else. Each test has a relay of its own and mostly waits. */
@Execution(ExecutionMode.CONCURRENT)
class BackpressureTest {
    private static final long BOUND = 16 << 20;
    private static final int PINGS = 1_000;

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
    void TR_12_a_reader_that_stops_blocks_its_sender_and_nobody_else_and_loses_nothing() throws Exception {
        SocketPeer[] pair = relay.pair(1, relay.connectSmall(), relay.connectSmall());
        SocketPeer[] others = relay.pair(2);
        int count = 600;
        Flood flood = new Flood(pair[0], count, Flood::envelope);
        assertThat(flood.awaitStall()).isLessThan(BOUND);
        assertThat(flood.isStalled()).isTrue();
        for (int i = 0; i < 100; i++) {
            assertTalking(others[0], others[1]);
        }
        for (int i = 0; i < count; i++) {
            assertThat(pair[1].readEnvelope()).as("envelope %d", i).isEqualTo(Flood.body(i));
        }
        flood.awaitEnd();
        assertTalking(pair[1], pair[0]);
    }

    @Test
    void TR_12_the_other_direction_flows_while_one_is_blocked() throws Exception {
        SocketPeer[] pair = relay.pair(1, relay.connectSmall(), relay.connectSmall());
        Flood flood = new Flood(pair[0], 600, Flood::envelope);
        flood.awaitStall();
        for (int i = 0; i < 300; i++) {
            pair[1].write(Flood.envelope(i));
            assertThat(pair[0].readEnvelope()).as("envelope %d back", i).isEqualTo(Flood.body(i));
        }
        assertThat(flood.isStalled()).isTrue();
    }

    @Test
    void a_sender_that_was_blocked_goes_on_when_its_reader_is_gone() throws Exception {
        SocketPeer[] pair = relay.pair(1, relay.connectSmall(), relay.connectSmall());
        Flood flood = new Flood(pair[0], 600, Flood::envelope);
        assertThat(flood.awaitStall()).isLessThan(BOUND);
        flood.stop();
        pair[1].reset();
        assertThat(pair[0].read()).isEqualTo(new RelayFrame.Peer(PeerEvent.LOST, 3));
        flood.awaitEnd();
    }

    /** The reader's network died and it came back before the relay noticed: the ordinary case of a takeover. */
    @Test
    void a_sender_that_was_blocked_goes_on_when_its_reader_is_replaced() throws Exception {
        SocketPeer[] pair = relay.pair(1, relay.connectSmall(), relay.connectSmall());
        Flood flood = new Flood(pair[0], 600, Flood::envelope);
        flood.awaitStall();
        SocketPeer again = relay.connect();
        assertThat(again.claim(claim(1, 2, Intent.JOIN, 2))).isEqualTo(new RelayFrame.Seated(1, SeatState.PRESENT, 3));
        assertThat(pair[0].read()).isEqualTo(new RelayFrame.Peer(PeerEvent.BACK, 3));
        byte[] first = again.readEnvelope();
        int number = 0;
        while (!Arrays.equals(first, Flood.body(number))) {
            number++;
        }
        for (int i = number + 1; i < 600; i++) {
            assertThat(again.readEnvelope()).as("envelope %d", i).isEqualTo(Flood.body(i));
        }
        flood.awaitEnd();
    }

    /** What the replaced sender had queued is dropped, the begun envelope is completed, and the new sender is in step. */
    @Test
    void a_slow_reader_stays_in_step_when_its_sender_is_replaced() throws Exception {
        SocketPeer[] pair = relay.pair(1, relay.connectSmall(), relay.connectSmall());
        Flood flood = new Flood(pair[0], 600, Flood::envelope);
        flood.awaitStall();
        SocketPeer again = relay.connect();
        again.claim(claim(1, 1, Intent.OPEN, 2));
        again.forward((byte) 1, (byte) 2);
        int number = 0;
        RelayFrame frame = pair[1].read();
        while (frame instanceof RelayFrame.Deliver deliver) {
            assertThat(deliver.envelope().toByteArray())
                    .as("envelope %d", number)
                    .isEqualTo(Flood.body(number));
            number++;
            frame = pair[1].read();
        }
        assertThat(frame).isEqualTo(new RelayFrame.Peer(PeerEvent.BACK, 3));
        assertThat(pair[1].readEnvelope()).containsExactly(1, 2);
        flood.awaitEnd();
    }

    @Test
    void nine_mebibytes_may_go_to_an_empty_seat_and_no_more() throws IOException {
        SocketPeer alone = relay.connect();
        alone.claim(claim(1, 1, Intent.OPEN));
        byte[] largest = FrameCodec.encode(new PeerFrame.Forward(Envelope.of(new byte[Wire.MAX_ENVELOPE_BYTES])));
        int allowed = Wire.MAX_UNHEARD_BYTES / largest.length;
        for (int i = 0; i < allowed; i++) {
            alone.write(largest);
        }
        alone.ping(1);
        alone.write(largest);
        assertThat(alone.readToEnd())
                .isEqualTo(FrameCodec.encode(new RelayFrame.Refused(Refusal.NOBODY_THERE.code(), 0)));
        SocketPeer joiner = relay.connect();
        assertThat(joiner.claim(claim(1, 2, Intent.JOIN))).isEqualTo(new RelayFrame.Seated(1, SeatState.HELD, 3));
    }

    @Test
    void a_partner_who_comes_and_goes_starts_the_count_anew() throws IOException {
        SocketPeer opener = relay.connect();
        opener.claim(claim(1, 1, Intent.OPEN));
        byte[] largest = FrameCodec.encode(new PeerFrame.Forward(Envelope.of(new byte[Wire.MAX_ENVELOPE_BYTES])));
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 100; i++) {
                opener.write(largest);
            }
            opener.ping(round);
            SocketPeer joiner = relay.connect();
            joiner.claim(claim(1, 2, Intent.JOIN));
            assertThat(opener.read()).isInstanceOf(RelayFrame.Peer.class);
            joiner.send(new PeerFrame.Leave());
            assertThat(opener.read()).isInstanceOf(RelayFrame.Peer.class);
        }
    }

    @Test
    void a_flood_of_pings_without_reading_is_bounded_and_every_pong_comes_in_the_end() throws Exception {
        SocketPeer[] others = relay.pair(2);
        SocketPeer flooder = relay.connectSmall();
        Flood flood = new Flood(flooder, 5_000, BackpressureTest::pings);
        assertThat(flood.awaitStall()).isLessThan(BOUND);
        assertThat(flood.isStalled()).isTrue();
        flood.stop();
        assertTalking(others[0], others[1]);
        int read = flood.frames() * PINGS;
        for (int i = 0; i < read; i++) {
            assertThat(flooder.read()).isEqualTo(new RelayFrame.Pong(i));
        }
        flood.awaitEnd();
        for (int i = read; i < flood.frames() * PINGS; i++) {
            assertThat(flooder.read()).isEqualTo(new RelayFrame.Pong(i));
        }
    }

    @Test
    void a_flood_of_pings_from_a_seat_is_bounded_and_its_partner_is_not_held_up() throws Exception {
        SocketPeer[] pair = relay.pair(1, relay.connectSmall(), relay.connect());
        Flood flood = new Flood(pair[0], 5_000, BackpressureTest::pings);
        assertThat(flood.awaitStall()).isLessThan(BOUND);
        assertThat(flood.isStalled()).isTrue();
        flood.stop();
        pair[1].ping(1);
    }

    /** The loop may wake up for the reset, but not again and again for a socket that is dead. */
    @Test
    void a_reset_after_a_flood_of_pings_does_not_keep_the_loop_busy() throws Exception {
        SocketPeer idle = relay.connect();
        SocketPeer flooder = relay.connectSmall();
        flooder.claim(claim(5, 1, Intent.OPEN));
        Flood flood = new Flood(flooder, 5_000, BackpressureTest::pings);
        flood.awaitStall();
        flooder.reset();
        flood.awaitEnd();
        idle.ping(1);
        long before = relay.clockReads();
        idle.patience(1_000);
        assertThatThrownBy(idle::read).isInstanceOf(SocketTimeoutException.class);
        assertThat(relay.clockReads() - before).isLessThan(1_000);
    }

    /** Numbered PINGs, a thousand to a write. */
    private static byte[] pings(int number) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < PINGS; i++) {
            block.writeBytes(FrameCodec.encode(new PeerFrame.Ping((long) number * PINGS + i)));
        }
        return block.toByteArray();
    }
}
