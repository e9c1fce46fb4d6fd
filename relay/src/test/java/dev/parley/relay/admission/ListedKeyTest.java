package dev.parley.relay.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class ListedKeyTest {
    private static final TestKeys KEY = TestKeys.fresh();

    @Test
    void a_line_gives_key_id_and_label() {
        ListedKey key =
                ListedKey.parse("  " + KEY.line("anna of the hill") + " ").orElseThrow();
        assertThat(key.id()).isEqualTo(KEY.id());
        assertThat(key.label()).isEqualTo("anna of the hill");
        assertThat(ListedKey.parse(KEY.line("")).orElseThrow().label()).isEmpty();
    }

    @Test
    void what_is_no_key_of_ours_is_refused() {
        String base64 = KEY.line("").split(" ")[1];
        byte[] spki = KEY.spki();
        for (String line : new String[] {
            "",
            "parley-rsa",
            "ssh-rsa " + base64,
            base64,
            "parley-rsa " + base64.substring(4),
            "parley-rsa " + base64.substring(0, base64.length() - 4),
            "parley-rsa " + base64.replace('A', '!'),
            "parley-rsa " + Base64.getEncoder().encodeToString(Arrays.copyOf(spki, spki.length + 1)),
            TestKeys.ofBits(1_024).line("short"),
            TestKeys.ofBits(3_072).line("long")
        }) {
            assertThat(ListedKey.parse(line)).as(line).isEmpty();
        }
        for (int at = 0; at < 33; at++) {
            byte[] bent = spki.clone();
            bent[at] ^= 1;
            assertThat(ListedKey.parse("parley-rsa " + Base64.getEncoder().encodeToString(bent)))
                    .as("byte %d", at)
                    .isEmpty();
        }
    }
}
