package dev.parley.relay.net;

import static dev.parley.relay.net.LoopbackRelay.assertTalking;
import static dev.parley.relay.net.SocketPeer.claim;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.FrameCodec;
import dev.parley.wire.Intent;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A full relay refuses newcomers and keeps who is there. */
class LimitsTest {
    private static final int TRIES = 1_000;
    private static final byte[] BUSY = FrameCodec.encode(new RelayFrame.Refused(Refusal.BUSY.code(), 5_000));

    @Test
    void more_connections_than_allowed_are_told_that_the_relay_is_busy() throws IOException {
        try (LoopbackRelay relay = new LoopbackRelay(new RelayOptions(1, 4, 100, ""))) {
            SocketPeer[] pair = relay.pair(1);
            SocketPeer third = relay.pair(2)[0];
            for (int i = 0; i < 20; i++) {
                try (SocketPeer tooMany = relay.dial(0)) {
                    assertThat(tooMany.readToEnd()).isEqualTo(BUSY);
                }
            }
            assertTalking(pair[0], pair[1]);
            third.close();
            assertThat(isWelcomeAgain(relay)).isTrue();
            assertTalking(pair[0], pair[1]);
        }
    }

    /** Somebody hung up: soon there is a place again. */
    private static boolean isWelcomeAgain(LoopbackRelay relay) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            try (SocketPeer newcomer = relay.dial(0)) {
                if (newcomer.read() instanceof RelayFrame.Welcome) {
                    return true;
                }
                newcomer.readToEnd();
            }
        }
        return false;
    }

    @Test
    void more_rooms_than_allowed_are_refused_and_a_free_place_is_given_again() throws IOException {
        try (LoopbackRelay relay = new LoopbackRelay(new RelayOptions(1, 100, 2, ""))) {
            SocketPeer[] pair = relay.pair(1);
            SocketPeer second = relay.connect();
            second.claim(claim(2, 1, Intent.OPEN));
            SocketPeer third = relay.connect();
            third.send(claim(3, 1, Intent.OPEN));
            assertThat(third.readToEnd()).isEqualTo(BUSY);
            second.send(new PeerFrame.Leave());
            second.ping(1);
            SocketPeer fourth = relay.connect();
            fourth.claim(claim(4, 1, Intent.OPEN));
            assertTalking(pair[0], pair[1]);
        }
    }

    @Test
    void closed_connections_are_no_longer_counted() throws IOException {
        try (LoopbackRelay relay = new LoopbackRelay(1)) {
            relay.advance(0);
            for (int i = 0; i < 200; i++) {
                SocketPeer peer = relay.connect();
                if (i % 2 == 0) {
                    peer.claim(claim(i, 1, Intent.OPEN));
                }
                if (i % 3 == 0) {
                    peer.reset();
                } else {
                    peer.close();
                }
            }
            relay.advance(0);
            relay.advance(0);
            assertThat(relay.stats().connections()).isEqualTo(1);
        }
    }
}
