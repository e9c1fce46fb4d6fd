package dev.parley.peer.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.Identity;
import dev.parley.crypto.Invite;
import dev.parley.crypto.Pin;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.net.Credentials;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.net.TestKey;
import dev.parley.peer.net.TlsFront;
import dev.parley.peer.room.Outcome;
import dev.parley.peer.room.RoomEvent;
import dev.parley.relay.admission.Admission;
import dev.parley.relay.admission.AdmissionMode;
import dev.parley.relay.admission.DenyList;
import dev.parley.relay.admission.ListedKey;
import dev.parley.relay.admission.ListedToken;
import dev.parley.relay.net.Gate;
import dev.parley.relay.net.Listener;
import dev.parley.relay.net.Relay;
import dev.parley.relay.net.RelayOptions;
import dev.parley.relay.tls.PemFiles;
import dev.parley.relay.tls.SelfSigned;
import dev.parley.relay.tls.Tls;
import dev.parley.wire.AccessToken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real peers, real sockets, and a relay that is closed to strangers. */
class AdmittedPeersTest {
    private static final Identity ANNA = Identity.generate(Randomness.system());
    private static final Identity EVE = Identity.generate(Randomness.system());
    private static final AccessToken TOKEN = AccessToken.of(new byte[32]);

    private final Gate gate = new Gate(lists(), () -> 0);
    private final Invite invite = Invite.generate(Randomness.system());

    @TempDir
    private Path folder;

    private Relay relay;
    private int port;

    private static Admission lists() {
        return new Admission(
                AdmissionMode.EITHER,
                List.of(new ListedToken("friend", TOKEN.hash(), OptionalLong.empty())),
                List.of(listed(ANNA)),
                DenyList.NOBODY);
    }

    /** By the line that {@code parley access-key} prints. */
    private static ListedKey listed(Identity key) {
        return ListedKey.parse("parley-rsa "
                        + Base64.getEncoder().encodeToString(key.publicKey().spki()) + " anna")
                .orElseThrow();
    }

    private static Credentials token(AccessToken token) {
        return new Credentials(Optional.of(token), Optional.empty());
    }

    private static Credentials key(Identity key) {
        return new Credentials(Optional.empty(), Optional.of(key));
    }

    private Relay start(int atPort) throws IOException {
        return start(atPort, Optional.empty());
    }

    private Relay start(int atPort, Optional<Tls> tls) throws IOException {
        return Relay.start(
                List.of(new Listener(new InetSocketAddress(InetAddress.getLoopbackAddress(), atPort), tls)),
                new RelayOptions(2, 100, 100, ""),
                gate,
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    @BeforeEach
    void start() throws IOException {
        relay = start(0);
        port = relay.address().getPort();
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
    }

    private static void talk(LivePeer one, LivePeer other, String text) throws InterruptedException {
        one.say(text);
        other.await(peer -> peer.texts().contains(text));
    }

    @Test
    void two_with_a_token_and_a_key_talk_move_to_their_private_room_and_come_back_after_a_restart() throws Exception {
        try (LivePeer opener = LivePeer.opener(port, invite, token(TOKEN))) {
            opener.await(RoomEvent.Waiting.class);
            try (LivePeer joiner = LivePeer.joiner(port, invite, key(ANNA))) {
                talk(opener, joiner, "by the place");
                talk(joiner, opener, "and back");
                relay.close();
                relay = start(port);
                opener.say("after the restart");
                joiner.await(peer -> peer.texts().contains("after the restart"));
                talk(joiner, opener, "still here");
            }
        }
    }

    @Test
    void over_tls_a_key_is_proven_for_the_relay_that_shows_the_pin() throws Exception {
        PemFiles files = PemFiles.in(folder);
        SelfSigned.create(files);
        try (Tls tls = new Tls(files.read(), 1);
                Relay sealed = start(0, Optional.of(tls))) {
            Pin pin = Pin.parse(tls.certificate().pin()).orElseThrow();
            RelayAddress at = new RelayAddress("127.0.0.1", sealed.address().getPort()).pinned(pin);
            try (LivePeer opener = LivePeer.opener(at, invite, key(ANNA))) {
                opener.await(RoomEvent.Waiting.class);
                try (LivePeer joiner = LivePeer.joiner(at, invite, key(ANNA))) {
                    talk(opener, joiner, "by the key");
                    talk(joiner, opener, "and back");
                }
            }
        }
    }

    /** A relay in the middle has TLS with a key of its own and hands everything on to the real one. */
    @Test
    void TR_14_a_challenge_that_another_relay_passes_on_is_not_answered_for_it() throws Exception {
        TestKey middle = TestKey.fresh();
        try (TlsFront front = new TlsFront(middle, port)) {
            RelayAddress at = new RelayAddress("127.0.0.1", front.port()).pinned(middle.pin());
            try (LivePeer anna = LivePeer.opener(at, invite, key(ANNA))) {
                assertThat(anna.await(RoomEvent.Closed.class).outcome()).isEqualTo(Outcome.NOT_ADMITTED);
            }
        }
    }

    @Test
    void TR_14_who_shows_nothing_the_wrong_thing_or_what_is_not_listed_is_told_so() throws Exception {
        byte[] other = new byte[32];
        other[0] = 1;
        for (Credentials shown : List.of(Credentials.none(), token(AccessToken.of(other)), key(EVE))) {
            try (LivePeer stranger = LivePeer.opener(port, invite, shown)) {
                assertThat(stranger.await(RoomEvent.Closed.class).outcome()).isEqualTo(Outcome.NOT_ADMITTED);
                assertThat(shown.asked()).isEqualTo(3);
            }
        }
    }

    @Test
    void TR_14_whose_token_is_taken_back_is_told_so_when_it_comes_back() throws Exception {
        try (LivePeer opener = LivePeer.opener(port, invite, token(TOKEN))) {
            opener.await(RoomEvent.Waiting.class);
            gate.replace(new Admission(AdmissionMode.TOKENS, List.of(), List.of(), DenyList.NOBODY));
            relay.close();
            relay = start(port);
            assertThat(opener.await(RoomEvent.Closed.class).outcome()).isEqualTo(Outcome.NOT_ADMITTED);
        }
    }
}
