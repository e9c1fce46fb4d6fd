package dev.parley.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The X-Wing draft's vectors (TV-01), and what nobody may encapsulate to or send as a ciphertext (TP-04). */
class XWingVectorsTest {
    private static final int X25519_BYTES = 32;
    private static final int ML_KEM_KEY_BYTES = XWing.PUBLIC_KEY_BYTES - X25519_BYTES;
    private static final int ML_KEM_CIPHERTEXT_BYTES = XWing.CIPHERTEXT_BYTES - X25519_BYTES;
    private static final BigInteger PRIME = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));

    /** The u of every point of small order on the curve and its twist, and p, p + 1, which stand for 0 and 1. */
    private static final List<String> SMALL_ORDER = List.of(
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
            "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");

    private static final long SEED = 4;

    private final Random random = new Random(SEED);
    private final Randomness randomness = Randomness.system();
    private final XWing.KeyPair pair = XWing.generate(randomness);
    private final byte[] goodKey = pair.publicKey();
    private final byte[] goodCiphertext =
            XWing.encapsulate(goodKey, randomness).orElseThrow().ciphertext();

    @Test
    void the_vectors_of_the_draft_agree() {
        int count = 0;
        for (JsonElement element : SharedVectors.json("xwing/test-vectors.json").getAsJsonArray()) {
            JsonObject vector = element.getAsJsonObject();
            FixedRandomness seed = new FixedRandomness(bytes(vector, "seed"));
            XWing.KeyPair vectorPair = XWing.generate(seed);
            seed.assertUsedUp();
            assertThat(vectorPair.publicKey()).isEqualTo(bytes(vector, "pk")).hasSize(XWing.PUBLIC_KEY_BYTES);

            FixedRandomness encapsulationSeed = new FixedRandomness(bytes(vector, "eseed"));
            XWing.Encapsulation encapsulation =
                    XWing.encapsulate(bytes(vector, "pk"), encapsulationSeed).orElseThrow();
            encapsulationSeed.assertUsedUp();
            assertThat(encapsulation.ciphertext())
                    .isEqualTo(bytes(vector, "ct"))
                    .hasSize(XWing.CIPHERTEXT_BYTES);
            assertThat(encapsulation.secret()).isEqualTo(bytes(vector, "ss")).hasSize(XWing.SECRET_BYTES);
            assertThat(vectorPair.decapsulate(bytes(vector, "ct"))).hasValue(bytes(vector, "ss"));
            count++;
        }
        assertThat(count).isGreaterThanOrEqualTo(3);
    }

    @Test
    void fresh_pairs_and_encapsulations_agree_and_differ() {
        Set<String> secrets = new HashSet<>();
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            XWing.KeyPair fresh = XWing.generate(randomness);
            XWing.Encapsulation encapsulation =
                    XWing.encapsulate(fresh.publicKey(), randomness).orElseThrow();
            assertThat(fresh.decapsulate(encapsulation.ciphertext())).hasValue(encapsulation.secret());
            secrets.add(HexFormat.of().formatHex(encapsulation.secret()));
            keys.add(HexFormat.of().formatHex(fresh.publicKey()));
        }
        assertThat(secrets).hasSize(50);
        assertThat(keys).hasSize(50);
    }

    @Test
    void another_pair_gets_another_secret() {
        byte[] secret = pair.decapsulate(goodCiphertext).orElseThrow();
        assertThat(XWing.generate(randomness).decapsulate(goodCiphertext))
                .isPresent()
                .get()
                .isNotEqualTo(secret);
    }

    @Test
    void TP_04_shares_of_small_order_are_refused() {
        for (String share : SMALL_ORDER) {
            assertShareRefused(hex(share));
            assertShareRefused(withHighBit(hex(share)));
        }
    }

    @Test
    void TP_04_shares_that_are_not_canonical_are_refused() {
        int count = 0;
        BigInteger end = BigInteger.ONE.shiftLeft(255);
        for (BigInteger u = PRIME; u.compareTo(end) < 0; u = u.add(BigInteger.ONE)) {
            assertShareRefused(share(u));
            assertShareRefused(withHighBit(share(u)));
            count++;
        }
        assertThat(count).isEqualTo(19);
    }

    @Test
    void TP_04_shares_with_the_high_bit_are_refused() {
        assertShareRefused(withHighBit(tail(goodKey)));
        assertShareRefused(withHighBit(tail(goodCiphertext)));
        for (int i = 0; i < 100; i++) {
            byte[] share = new byte[X25519_BYTES];
            random.nextBytes(share);
            assertShareRefused(withHighBit(share));
        }
    }

    @Test
    void TP_04_shares_close_below_the_prime_are_taken() {
        List<BigInteger> shares = new ArrayList<>();
        for (int i = 2; i <= 40; i++) {
            shares.add(PRIME.subtract(BigInteger.valueOf(i)));
            shares.add(BigInteger.valueOf(i));
        }
        BigInteger allOnes = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.ONE);
        for (int bit = 8; bit < 248; bit++) {
            shares.add(allOnes.clearBit(bit));
        }
        for (BigInteger u : shares) {
            assertThat(XWing.encapsulate(withTail(goodKey, share(u)), randomness))
                    .as("u = %s", u.toString(16))
                    .isPresent();
            assertThat(pair.decapsulate(withTail(goodCiphertext, share(u))))
                    .as("u = %s", u.toString(16))
                    .isPresent();
        }
    }

    @Test
    void TP_04_every_ml_kem_key_with_a_bad_modulus_is_refused() throws IOException {
        assertThat(XWing.encapsulate(goodKey, randomness)).isPresent();
        int count = 0;
        for (String line : lines("cctv-mlkem/modulus/ML-KEM-768.txt.gz")) {
            byte[] mlKemKey = hex(line);
            assertThat(mlKemKey).hasSize(ML_KEM_KEY_BYTES);
            byte[] key = goodKey.clone();
            System.arraycopy(mlKemKey, 0, key, 0, mlKemKey.length);
            assertThat(XWing.encapsulate(key, randomness)).as("key %d", count).isEmpty();
            count++;
        }
        assertThat(count).isEqualTo(780);
    }

    @Test
    void TP_04_each_coefficient_at_or_above_the_modulus_is_refused() {
        int count = 0;
        for (int coefficient = 0; coefficient < 3 * 256; coefficient++) {
            for (int value : List.of(3329, 4095)) {
                assertThat(XWing.encapsulate(withCoefficient(coefficient, value), randomness))
                        .as("coefficient %d = %d", coefficient, value)
                        .isEmpty();
                count++;
            }
        }
        assertThat(count).isEqualTo(1_536);
        assertThat(XWing.encapsulate(withCoefficient(5, 3328), randomness)).isPresent();
        assertThat(XWing.encapsulate(withCoefficient(6, 3328), randomness)).isPresent();
    }

    @Test
    void wrong_lengths_are_refused() {
        for (int length = 0; length <= 2 * XWing.PUBLIC_KEY_BYTES; length++) {
            if (length != XWing.PUBLIC_KEY_BYTES) {
                assertThat(XWing.encapsulate(Arrays.copyOf(goodKey, length), randomness))
                        .as("key of %d", length)
                        .isEmpty();
            }
            if (length != XWing.CIPHERTEXT_BYTES) {
                assertThat(pair.decapsulate(Arrays.copyOf(goodCiphertext, length)))
                        .as("ciphertext of %d", length)
                        .isEmpty();
            }
        }
    }

    @Test
    void a_flipped_bit_in_the_ml_kem_ciphertext_gives_another_secret() {
        Set<String> secrets = new HashSet<>();
        secrets.add(HexFormat.of().formatHex(pair.decapsulate(goodCiphertext).orElseThrow()));
        for (int i = 0; i < ML_KEM_CIPHERTEXT_BYTES; i++) {
            byte[] flipped = goodCiphertext.clone();
            flipped[i] ^= (byte) (1 << random.nextInt(8));
            byte[] secret = pair.decapsulate(flipped).orElseThrow();
            assertThat(pair.decapsulate(flipped)).as("byte %d, again", i).hasValue(secret);
            secrets.add(HexFormat.of().formatHex(secret));
        }
        assertThat(secrets).as("seed %d", SEED).hasSize(1 + ML_KEM_CIPHERTEXT_BYTES);
    }

    @Test
    void a_flipped_bit_in_the_share_is_refused_or_gives_another_secret() {
        Set<String> secrets = new HashSet<>();
        secrets.add(HexFormat.of().formatHex(pair.decapsulate(goodCiphertext).orElseThrow()));
        int taken = 0;
        for (int bit = 0; bit < 8 * X25519_BYTES; bit++) {
            byte[] flipped = goodCiphertext.clone();
            flipped[ML_KEM_CIPHERTEXT_BYTES + bit / 8] ^= (byte) (1 << bit % 8);
            if (pair.decapsulate(flipped)
                    .map(HexFormat.of()::formatHex)
                    .map(secrets::add)
                    .isPresent()) {
                taken++;
            }
        }
        assertThat(taken).as("all but the high bit").isEqualTo(255);
        assertThat(secrets).hasSize(1 + taken);
    }

    @Test
    void random_bytes_never_throw() {
        for (int i = 0; i < 300; i++) {
            byte[] key = new byte[XWing.PUBLIC_KEY_BYTES];
            random.nextBytes(key);
            assertThat(XWing.encapsulate(key, randomness))
                    .as("seed %d, random key %d has a coefficient above the modulus", SEED, i)
                    .isEmpty();
            byte[] ciphertext = new byte[XWing.CIPHERTEXT_BYTES];
            random.nextBytes(ciphertext);
            assertThat(pair.decapsulate(ciphertext).isPresent())
                    .as("seed %d, random ciphertext %d: only the high bit decides", SEED, i)
                    .isEqualTo(ciphertext[XWing.CIPHERTEXT_BYTES - 1] >= 0);
        }
    }

    @Test
    void what_is_handed_out_is_a_copy() {
        pair.publicKey()[0] ^= 1;
        assertThat(pair.publicKey()).isEqualTo(goodKey);
        XWing.Encapsulation encapsulation =
                XWing.encapsulate(goodKey, randomness).orElseThrow();
        byte[] ciphertext = encapsulation.ciphertext();
        encapsulation.ciphertext()[0] ^= 1;
        assertThat(encapsulation.ciphertext()).isEqualTo(ciphertext);
    }

    private void assertShareRefused(byte[] share) {
        String text = HexFormat.of().formatHex(share);
        assertThat(XWing.encapsulate(withTail(goodKey, share), randomness))
                .as("public key with share %s", text)
                .isEmpty();
        assertThat(pair.decapsulate(withTail(goodCiphertext, share)))
                .as("ciphertext with share %s", text)
                .isEmpty();
    }

    /** The good key with one 12-bit coefficient replaced (FIPS 203 ByteEncode12). */
    private byte[] withCoefficient(int index, int value) {
        byte[] key = goodKey.clone();
        int at = index / 2 * 3;
        if (index % 2 == 0) {
            key[at] = (byte) value;
            key[at + 1] = (byte) (key[at + 1] & 0xF0 | value >> 8);
        } else {
            key[at + 1] = (byte) (key[at + 1] & 0x0F | (value & 0x0F) << 4);
            key[at + 2] = (byte) (value >> 4);
        }
        return key;
    }

    /** RFC 7748: 32 bytes, little endian. */
    private static byte[] share(BigInteger u) {
        byte[] share = new byte[X25519_BYTES];
        for (int i = 0; i < share.length; i++) {
            share[i] = u.shiftRight(8 * i).byteValue();
        }
        return share;
    }

    private static byte[] withHighBit(byte[] share) {
        byte[] high = share.clone();
        high[X25519_BYTES - 1] |= (byte) 0x80;
        return high;
    }

    private static byte[] tail(byte[] bytes) {
        return Arrays.copyOfRange(bytes, bytes.length - X25519_BYTES, bytes.length);
    }

    private static byte[] withTail(byte[] bytes, byte[] share) {
        byte[] changed = bytes.clone();
        System.arraycopy(share, 0, changed, bytes.length - X25519_BYTES, X25519_BYTES);
        return changed;
    }

    private static List<String> lines(String name) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(SharedVectors.file(name))), StandardCharsets.US_ASCII))) {
            return reader.lines().toList();
        }
    }

    private static byte[] bytes(JsonObject vector, String key) {
        return hex(vector.get(key).getAsString());
    }

    private static byte[] hex(String text) {
        return SharedVectors.hex(text);
    }
}
