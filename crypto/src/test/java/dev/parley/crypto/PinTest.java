package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PinTest {
    @Test
    void a_pin_reads_back_what_it_shows_and_nothing_else() {
        Pin pin = Pin.ofSpki(new byte[] {1, 2, 3});
        String text = pin.format();
        assertThat(text).hasSize(43);
        assertThat(Pin.parse(text)).contains(pin);
        for (String bad : new String[] {
            "",
            text + "=",
            text.substring(1),
            text + "A",
            " " + text.substring(1),
            "+".repeat(43),
            "_".repeat(43),
            "é".repeat(43)
        }) {
            assertThat(Pin.parse(bad)).as(bad).isEmpty();
        }
    }

    @Test
    void pins_are_equal_by_every_byte() {
        byte[] hash = new byte[Pin.BYTES];
        Pin pin = Pin.of(hash);
        for (int i = 0; i < Pin.BYTES; i++) {
            byte[] other = Arrays.copyOf(hash, hash.length);
            other[i] ^= 1;
            assertThat(Pin.of(other)).isNotEqualTo(pin);
        }
        assertThat(Pin.of(hash)).isEqualTo(pin).hasSameHashCodeAs(pin);
    }
}
