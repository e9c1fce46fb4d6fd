package dev.parley.relay.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.relay.admission.Admittance.Answer;
import dev.parley.wire.AccessToken;
import dev.parley.wire.AdmissionProof;
import dev.parley.wire.Challenge;
import dev.parley.wire.KeyId;
import dev.parley.wire.PeerFrame;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One connection's way in, without a socket (PROTOCOL.md section 3.6). */
class AdmittanceTest {
    private static final TestKeys ANNA = TestKeys.fresh();
    private static final TestKeys EVE = TestKeys.fresh();
    private static final Optional<KeyChallenges> CHALLENGES = Optional.of(new KeyChallenges());
    private static final AccessToken TOKEN = token(1);
    private static final byte[] PIN = bytes(7);

    private static AccessToken token(int value) {
        return AccessToken.of(bytes(value));
    }

    private static byte[] bytes(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static ListedToken listed(AccessToken token, OptionalLong expires) {
        return new ListedToken("t" + Arrays.hashCode(token.hash()), token.hash(), expires);
    }

    private static Admission tokens(ListedToken... tokens) {
        return new Admission(AdmissionMode.TOKENS, List.of(tokens), List.of(), DenyList.NOBODY);
    }

    private static Admission keys(TestKeys... keys) {
        return new Admission(
                AdmissionMode.KEYS,
                List.of(),
                Arrays.stream(keys).map(TestKeys::listed).toList(),
                DenyList.NOBODY);
    }

    private static Answer show(AccessToken token, Admission lists, long now) {
        return new Admittance(lists.mode()).onToken(new PeerFrame.AdmitToken(token), lists, now);
    }

    /** One connection with its own challenge. */
    private static final class Line implements Admittance.Connected {
        private final Admittance admittance;
        private final Challenge challenge;
        private final byte[] relayPin;

        Line(Admission lists, int nonce, byte[] pin) {
            admittance = new Admittance(lists.mode());
            challenge = Challenge.of(bytes(nonce));
            relayPin = pin;
        }

        @Override
        public byte[] relayPin() {
            return relayPin;
        }

        @Override
        public Challenge challenge() {
            return challenge;
        }

        Admittance admittance() {
            return admittance;
        }

        Answer name(KeyId id, Admission lists) {
            return admittance.onKey(new PeerFrame.AdmitKey(id), lists, CHALLENGES, this);
        }

        AdmissionProof proofOf(TestKeys key) {
            return key.prove(relayPin, challenge, admittance.sealed());
        }

        Answer prove(AdmissionProof proof, Admission lists) {
            return admittance.onProof(new PeerFrame.AdmitProof(proof), lists);
        }
    }

    private static Line line(Admission lists) {
        return new Line(lists, 5, PIN);
    }

    @Test
    void an_open_relay_asks_nothing_and_takes_no_admit() {
        Admittance admittance = new Admittance(AdmissionMode.OPEN);
        assertThat(admittance.isAdmitted()).isTrue();
        assertThat(admittance.onToken(new PeerFrame.AdmitToken(TOKEN), Admission.open(), 0))
                .isEqualTo(Answer.OUT_OF_PLACE);
    }

    @Test
    void a_listed_token_admits_until_it_expires() {
        Admission lists = tokens(listed(token(9), OptionalLong.empty()), listed(TOKEN, OptionalLong.of(1_000)));
        assertThat(show(TOKEN, lists, 999)).isEqualTo(Answer.ADMITTED);
        assertThat(show(TOKEN, lists, 1_000)).isEqualTo(Answer.REFUSED);
        assertThat(show(token(9), lists, Long.MAX_VALUE)).isEqualTo(Answer.ADMITTED);
    }

    @Test
    void TR_14_an_unknown_or_removed_token_does_not() {
        assertThat(show(token(2), tokens(listed(TOKEN, OptionalLong.empty())), 0))
                .isEqualTo(Answer.REFUSED);
        assertThat(show(TOKEN, tokens(), 0)).isEqualTo(Answer.REFUSED);
        assertThat(show(TOKEN, keys(ANNA), 0)).isEqualTo(Answer.REFUSED);
    }

    @Test
    void TR_14_an_empty_list_admits_nobody() {
        Admission nobody = new Admission(AdmissionMode.EITHER, List.of(), List.of(), DenyList.NOBODY);
        assertThat(show(TOKEN, nobody, 0)).isEqualTo(Answer.REFUSED);
        Line line = line(nobody);
        assertThat(line.name(ANNA.id(), nobody)).isEqualTo(Answer.CHALLENGE);
        assertThat(line.prove(line.proofOf(ANNA), nobody)).isEqualTo(Answer.REFUSED);
        assertThat(line.admittance().isAdmitted()).isFalse();
    }

    @Test
    void a_listed_key_that_opens_its_challenge_is_admitted() {
        Admission lists = keys(EVE, ANNA);
        for (byte[] pin : new byte[][] {PIN, {}}) {
            Line line = new Line(lists, 5, pin);
            assertThat(line.admittance().isAdmitted()).isFalse();
            assertThat(line.name(ANNA.id(), lists)).isEqualTo(Answer.CHALLENGE);
            assertThat(line.prove(line.proofOf(ANNA), lists)).isEqualTo(Answer.ADMITTED);
            assertThat(line.admittance().isAdmitted()).isTrue();
        }
    }

    @Test
    void TR_14_a_key_that_is_not_listed_gets_a_challenge_that_looks_the_same_and_no_admission() {
        Admission lists = keys(ANNA);
        Line line = line(lists);
        assertThat(line.name(EVE.id(), lists)).isEqualTo(Answer.CHALLENGE);
        assertThat(line.admittance().sealed().toByteArray()).hasSize(256);
        assertThat(line.prove(line.proofOf(EVE), lists)).isEqualTo(Answer.REFUSED);
    }

    @Test
    void TR_14_a_listed_key_without_its_proof_is_refused() {
        Admission lists = keys(ANNA);
        Line line = line(lists);
        line.name(ANNA.id(), lists);
        assertThat(line.prove(line.proofOf(EVE), lists)).isEqualTo(Answer.REFUSED);
        assertThat(line.prove(AdmissionProof.of(new byte[32]), lists)).isEqualTo(Answer.OUT_OF_PLACE);
    }

    @Test
    void TR_14_a_proof_of_another_connection_or_relay_is_refused() {
        Admission lists = keys(ANNA);
        Line honest = line(lists);
        honest.name(ANNA.id(), lists);
        AdmissionProof proof = honest.proofOf(ANNA);
        Line thief = new Line(lists, 6, PIN);
        thief.name(ANNA.id(), lists);
        assertThat(thief.prove(proof, lists)).isEqualTo(Answer.REFUSED);

        // A relay in the middle hands the real one's challenge on: the holder sees the wrong pin.
        Line real = line(lists);
        real.name(ANNA.id(), lists);
        AdmissionProof passedOn =
                ANNA.prove(bytes(8), real.challenge(), real.admittance().sealed());
        assertThat(real.prove(passedOn, lists)).isEqualTo(Answer.REFUSED);
    }

    @Test
    void TR_14_a_key_that_is_removed_or_denied_before_its_proof_is_refused() {
        Admission before = keys(ANNA);
        Line line = line(before);
        line.name(ANNA.id(), before);
        assertThat(line.prove(line.proofOf(ANNA), keys(EVE))).isEqualTo(Answer.REFUSED);

        Admission denied = new Admission(
                AdmissionMode.KEYS, List.of(), List.of(ANNA.listed()), new DenyList(List.of(), Set.of(ANNA.id())));
        Line other = line(denied);
        other.name(ANNA.id(), denied);
        assertThat(other.prove(other.proofOf(ANNA), denied)).isEqualTo(Answer.REFUSED);
    }

    @Test
    void every_connection_has_one_try() {
        Admission lists = new Admission(
                AdmissionMode.EITHER,
                List.of(listed(TOKEN, OptionalLong.empty())),
                List.of(ANNA.listed()),
                DenyList.NOBODY);
        Admittance tried = new Admittance(lists.mode());
        assertThat(tried.onToken(new PeerFrame.AdmitToken(token(2)), lists, 0)).isEqualTo(Answer.REFUSED);
        assertThat(tried.onToken(new PeerFrame.AdmitToken(TOKEN), lists, 0)).isEqualTo(Answer.OUT_OF_PLACE);
        assertThat(tried.isAdmitted()).isFalse();
        Line line = line(lists);
        assertThat(line.prove(AdmissionProof.of(new byte[32]), lists)).isEqualTo(Answer.OUT_OF_PLACE);
        line.name(ANNA.id(), lists);
        assertThat(line.name(ANNA.id(), lists)).isEqualTo(Answer.OUT_OF_PLACE);
        assertThat(line.admittance().onToken(new PeerFrame.AdmitToken(TOKEN), lists, 0))
                .isEqualTo(Answer.OUT_OF_PLACE);
    }

    @Test
    void a_relay_that_was_opened_meanwhile_takes_whom_it_had_asked() {
        assertThat(new Admittance(AdmissionMode.TOKENS)
                        .onToken(new PeerFrame.AdmitToken(token(2)), Admission.open(), 0))
                .isEqualTo(Answer.ADMITTED);
        Line line = line(keys(ANNA));
        assertThat(line.name(EVE.id(), Admission.open())).isEqualTo(Answer.CHALLENGE);
        assertThat(line.prove(line.proofOf(EVE), Admission.open())).isEqualTo(Answer.ADMITTED);
    }

    @Test
    void two_challenges_are_never_alike() {
        Admission lists = keys(ANNA);
        Line one = line(lists);
        Line other = line(lists);
        one.name(ANNA.id(), lists);
        other.name(ANNA.id(), lists);
        assertThat(one.admittance().sealed()).isNotEqualTo(other.admittance().sealed());
        assertThat(other.prove(one.proofOf(ANNA), lists)).isEqualTo(Answer.REFUSED);
    }
}
