package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.primitive.Randomness;
import org.junit.jupiter.api.Test;

/** What two who have met remember of each other, PROTOCOL.md section 5.8. */
final class ContinuityTest {
    private final Randomness randomness = HandshakePair.seeded(58);

    private static HandshakeTerms terms(Identity identity, Continuity known) {
        return HandshakeTerms.open(RoomName.roomId("r"), identity).remembering(known);
    }

    private HandshakePair.Result meet(Continuity ours, Continuity theirs) {
        return HandshakePair.run(
                terms(HandshakePair.OPENER_KEY, ours),
                terms(HandshakePair.JOINER_KEY, theirs),
                randomness,
                HandshakePair.Wire.honest());
    }

    private static Continuity stored(Continuity known) {
        return Continuity.of(known.currentBytes(), known.nextBytes()).orElseThrow();
    }

    private static void assertShared(HandshakePair.Result result) {
        Agreement one = result.opener().orElseThrow();
        Agreement other = result.joiner().orElseThrow();
        assertThat(one.continuityLost()).isFalse();
        assertThat(other.continuityLost()).isFalse();
        assertThat(one.continuity().nextBytes()).isEqualTo(other.continuity().nextBytes());
        assertThat(one.privateRoom()).isEqualTo(other.privateRoom());
    }

    @Test
    void the_first_handshake_makes_a_secret_that_the_second_uses() {
        HandshakePair.Result first = meet(Continuity.none(), Continuity.none());
        assertShared(first);
        Continuity one = first.opener().orElseThrow().continuity().settled();
        Continuity other = first.joiner().orElseThrow().continuity().settled();
        HandshakePair.Result second = meet(stored(one), stored(other));
        assertShared(second);
        assertThat(second.opener().orElseThrow().continuity().currentBytes()).isEqualTo(one.nextBytes());
        assertThat(second.opener().orElseThrow().privateRoom())
                .isNotEqualTo(first.opener().orElseThrow().privateRoom());
    }

    /** One end may have seen a CONFIRM or READY more than the other, any number of times in a row, on either side. */
    @Test
    void flights_lost_in_a_row_never_leave_the_two_without_a_common_secret() {
        HandshakePair.Result first = meet(Continuity.none(), Continuity.none());
        Continuity ours = first.opener().orElseThrow().continuity();
        Continuity theirs = first.joiner().orElseThrow().continuity();
        byte[] draws = randomness.bytes(40);
        for (byte draw : draws) {
            HandshakePair.Result next = meet(stored(ours), stored(theirs));
            assertShared(next);
            // Who verified the other's CONFIRM, and who of these opened the other's READY.
            boolean weCommit = (draw & 1) != 0;
            boolean theyCommit = (draw & 2) != 0;
            Continuity oursNext = next.opener().orElseThrow().continuity();
            Continuity theirsNext = next.joiner().orElseThrow().continuity();
            ours = weCommit ? (theyCommit && (draw & 4) != 0 ? oursNext.settled() : oursNext) : ours;
            theirs = theyCommit ? (weCommit && (draw & 8) != 0 ? theirsNext.settled() : theirsNext) : theirs;
        }
    }

    @Test
    void an_end_whose_secret_the_other_does_not_share_is_told_so() {
        Continuity known = meet(Continuity.none(), Continuity.none())
                .opener()
                .orElseThrow()
                .continuity();
        HandshakePair.Result forgotten = meet(stored(known), Continuity.none());
        assertThat(forgotten.opener().orElseThrow().continuityLost()).isTrue();
        assertThat(forgotten.joiner().orElseThrow().continuityLost()).isFalse();

        Continuity another = meet(Continuity.none(), Continuity.none())
                .joiner()
                .orElseThrow()
                .continuity();
        HandshakePair.Result differing = meet(stored(known), stored(another));
        assertThat(differing.opener().orElseThrow().continuityLost()).isTrue();
        assertThat(differing.joiner().orElseThrow().continuityLost()).isTrue();
    }

    @Test
    void the_secret_goes_into_the_keys() {
        Continuity known = meet(Continuity.none(), Continuity.none())
                .opener()
                .orElseThrow()
                .continuity();
        byte[] th2 = new byte[32];
        byte[] with = new KeySchedule(th2, known.nextBytes()).sessionId();
        byte[] without = new KeySchedule(th2, new byte[0]).sessionId();
        assertThat(with).isNotEqualTo(without);
        assertThat(known).hasToString("Continuity[hidden]");
    }

    @Test
    void an_identity_survives_its_encoding_and_nothing_else_is_one() {
        byte[] encoded = HandshakePair.OPENER_KEY.encode();
        Identity decoded = Identity.decode(encoded).orElseThrow();
        assertThat(decoded.publicKey()).isEqualTo(HandshakePair.OPENER_KEY.publicKey());
        assertThat(decoded.publicKey().pin())
                .isEqualTo(HandshakePair.OPENER_KEY.publicKey().pin());
        assertThat(Identity.decode(new byte[0])).isEmpty();
        assertThat(Identity.decode(HandshakePair.OPENER_KEY.publicKey().spki())).isEmpty();
        for (int at = 0; at < encoded.length; at += 7) {
            byte[] cut = java.util.Arrays.copyOf(encoded, at);
            assertThat(Identity.decode(cut)).isEmpty();
        }
    }
}
