package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.parley.crypto.StoreKey.Purpose;
import dev.parley.crypto.primitive.AeadCipher;
import dev.parley.crypto.primitive.Randomness;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class StoreKeyTest {
    private static final byte[] PLAIN = "entry".getBytes(StandardCharsets.UTF_8);
    private static final byte[] ASSOCIATED = {1, 2, 3};

    private final Randomness randomness = HandshakePair.seeded(21);
    private final byte[] raw = randomness.bytes(StoreKey.BYTES);
    private final byte[] salt = randomness.bytes(StoreKey.SALT_BYTES);

    @Test
    void what_a_key_seals_it_opens_and_nothing_else() {
        StoreKey key = StoreKey.of(raw);
        byte[] sealed = key.seal(PLAIN, ASSOCIATED);
        assertThat(sealed).hasSize(PLAIN.length + StoreKey.OVERHEAD_BYTES);
        assertThat(StoreKey.of(raw).open(sealed, ASSOCIATED)).contains(PLAIN);
        assertThat(key.open(sealed, new byte[0])).isEmpty();
        assertThat(StoreKey.generate(randomness).open(sealed, ASSOCIATED)).isEmpty();
        for (int length = 0; length < sealed.length; length++) {
            assertThat(key.open(Arrays.copyOf(sealed, length), ASSOCIATED))
                    .as("first %d bytes", length)
                    .isEmpty();
        }
    }

    @Test
    void every_purpose_salt_and_key_gives_another_key() {
        StoreKey key = StoreKey.of(raw);
        byte[] otherSalt = randomness.bytes(StoreKey.SALT_BYTES);
        List<StoreKey> keys = new ArrayList<>(List.of(
                key,
                key.derive(Secret.ofText("tulip"), salt),
                key.derive(Secret.ofText("tulip"), otherSalt),
                key.derive(Secret.ofText("Tulip"), salt),
                StoreKey.generate(randomness).derive(Secret.ofText("tulip"), salt)));
        for (Purpose purpose : Purpose.values()) {
            keys.add(key.derive(purpose, salt));
            keys.add(key.derive(purpose, otherSalt));
        }
        for (StoreKey one : keys) {
            byte[] sealed = one.seal(PLAIN, ASSOCIATED);
            assertThat(keys)
                    .filteredOn(other -> other.open(sealed, ASSOCIATED).isPresent())
                    .containsExactly(one);
        }
    }

    /** The derivation once more, by the JDK's HMAC alone (RFC 5869), so that files stay readable. */
    @Test
    void the_derivation_is_frozen() throws Exception {
        byte[] prk = hmac(salt, raw);
        byte[] info = new byte[4 + 14 + 4 + 7 + 1];
        System.arraycopy(new byte[] {0, 0, 0, 14}, 0, info, 0, 4);
        System.arraycopy("parley/1 store".getBytes(StandardCharsets.US_ASCII), 0, info, 4, 14);
        System.arraycopy(new byte[] {0, 0, 0, 7}, 0, info, 18, 4);
        System.arraycopy("journal".getBytes(StandardCharsets.US_ASCII), 0, info, 22, 7);
        info[29] = 1;
        byte[] expected = hmac(prk, info);
        byte[] sealed = new AeadCipher(expected).seal(PLAIN, ASSOCIATED);
        assertThat(StoreKey.of(raw).derive(Purpose.JOURNAL, salt).open(sealed, ASSOCIATED))
                .contains(PLAIN);
    }

    private static byte[] hmac(byte[] key, byte[] input) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(input);
    }

    @Test
    void a_wrapped_key_comes_back_and_a_wrapped_anything_else_does_not() {
        StoreKey outer = StoreKey.of(raw);
        StoreKey inner = StoreKey.generate(randomness);
        byte[] sealed = inner.seal(PLAIN, ASSOCIATED);
        StoreKey back = outer.unwrap(outer.wrap(inner, ASSOCIATED), ASSOCIATED).orElseThrow();
        assertThat(back.open(sealed, ASSOCIATED)).contains(PLAIN);
        assertThat(outer.unwrap(outer.wrap(inner, ASSOCIATED), PLAIN)).isEmpty();
        assertThat(outer.unwrap(outer.seal(PLAIN, ASSOCIATED), ASSOCIATED)).isEmpty();
    }

    @Test
    void a_key_is_not_printed_and_ends_with_its_scope() {
        StoreKey key = StoreKey.of(raw);
        byte[] sealed = key.seal(PLAIN, ASSOCIATED);
        assertThat(key).hasToString("StoreKey[hidden]");
        key.close();
        assertThatIllegalStateException().isThrownBy(() -> key.open(sealed, ASSOCIATED));
        assertThatIllegalStateException().isThrownBy(() -> key.derive(Purpose.RECORD, salt));
    }

    @Test
    void keys_have_one_length() {
        for (int length : new int[] {0, 16, 31, 33, 64}) {
            assertThatIllegalArgumentException().isThrownBy(() -> StoreKey.of(new byte[length]));
        }
    }
}
