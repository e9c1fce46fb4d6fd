package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** How a number is made of bytes and read from what people type; the numbers of keys are in {@code spec/vectors/safety-number}. */
class SafetyNumberTest {
    /** Twelve groups: 7, the largest, then zeros. */
    private static final SafetyNumber NUMBER = SafetyNumber.ofSession(derived());

    private static final String DIGITS = "00007" + "27775" + "00000".repeat(10);

    private static byte[] derived() {
        byte[] bytes = new byte[60];
        bytes[4] = 7;
        Arrays.fill(bytes, 5, 10, (byte) 0xff);
        return bytes;
    }

    @Test
    void five_bytes_are_five_digits_with_their_zeros() {
        assertThat(NUMBER.digits()).isEqualTo(DIGITS).hasSize(SafetyNumber.DIGITS);
        assertThat(NUMBER.groups())
                .hasSize(12)
                .startsWith("00007", "27775", "00000")
                .allMatch(group -> group.length() == 5);
        assertThat(String.join("", NUMBER.groups())).isEqualTo(DIGITS);
    }

    @Test
    void the_order_of_the_two_keys_does_not_matter_and_another_key_does() {
        IdentityKey one = HandshakePair.OPENER_KEY.publicKey();
        IdentityKey other = HandshakePair.JOINER_KEY.publicKey();
        SafetyNumber number = SafetyNumber.of(one, other);
        assertThat(number).isEqualTo(SafetyNumber.of(other, one)).hasSameHashCodeAs(SafetyNumber.of(other, one));
        assertThat(number).isNotEqualTo(SafetyNumber.of(one, one)).isNotEqualTo(number.digits());
        assertThat(number.hashCode()).isNotEqualTo(NUMBER.hashCode());
        // The two halves stand in the order of their digits.
        assertThat(number.digits().substring(0, 30)).isLessThan(number.digits().substring(30));
    }

    @Test
    void what_people_put_between_the_groups_does_not_matter() {
        for (String between :
                new String[] {"", " ", "\t", "\u00a0", "-", "\u2013", ".", ",", ";", ":", "|", " \u200e"}) {
            String typed = String.join(between, NUMBER.groups()) + "\n";
            assertThat(SafetyNumber.isOne(typed)).as("with '%s'", between).isTrue();
            assertThat(NUMBER.matches(typed)).as("with '%s'", between).isTrue();
        }
    }

    @Test
    void another_digit_a_missing_one_and_a_letter_do_not_match() {
        assertThat(NUMBER.matches("1" + DIGITS.substring(1))).isFalse();
        assertThat(NUMBER.matches(DIGITS.substring(0, 59) + "1")).isFalse();
        assertThat(NUMBER.matches("")).isFalse();
        assertThat(SafetyNumber.isOne("1" + DIGITS.substring(1))).isTrue();
        for (String typed : new String[] {
            "", DIGITS.substring(1), DIGITS + "0", DIGITS.substring(1) + "o", DIGITS.substring(1) + "/"
        }) {
            assertThat(SafetyNumber.isOne(typed)).as(typed).isFalse();
            assertThat(NUMBER.matches(typed)).as(typed).isFalse();
        }
    }
}
