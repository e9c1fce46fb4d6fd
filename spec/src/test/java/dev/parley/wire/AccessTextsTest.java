package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The texts in which people carry tokens and key ids (PROTOCOL.md section 3.6): one text each, and no other is read. */
class AccessTextsTest {
    private static final String TOKEN = "pt1_" + "A".repeat(43);
    private static final String KEY_ID = "SHA256:" + "A".repeat(43);

    @Test
    void a_token_is_read_from_the_text_it_writes_and_from_no_blank_around_it() {
        AccessToken token = AccessToken.of(filled(0xfb));
        assertThat(token.format()).isEqualTo("pt1_" + "-_v7".repeat(10) + "-_s");
        assertThat(AccessToken.parse(token.format())).contains(token);
        assertThat(AccessToken.parse("  " + token.format() + "\n")).contains(token);
    }

    @Test
    void any_other_text_is_no_token() {
        assertThat(AccessToken.parse(TOKEN)).contains(AccessToken.of(new byte[32]));
        for (String text : List.of(
                "",
                "pt1_",
                "A".repeat(47),
                "pt2_" + "A".repeat(43),
                "pt1_" + "A".repeat(42),
                "pt1_" + "A".repeat(44),
                // The last digit carries four bits; a reader that drops the other two knows four texts of one token.
                "pt1_" + "A".repeat(42) + "B",
                "pt1_" + "A".repeat(42) + "=",
                "pt1_" + "A".repeat(42) + "+",
                "pt1_" + "A".repeat(20) + " " + "A".repeat(22))) {
            assertThat(AccessToken.parse(text)).as(text).isEmpty();
        }
    }

    @Test
    void a_relay_keeps_sha_256_of_a_token() {
        // SHA-256 of 32 zero bytes
        assertThat(HexFormat.of().formatHex(AccessToken.of(new byte[32]).hash()))
                .isEqualTo("66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925");
    }

    @Test
    void tokens_are_equal_by_their_bytes_and_their_hash_code_says_nothing() {
        assertThat(AccessToken.of(filled(1)))
                .isEqualTo(AccessToken.of(filled(1)))
                .isNotEqualTo(AccessToken.of(filled(2)));
        assertThat(AccessToken.of(filled(1))).isNotEqualTo(KeyId.of(filled(1)));
        assertThat(AccessToken.of(filled(1)).hashCode())
                .isEqualTo(AccessToken.of(filled(2)).hashCode())
                .isEqualTo(32);
    }

    @Test
    void a_key_id_is_sha_256_of_the_spki_and_is_read_from_the_text_it_writes() {
        KeyId id = KeyId.ofSpki(new byte[32]);
        assertThat(HexFormat.of().formatHex(id.toByteArray()))
                .isEqualTo("66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925");
        assertThat(id.format())
                .isEqualTo("SHA256:Zmh6rfhivXdsj8GLjp-OIAiXFIVu4jOzkCpZHQ1fKSU")
                .isEqualTo(id.toString());
        assertThat(KeyId.parse(id.format())).contains(id);
        assertThat(id).isEqualTo(KeyId.of(id.toByteArray())).isNotEqualTo(KeyId.of(filled(2)));
        assertThat(id).hasSameHashCodeAs(KeyId.of(id.toByteArray()));
        assertThat(id.hashCode()).isNotEqualTo(KeyId.of(filled(2)).hashCode());
    }

    @Test
    void any_other_text_is_no_key_id() {
        assertThat(KeyId.parse(KEY_ID)).contains(KeyId.of(new byte[32]));
        for (String text : List.of(
                "",
                "SHA256:",
                "A".repeat(50),
                "sha256:" + "A".repeat(43),
                "SHA256:" + "A".repeat(42),
                "SHA256:" + "A".repeat(42) + "B",
                "SHA256:" + "A".repeat(43) + "=",
                " " + KEY_ID)) {
            assertThat(KeyId.parse(text)).as(text).isEmpty();
        }
    }

    @Test
    void the_label_of_a_proof_holds_the_relays_pin_or_none_and_the_challenge() {
        String challenge = "00000020" + "cc".repeat(32);
        assertThat(HexFormat.of().formatHex(AdmissionProof.label(filled(0x11), Challenge.of(filled(0xcc)))))
                .isEqualTo("0000000561646d6974" + "00000020" + "11".repeat(32) + challenge);
        assertThat(HexFormat.of().formatHex(AdmissionProof.label(new byte[0], Challenge.of(filled(0xcc)))))
                .isEqualTo("0000000561646d6974" + "00000000" + challenge);
        for (int length : new int[] {1, 31, 33}) {
            assertThatThrownBy(() -> AdmissionProof.label(new byte[length], Challenge.of(filled(0xcc))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("32 bytes");
        }
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
