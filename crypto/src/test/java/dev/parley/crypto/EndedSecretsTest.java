package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.crypto.primitive.Randomness;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What has ended is of no use any more: secrets, sessions, and the keys of an epoch that is over. */
class EndedSecretsTest {
    private static final byte[] TEXT = "text".getBytes(StandardCharsets.UTF_8);

    private final Randomness randomness = HandshakePair.seeded(77);
    private final Session opener;
    private final Session joiner;

    EndedSecretsTest() {
        HandshakePair.Result result = HandshakePair.run(
                HandshakeTerms.open(RoomName.roomId("r"), HandshakePair.OPENER_KEY),
                HandshakeTerms.open(RoomName.roomId("r"), HandshakePair.JOINER_KEY),
                randomness,
                HandshakePair.Wire.honest());
        opener = result.opener().orElseThrow().session();
        joiner = result.joiner().orElseThrow().session();
    }

    @Test
    void a_closed_secret_is_zeros_and_is_not_shown_again() {
        byte[] bytes = {1, 2, 3};
        Secret taken = Secret.take(bytes);
        assertThat(taken.matches(Secret.of(new byte[] {1, 2, 3}))).isTrue();
        assertThat(taken.matches(Secret.of(new byte[] {1, 2, 4}))).isFalse();
        assertThat(taken).hasToString("Secret[hidden]");
        taken.close();
        assertThat(bytes).containsOnly(0);
        assertThatIllegalStateException().isThrownBy(taken::expose);
        assertThatIllegalStateException().isThrownBy(() -> taken.matches(Secret.of(bytes)));
    }

    @Test
    void a_copied_secret_leaves_its_source_alone() {
        byte[] bytes = {1, 2, 3};
        Secret copy = Secret.of(bytes);
        bytes[0] = 9;
        assertThat(copy.expose()).containsExactly(1, 2, 3);
        copy.close();
        assertThat(bytes).containsExactly(9, 2, 3);
    }

    @Test
    void a_closed_session_opens_seals_and_resumes_nothing() {
        byte[] theirs = joiner.seal(FrameKind.MESSAGE, TEXT).toByteArray();
        byte[] resume = joiner.resume(3);
        assertThat(opener.onResume(resume, 3)).isPresent();
        opener.close();
        assertThat(opener.onResume(resume, 3)).isEmpty();
        assertThatThrownBy(() -> opener.open(theirs)).hasMessage("BAD_FRAME");
        byte[] ours = opener.seal(FrameKind.MESSAGE, TEXT).toByteArray();
        assertThatThrownBy(() -> joiner.open(ours)).hasMessage("BAD_FRAME");
        assertThat(joiner.onResume(opener.resume(3), 3)).isEmpty();
    }

    @Test
    void a_session_that_ends_while_keys_change_cannot_finish_the_change() throws CryptoException {
        Session a = opener.role() == Role.A ? opener : joiner;
        Session b = opener.role() == Role.A ? joiner : opener;
        byte[] body1 = b.open(a.startRekey().toByteArray()).body();
        byte[] body2 = a.open(b.answerRekey(body1).toByteArray()).body();
        a.close();
        assertThatThrownBy(() -> a.finishRekey(body2)).hasMessage("BAD_REKEY");
        byte[] inNewEpoch = b.seal(FrameKind.MESSAGE, TEXT).toByteArray();
        assertThatThrownBy(() -> a.open(inNewEpoch)).hasMessage("BAD_FRAME");
        b.close();
        assertThat(b.mayStartRekey()).isFalse();
    }

    @Test
    void no_body_is_larger_than_the_other_end_takes() throws CryptoException {
        byte[] most = new byte[opener.maxBody()];
        assertThat(joiner.open(opener.seal(FrameKind.MESSAGE, most).toByteArray())
                        .size())
                .isEqualTo(opener.maxBody());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> opener.seal(FrameKind.MESSAGE, new byte[opener.maxBody() + 1]));
        assertThat(opener.nextOutgoing()).isEqualTo(1);
    }

    @Test
    void whose_turn_it_is_not_starts_no_rekey() {
        Session a = opener.role() == Role.A ? opener : joiner;
        Session b = opener.role() == Role.A ? joiner : opener;
        assertThat(a.mayStartRekey()).isTrue();
        assertThat(b.mayStartRekey()).isFalse();
        assertThatIllegalStateException().isThrownBy(b::startRekey);
        a.startRekey();
        assertThat(a.mayStartRekey()).isFalse();
        assertThatIllegalStateException().isThrownBy(a::startRekey);
        assertThatThrownBy(() -> b.finishRekey(new byte[0])).hasMessage("BAD_REKEY");
        assertThatThrownBy(() -> a.answerRekey(new byte[0])).hasMessage("BAD_REKEY");
        assertThat(a.id()).isEqualTo(b.id()).hasSize(16);
        assertThat(a).hasToString("Session[hidden]");
    }

    @Test
    void a_mark_is_the_same_for_the_same_key_and_value_only() {
        StoreKey key = StoreKey.of(randomness.bytes(32));
        assertThat(key.mark(TEXT)).hasSize(32).isEqualTo(key.mark(TEXT.clone()));
        assertThat(key.mark(TEXT)).isNotEqualTo(key.mark(new byte[4]));
        assertThat(key.mark(TEXT))
                .isNotEqualTo(StoreKey.of(randomness.bytes(32)).mark(TEXT));
        assertThat(key.mark(TEXT)).isNotEqualTo(new byte[32]);
    }
}
