package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.vectors.VectorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class InviteTest {
    private static final Path VECTORS = Path.of(System.getProperty("parley.root"), "spec", "vectors");

    @Test
    void every_vector_of_a_typed_code_has_its_outcome() throws IOException {
        int accepted = 0;
        List<VectorFile> vectors = VectorFile.readAll(VECTORS.resolve("invite"));
        for (VectorFile vector : vectors) {
            String typed = vector.text("typed").replaceAll("^\"|\"$", "").replace("\\t", "\t");
            if (vector.text("expect").equals("accept")) {
                accepted++;
                try {
                    Invite invite = Invite.parse(typed);
                    assertThat(invite.format()).as(vector.name()).isEqualTo(vector.text("code"));
                    assertThat(HexFormat.of().formatHex(invite.roomId().toByteArray()))
                            .as(vector.name())
                            .isEqualTo(vector.text("room"));
                } catch (InviteException e) {
                    throw new AssertionError(vector.name() + ": " + e.reason(), e);
                }
            } else {
                assertThatThrownBy(() -> Invite.parse(typed))
                        .as(vector.name())
                        .isInstanceOf(InviteException.class)
                        .hasMessage(vector.text("expect").replace("refuse ", ""));
            }
        }
        assertThat(accepted).isPositive();
        assertThat(vectors.size() - accepted).isGreaterThan(accepted);
    }

    @Test
    void generated_codes_parse_to_themselves_and_print_nothing_secret() throws InviteException {
        for (int i = 0; i < 1_000; i++) {
            Invite invite = Invite.generate(HandshakePair.seeded(i));
            assertThat(Invite.parse(invite.format()).format()).isEqualTo(invite.format());
            assertThat(invite.toString()).doesNotContain(invite.format().substring(8));
        }
    }

    @Test
    void a_wrong_word_is_named_by_position_with_near_words() {
        assertThatThrownBy(() -> Invite.parse("482135-amber-lanterm-sunset"))
                .isInstanceOfSatisfying(InviteException.class, problem -> {
                    assertThat(problem.position()).isEqualTo(2);
                    assertThat(problem.suggestions()).contains("lantern");
                });
    }

    @Test
    void place_and_secret_are_independent() throws InviteException {
        Invite one = Invite.parse("482135-amber-lantern-sunset");
        Invite other = Invite.parse("482135-sunset-lantern-amber");
        assertThat(one.roomId()).isEqualTo(other.roomId());
        assertThat(one.secret().matches(other.secret())).isFalse();
    }

    @Test
    void passphrases_are_normalised_and_weak_ones_are_noticed() {
        assertThat(RoomName.passphrase(" Cafe\u0301 ").matches(RoomName.passphrase("Caf\u00e9")))
                .isTrue();
        assertThat(RoomName.passphrase("Secret").matches(RoomName.passphrase("secret")))
                .isFalse();
        assertThat(RoomName.estimatedBits("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")).isLessThan(40);
        assertThat(RoomName.estimatedBits("hunter2")).isLessThan(40);
        assertThat(RoomName.estimatedBits("amber lantern sunset pepper river")).isGreaterThanOrEqualTo(40);
    }
}
