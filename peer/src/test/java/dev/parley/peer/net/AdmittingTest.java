package dev.parley.peer.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.crypto.AccessProofs;
import dev.parley.crypto.Identity;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.vectors.VectorFile;
import dev.parley.wire.AccessToken;
import dev.parley.wire.AdmissionProof;
import dev.parley.wire.Challenge;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.SealedSeed;
import dev.parley.wire.WireException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a peer says between WELCOME and CLAIM, and the peer's side of {@code spec/vectors/admission}. */
class AdmittingTest {
    private static final Identity KEY = Identity.generate(Randomness.system());
    private static final AccessToken TOKEN = AccessToken.of(new byte[32]);
    private static final SealedSeed SEALED = SealedSeed.of(new byte[256]);
    private static final byte[] PLAIN = {};

    private final List<PeerFrame> said = new ArrayList<>();

    private Admitting admitting(Optional<AccessToken> token, Optional<Identity> key) {
        return new Admitting(new Credentials(token, key), PLAIN, Randomness.system(), said::add);
    }

    private static RelayFrame.Welcome welcome(int admission) {
        return welcome(admission, new byte[32]);
    }

    private static RelayFrame.Welcome welcome(int admission, byte[] challenge) {
        return new RelayFrame.Welcome(1, 1, Challenge.of(challenge), 66_560, 12, 60, admission, "");
    }

    @Test
    void an_open_relay_is_shown_nothing() throws WireException {
        assertThat(admitting(Optional.of(TOKEN), Optional.of(KEY)).heard(welcome(0)))
                .contains(welcome(0));
        assertThat(said).isEmpty();
    }

    @Test
    void a_token_is_shown_first_and_the_room_goes_on_at_once() throws WireException {
        for (int admission : new int[] {1, 3, 255}) {
            said.clear();
            assertThat(admitting(Optional.of(TOKEN), Optional.of(KEY)).heard(welcome(admission)))
                    .contains(welcome(admission));
            assertThat(said).containsExactly(new PeerFrame.AdmitToken(TOKEN));
        }
    }

    @Test
    void a_key_is_proven_before_the_room_hears_of_the_relay() throws WireException {
        Admitting admitting = admitting(Optional.of(TOKEN), Optional.of(KEY));
        assertThat(admitting.heard(welcome(2))).isEmpty();
        assertThat(said).containsExactly(new PeerFrame.AdmitKey(AccessProofs.idOf(KEY)));
        RelayFrame.Ping ping = new RelayFrame.Ping(1);
        assertThat(admitting.heard(ping)).contains(ping);
        assertThat(admitting.heard(new RelayFrame.KeyChallenge(SEALED))).contains(welcome(2));
        assertThat(said).hasSize(2).last().isInstanceOf(PeerFrame.AdmitProof.class);
        assertThatThrownBy(() -> admitting.heard(new RelayFrame.KeyChallenge(SEALED)))
                .isInstanceOf(WireException.class);
        assertThat(said).hasSize(2);
    }

    @Test
    void who_has_nothing_that_is_taken_says_nothing_and_is_not_admitted() throws WireException {
        for (Admitting admitting : List.of(
                admitting(Optional.empty(), Optional.empty()), admitting(Optional.of(TOKEN), Optional.empty()))) {
            assertThat(admitting.heard(welcome(2))).contains(Refusal.NOT_ADMITTED.frame());
        }
        assertThat(admitting(Optional.empty(), Optional.of(KEY)).heard(welcome(1)))
                .contains(Refusal.NOT_ADMITTED.frame());
        assertThat(admitting(Optional.of(TOKEN), Optional.of(KEY)).heard(welcome(4)))
                .contains(Refusal.NOT_ADMITTED.frame());
        assertThat(said).isEmpty();
    }

    @Test
    void a_challenge_that_nobody_asked_for_is_an_error_and_gets_no_answer() throws WireException {
        Admitting admitting = admitting(Optional.of(TOKEN), Optional.of(KEY));
        assertThatThrownBy(() -> admitting.heard(new RelayFrame.KeyChallenge(SEALED)))
                .isInstanceOf(WireException.class);
        admitting.heard(welcome(0));
        assertThatThrownBy(() -> admitting.heard(new RelayFrame.KeyChallenge(SEALED)))
                .isInstanceOf(WireException.class);
        assertThat(said).isEmpty();
    }

    static List<VectorFile> seals() throws IOException {
        return VectorFile.readAll(Path.of(System.getProperty("parley.root"), "spec", "vectors", "admission")).stream()
                .filter(vector ->
                        vector.entries().stream().anyMatch(entry -> entry.key().equals("sealed")))
                .toList();
    }

    /** A good seed gives the proof of the vector; every bad one gives a proof that is new each time, and no other sign. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("seals")
    void TP_20_a_seed_that_does_not_open_is_answered_like_one_that_does(VectorFile vector) throws WireException {
        AdmissionProof first = answer(vector);
        AdmissionProof again = answer(vector);
        if (vector.text("expect").equals("accept")) {
            assertThat(first.toByteArray()).isEqualTo(vector.hex("proof")).isEqualTo(again.toByteArray());
        } else {
            assertThat(first.toByteArray()).isNotEqualTo(again.toByteArray());
        }
    }

    private AdmissionProof answer(VectorFile vector) throws WireException {
        Identity key = Identity.decode(vector.hex("private")).orElseThrow();
        Admitting admitting = new Admitting(
                new Credentials(Optional.empty(), Optional.of(key)),
                vector.hex("relay_pin"),
                Randomness.system(),
                said::add);
        said.clear();
        admitting.heard(welcome(2, vector.hex("challenge")));
        admitting.heard(new RelayFrame.KeyChallenge(SealedSeed.of(vector.hex("sealed"))));
        return ((PeerFrame.AdmitProof) said.get(1)).proof();
    }
}
