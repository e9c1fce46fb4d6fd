package dev.parley.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.primitive.SharedVectors.Case;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One key, good ciphertexts and every kind of bad one in random order (TP-20): the bad all get the one answer. How long each kind
 * took is printed by the long run and never asserted; random bytes stand there twice, to show the noise.
 */
class OaepOracleTest {
    private static final String VECTORS = "wycheproof/rsa_oaep_2048_sha256_mgf1sha256_test.json";
    private static final byte[] LABEL = "label".getBytes(StandardCharsets.US_ASCII);
    private static final long SEED = 20_261_121;
    private static final int SHORT_ROUNDS = 50;
    private static final int LONG_ROUNDS = 10_000;
    private static final int WARM_UP_ROUNDS = 500;

    private final Randomness randomness = Randomness.system();
    private final Random random = new Random(SEED);

    /** One kind of ciphertext under one label, whether it opens, and where the next one comes from. */
    private static final class Kind {
        final String name;
        final boolean isGood;
        final byte[] label;
        final Supplier<byte[]> next;

        Kind(String name, boolean isGood, byte[] label, Supplier<byte[]> next) {
            this.name = name;
            this.isGood = isGood;
            this.label = label;
            this.next = next;
        }
    }

    @Test
    void TP_20_every_kind_of_bad_ciphertext_gets_the_one_answer() throws Exception {
        List<Case> cases = SharedVectors.cases(VECTORS);
        RsaPrivateKey key = new VectorKeys().of(cases.get(0));
        List<Kind> kinds = kinds(cases, key);
        assertThat(kinds).hasSizeGreaterThanOrEqualTo(30);
        run(kinds, key, SHORT_ROUNDS);
    }

    @Test
    @Tag("long")
    void TP_20_ten_thousand_of_every_kind() throws Exception {
        List<Case> cases = SharedVectors.cases(VECTORS);
        RsaPrivateKey key = new VectorKeys().of(cases.get(0));
        List<Kind> kinds = kinds(cases, key);
        run(kinds, key, WARM_UP_ROUNDS);
        long[][] nanos = run(kinds, key, LONG_ROUNDS);
        System.out.printf(
                "OAEP, %,d of every kind, seed %d, all bad refused alike; microseconds:%n", LONG_ROUNDS, SEED);
        for (int i = 0; i < nanos.length; i++) {
            Arrays.sort(nanos[i]);
            System.out.printf(
                    "  %-44s median %7.1f  quartiles %7.1f %7.1f%n",
                    kinds.get(i).name,
                    nanos[i][LONG_ROUNDS / 2] / 1e3,
                    nanos[i][LONG_ROUNDS / 4] / 1e3,
                    nanos[i][LONG_ROUNDS * 3 / 4] / 1e3);
        }
    }

    /** Each kind once a round, in an order of its own, so that whatever else the machine does falls on all alike. */
    private long[][] run(List<Kind> kinds, RsaPrivateKey key, int rounds) {
        long[][] nanos = new long[kinds.size()][rounds];
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            order.add(i);
        }
        for (int round = 0; round < rounds; round++) {
            Collections.shuffle(order, random);
            for (int i : order) {
                Kind kind = kinds.get(i);
                byte[] ciphertext = kind.next.get();
                long began = System.nanoTime();
                Optional<byte[]> answer = RsaOaep.decrypt(key, kind.label, ciphertext, randomness);
                nanos[i][round] = System.nanoTime() - began;
                assertThat(answer.isPresent())
                        .as("seed %d, round %d, %s", SEED, round, kind.name)
                        .isEqualTo(kind.isGood);
            }
        }
        return nanos;
    }

    private List<Kind> kinds(List<Case> cases, RsaPrivateKey key) {
        BigInteger modulus = key.parameters().getModulus();
        BigInteger beyond =
                BigInteger.ONE.shiftLeft(8 * RsaOaep.CIPHERTEXT_BYTES).subtract(modulus);
        List<Kind> kinds = new ArrayList<>();
        kinds.add(new Kind("good, fresh", true, LABEL, () -> good(key)));
        for (Case vector : cases) {
            byte[] ciphertext = vector.bytes("ct");
            kinds.add(new Kind("vector " + vector, vector.hasResult("valid"), vector.bytes("label"), () -> ciphertext));
        }
        kinds.add(new Kind("another label", false, new byte[0], () -> good(key)));
        kinds.add(new Kind("one bit flipped", false, LABEL, () -> {
            byte[] flipped = good(key);
            // Not in the first byte: the number nearly always stays below the modulus.
            flipped[1 + random.nextInt(flipped.length - 1)] ^= (byte) (1 << random.nextInt(8));
            return flipped;
        }));
        for (String name : List.of("random number below the modulus", "the same again, for the noise")) {
            kinds.add(new Kind(
                    name, false, LABEL, () -> block(new BigInteger(modulus.bitLength(), random).mod(modulus))));
        }
        kinds.add(new Kind(
                "number not below the modulus",
                false,
                LABEL,
                () -> block(modulus.add(new BigInteger(beyond.bitLength(), random).mod(beyond)))));
        kinds.add(new Kind("wrong length", false, LABEL, () -> {
            int length = random.nextInt(2 * RsaOaep.CIPHERTEXT_BYTES);
            byte[] bytes = new byte[length == RsaOaep.CIPHERTEXT_BYTES ? 0 : length];
            random.nextBytes(bytes);
            return bytes;
        }));
        return kinds;
    }

    private byte[] good(RsaPrivateKey key) {
        return RsaOaep.encrypt(key.publicKey(), LABEL, randomness.bytes(32), randomness);
    }

    private static byte[] block(BigInteger number) {
        return BigIntegers.asUnsignedByteArray(RsaOaep.CIPHERTEXT_BYTES, number);
    }
}
