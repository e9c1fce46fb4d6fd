package dev.parley.crypto.primitive;

import static dev.parley.crypto.primitive.DerKeys.algorithm;
import static dev.parley.crypto.primitive.DerKeys.assemble;
import static dev.parley.crypto.primitive.DerKeys.integer;
import static dev.parley.crypto.primitive.DerKeys.join;
import static dev.parley.crypto.primitive.DerKeys.keySequence;
import static dev.parley.crypto.primitive.DerKeys.longForm;
import static dev.parley.crypto.primitive.DerKeys.oid;
import static dev.parley.crypto.primitive.DerKeys.spki;
import static dev.parley.crypto.primitive.DerKeys.tlv;
import static dev.parley.crypto.primitive.DerKeys.unsigned;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.vectors.VectorFile;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code spec/vectors/rsa-key} and {@code spec/vectors/xwing}: which keys and ciphertexts may come in. */
class KeyVectorsTest {
    private static final Path VECTORS = Path.of(System.getProperty("parley.root"), "spec", "vectors");
    private static final HexFormat HEX = HexFormat.of();
    private static final BigInteger E = RsaPublicKey.EXPONENT;
    private static final BigInteger PRIME = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));

    private final Random random = new Random(2_026);

    @Test
    void every_rsa_key_is_taken_or_refused_as_its_vector_says() throws IOException {
        int accepted = 0;
        List<VectorFile> vectors = VectorFile.readAll(VECTORS.resolve("rsa-key"));
        for (VectorFile vector : vectors) {
            Optional<RsaPublicKey> key = RsaPublicKey.decode(vector.hex("spki"));
            assertThat(key.isPresent() ? "accept" : "refuse BAD_KEY")
                    .as(vector.name())
                    .isEqualTo(vector.text("expect"));
            if (key.isPresent()) {
                accepted++;
                assertThat(key.get().parameters().getModulus()).isEqualTo(new BigInteger(1, vector.hex("modulus")));
                assertThat(Hash.sha256(vector.hex("spki"))).isEqualTo(vector.hex("pin"));
            }
        }
        assertThat(vectors.size() - accepted).isGreaterThan(accepted).isGreaterThan(20);
        assertThat(accepted).isPositive();
    }

    @Test
    void every_x_wing_key_and_ciphertext_is_taken_or_refused_as_its_vector_says() throws IOException {
        int accepted = 0;
        List<VectorFile> vectors = VectorFile.readAll(VECTORS.resolve("xwing"));
        for (VectorFile vector : vectors) {
            boolean taken = vector.text("what").equals("key") ? encapsulates(vector) : decapsulates(vector);
            assertThat(taken ? "accept" : "refuse BAD_KEY").as(vector.name()).isEqualTo(vector.text("expect"));
            accepted += taken ? 1 : 0;
        }
        assertThat(vectors.size() - accepted).isGreaterThan(accepted).isGreaterThan(20);
        assertThat(accepted).isPositive();
    }

    private static boolean encapsulates(VectorFile vector) {
        Optional<XWing.Encapsulation> made =
                XWing.encapsulate(vector.hex("key"), new FixedRandomness(vector.hex("random")));
        made.ifPresent(encapsulation -> {
            assertThat(encapsulation.ciphertext()).as(vector.name()).isEqualTo(vector.hex("ciphertext"));
            assertThat(encapsulation.secret()).as(vector.name()).isEqualTo(vector.hex("secret"));
        });
        return made.isPresent();
    }

    private static boolean decapsulates(VectorFile vector) {
        XWing.KeyPair pair = XWing.generate(new FixedRandomness(vector.hex("seed")));
        assertThat(pair.publicKey()).as(vector.name()).isEqualTo(vector.hex("key"));
        Optional<byte[]> secret = pair.decapsulate(vector.hex("ciphertext"));
        secret.ifPresent(bytes -> assertThat(bytes).as(vector.name()).isEqualTo(vector.hex("secret")));
        return secret.isPresent();
    }

    /** Writes both folders anew: {@code -Plong -Dparley.seed=write}. */
    @Test
    @Tag("long")
    void writes_the_vectors() throws IOException {
        if (System.getProperty("parley.seed", "").equals("write")) {
            writeRsaKeys();
            writeXWing();
        }
        assertThat(VECTORS.resolve("rsa-key")).exists();
    }

    private void writeRsaKeys() throws IOException {
        RsaPublicKey key = RsaPrivateKey.generate(Randomness.system()).publicKey();
        BigInteger n = key.parameters().getModulus();
        byte[] good = key.spki();
        key("good", "accept", "2,048 bits and e = 65537, in DER", good, n);
        rsa("1024-bits", "1,024 bits", spki(odd(1_024), E));
        rsa("2040-bits", "2,040 bits", spki(odd(2_040), E));
        rsa("2047-bits", "2,047 bits", spki(odd(2_047), E));
        rsa("2049-bits", "2,049 bits", spki(odd(2_049), E));
        rsa("3072-bits", "3,072 bits", spki(odd(3_072), E));
        rsa("4096-bits", "4,096 bits", spki(odd(4_096), E));
        for (long e : new long[] {0, 1, 2, 3, 17, 65_535, 65_536, 65_539, 257, (1L << 31) + 1}) {
            rsa("exponent-" + e, "e = " + e, spki(n, BigInteger.valueOf(e)));
        }
        rsa("exponent-huge", "e of the size of the modulus", spki(n, n.subtract(BigInteger.TWO)));
        rsa("exponent-negative", "e = -65537", assemble(algorithm(), keySequence(n, E.negate())));
        rsa("modulus-even", "the modulus is even", spki(n.clearBit(0), E));
        rsa("modulus-prime", "the modulus is a prime", spki(prime(2_048), E));
        rsa("modulus-times-3", "the modulus has the factor 3", spki(withFactor(3), E));
        rsa("modulus-small-factor", "the modulus has the factor 751", spki(withFactor(751), E));
        rsa(
                "modulus-power-of-two",
                "the modulus is 2^2047 + 1, which 3 divides",
                spki(BigInteger.ONE.shiftLeft(2_047).add(BigInteger.ONE), E));
        rsa(
                "modulus-negative",
                "the modulus without its leading zero, so that it is negative",
                assemble(algorithm(), tlv(0x30, join(tlv(0x02, unsigned(n)), integer(E)))));
        rsa("modulus-zero", "the modulus is 0", spki(BigInteger.ZERO, E));
        rsa(
                "modulus-padded",
                "two leading zeros",
                assemble(algorithm(), tlv(0x30, join(tlv(0x02, join(new byte[] {0, 0}, unsigned(n))), integer(E)))));
        rsa(
                "exponent-padded",
                "e with a leading zero",
                assemble(algorithm(), tlv(0x30, join(integer(n), tlv(0x02, new byte[] {0, 1, 0, 1})))));
        rsa(
                "long-length",
                "a length in more bytes than it needs",
                longForm(0x30, 3, join(algorithm(), tlv(0x03, join(new byte[] {0}, keySequence(n, E))))));
        rsa(
                "indefinite-length",
                "BER with an indefinite length",
                join(
                        join(
                                new byte[] {0x30, (byte) 0x80},
                                join(algorithm(), tlv(0x03, join(new byte[] {0}, keySequence(n, E))))),
                        new byte[] {0, 0}));
        rsa("parameters-absent", "no NULL behind the algorithm", assemble(tlv(0x30, oid()), keySequence(n, E)));
        rsa(
                "parameters-not-null",
                "an empty octet string for the NULL",
                assemble(tlv(0x30, join(oid(), new byte[] {4, 0})), keySequence(n, E)));
        rsa(
                "algorithm-pss",
                "the algorithm is RSASSA-PSS",
                spki(PKCSObjectIdentifiers.id_RSASSA_PSS, DERNull.INSTANCE, new RSAPublicKey(n, E)));
        rsa(
                "algorithm-oaep",
                "the algorithm is RSAES-OAEP",
                spki(PKCSObjectIdentifiers.id_RSAES_OAEP, DERNull.INSTANCE, new RSAPublicKey(n, E)));
        rsa("pkcs1", "RSAPublicKey alone, without SubjectPublicKeyInfo", keySequence(n, E));
        rsa(
                "unused-bits",
                "a bit string with an unused bit",
                tlv(0x30, join(algorithm(), tlv(0x03, join(new byte[] {1}, keySequence(n, E))))));
        rsa("trailing", "a byte too many", join(good, new byte[1]));
        rsa("cut", "the last byte is missing", Arrays.copyOf(good, good.length - 1));
        rsa("zeros", "294 zero bytes", new byte[RsaPublicKey.SPKI_BYTES]);
        rsa("empty", "nothing", new byte[0]);
    }

    private void writeXWing() throws IOException {
        byte[] seed = bytes(32);
        byte[] draws = bytes(64);
        XWing.KeyPair pair = XWing.generate(new FixedRandomness(seed));
        byte[] key = pair.publicKey();
        XWing.Encapsulation made =
                XWing.encapsulate(key, new FixedRandomness(draws)).orElseThrow();
        byte[] ciphertext = made.ciphertext();
        keyCase(
                "key",
                "accept",
                "an encapsulation with all its draws: m, then the X25519 scalar",
                key,
                draws,
                Optional.of(made));
        ciphertextCase(
                "ciphertext",
                "accept",
                "its decapsulation, with the seed of the pair",
                seed,
                key,
                ciphertext,
                pair.decapsulate(ciphertext));
        byte[] flipped = ciphertext.clone();
        flipped[0] ^= 1;
        ciphertextCase(
                "ciphertext-of-nobody",
                "accept",
                "a changed ML-KEM part is no error, and gives an unrelated secret",
                seed,
                key,
                flipped,
                pair.decapsulate(flipped));
        byte[] nine = withTail(key, unsignedLittle(PRIME.subtract(BigInteger.TWO)));
        keyCase(
                "key-share-below-the-prime",
                "accept",
                "the largest X25519 part that is taken: p - 2",
                nine,
                draws,
                XWing.encapsulate(nine, new FixedRandomness(draws)));
        String[][] shares = {
            {"zero", "0, of small order", "0"},
            {"one", "1, of small order", "1"},
            {
                "order-8a",
                "a point of order 8",
                "325606250916557431795983626356110631294008115727848805560023387167927233504"
            },
            {
                "order-8b",
                "the other point of order 8",
                "39382357235489614581723060781553021112529911719440698176882885853963445705823"
            },
            {
                "p-minus-1",
                "p - 1, of small order",
                PRIME.subtract(BigInteger.ONE).toString()
            },
            {"p", "p, that is 0 in another encoding", PRIME.toString()},
            {
                "p-plus-1",
                "p + 1, that is 1 in another encoding",
                PRIME.add(BigInteger.ONE).toString()
            },
            {
                "p-plus-9",
                "p + 9: the base point in another encoding",
                PRIME.add(BigInteger.valueOf(9)).toString()
            },
            {
                "2-255-minus-1",
                "2^255 - 1: not below the prime",
                BigInteger.ONE.shiftLeft(255).subtract(BigInteger.ONE).toString()
            },
            {
                "top-bit",
                "9 with the top bit set",
                BigInteger.ONE.shiftLeft(255).add(BigInteger.valueOf(9)).toString()
            },
        };
        for (String[] share : shares) {
            byte[] tail = unsignedLittle(new BigInteger(share[2]));
            keyCase(
                    "bad-key-share-" + share[0],
                    "refuse BAD_KEY",
                    "X25519 part: " + share[1],
                    withTail(key, tail),
                    draws,
                    Optional.empty());
            ciphertextCase(
                    "bad-ciphertext-share-" + share[0],
                    "refuse BAD_KEY",
                    "X25519 part: " + share[1],
                    seed,
                    key,
                    withTail(ciphertext, tail),
                    Optional.empty());
        }
        byte[] q = key.clone();
        q[0] = 0x01;
        q[1] = (byte) (q[1] & 0xF0 | 0x0D);
        keyCase(
                "bad-key-coefficient-3329",
                "refuse BAD_KEY",
                "the first coefficient is 3,329",
                q,
                draws,
                Optional.empty());
        byte[] last = key.clone();
        last[1_151] = (byte) 0xFF;
        last[1_150] |= (byte) 0xF0;
        keyCase(
                "bad-key-coefficient-4095",
                "refuse BAD_KEY",
                "the last coefficient is 4,095",
                last,
                draws,
                Optional.empty());
        keyCase(
                "bad-key-short",
                "refuse BAD_KEY",
                "a byte too few",
                Arrays.copyOf(key, key.length - 1),
                draws,
                Optional.empty());
        keyCase(
                "bad-key-long",
                "refuse BAD_KEY",
                "a byte too many",
                Arrays.copyOf(key, key.length + 1),
                draws,
                Optional.empty());
        keyCase("bad-key-empty", "refuse BAD_KEY", "nothing", new byte[0], draws, Optional.empty());
        ciphertextCase(
                "bad-ciphertext-short",
                "refuse BAD_KEY",
                "a byte too few",
                seed,
                key,
                Arrays.copyOf(ciphertext, ciphertext.length - 1),
                Optional.empty());
        ciphertextCase(
                "bad-ciphertext-long",
                "refuse BAD_KEY",
                "a byte too many",
                seed,
                key,
                Arrays.copyOf(ciphertext, ciphertext.length + 1),
                Optional.empty());
    }

    private void rsa(String name, String comment, byte[] spki) throws IOException {
        assertThat(RsaPublicKey.decode(spki)).as(name).isEmpty();
        key("bad-" + name, "refuse BAD_KEY", comment, spki, null);
    }

    private static void key(String name, String expect, String comment, byte[] spki, BigInteger modulus)
            throws IOException {
        String more = modulus == null
                ? ""
                : "modulus: " + HEX.formatHex(unsigned(modulus)) + "\npin: " + HEX.formatHex(Hash.sha256(spki)) + "\n";
        write("rsa-key", name, expect, comment, ("spki: " + HEX.formatHex(spki)).strip() + "\n" + more);
    }

    private static void keyCase(
            String name, String expect, String comment, byte[] key, byte[] draws, Optional<XWing.Encapsulation> made)
            throws IOException {
        write(
                "xwing",
                name,
                expect,
                comment,
                "what: key\n" + ("key: " + HEX.formatHex(key)).strip() + "\nrandom: " + HEX.formatHex(draws) + "\n"
                        + made.map(one -> "ciphertext: " + HEX.formatHex(one.ciphertext()) + "\nsecret: "
                                        + HEX.formatHex(one.secret()) + "\n")
                                .orElse(""));
    }

    private static void ciphertextCase(
            String name,
            String expect,
            String comment,
            byte[] seed,
            byte[] key,
            byte[] ciphertext,
            Optional<byte[]> secret)
            throws IOException {
        write(
                "xwing",
                name,
                expect,
                comment,
                "what: ciphertext\nseed: " + HEX.formatHex(seed) + "\nkey: " + HEX.formatHex(key) + "\nciphertext: "
                        + HEX.formatHex(ciphertext) + "\n"
                        + secret.map(bytes -> "secret: " + HEX.formatHex(bytes) + "\n")
                                .orElse(""));
    }

    private static void write(String folder, String name, String expect, String comment, String lines)
            throws IOException {
        Files.createDirectories(VECTORS.resolve(folder));
        Files.writeString(
                VECTORS.resolve(folder).resolve(name + ".txt"),
                "comment: " + comment + "\nexpect: " + expect + "\n" + lines);
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] withTail(byte[] bytes, byte[] tail) {
        byte[] changed = bytes.clone();
        System.arraycopy(tail, 0, changed, changed.length - tail.length, tail.length);
        return changed;
    }

    private static byte[] unsignedLittle(BigInteger value) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < 32; i++) {
            bytes[i] = value.shiftRight(8 * i).byteValue();
        }
        return bytes;
    }

    private BigInteger odd(int bits) {
        return new BigInteger(bits, random).setBit(bits - 1).setBit(0);
    }

    private BigInteger prime(int bits) {
        return BigInteger.probablePrime(bits, random);
    }

    /** 2,048 bits, odd, a multiple of {@code factor}. */
    private BigInteger withFactor(long factor) {
        BigInteger f = BigInteger.valueOf(factor);
        BigInteger start = BigInteger.ONE.shiftLeft(2_047).add(new BigInteger(2_000, random));
        BigInteger multiple = start.subtract(start.mod(f)).add(f);
        return multiple.testBit(0) ? multiple : multiple.add(f);
    }
}
