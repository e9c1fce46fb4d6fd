package dev.parley.crypto.primitive;

import static dev.parley.crypto.primitive.DerKeys.algorithm;
import static dev.parley.crypto.primitive.DerKeys.assemble;
import static dev.parley.crypto.primitive.DerKeys.integer;
import static dev.parley.crypto.primitive.DerKeys.join;
import static dev.parley.crypto.primitive.DerKeys.keySequence;
import static dev.parley.crypto.primitive.DerKeys.longForm;
import static dev.parley.crypto.primitive.DerKeys.oid;
import static dev.parley.crypto.primitive.DerKeys.oidContents;
import static dev.parley.crypto.primitive.DerKeys.signed;
import static dev.parley.crypto.primitive.DerKeys.spki;
import static dev.parley.crypto.primitive.DerKeys.tlv;
import static dev.parley.crypto.primitive.DerKeys.unsigned;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.X25519KeyPairGenerator;
import org.bouncycastle.crypto.params.X25519KeyGenerationParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which RSA public keys may come in (TP-04): 2048 bits, e = 65537, in one encoding. */
class RsaPublicKeyTest {
    /** Where the parts of the one encoding lie: 30 82 0122 | 30 0d 06 09 oid 05 00 | 03 82 010f 00 | 30 82 010a | 02 82 0101 00 n | e. */
    private static final int OID_AT = 6;

    private static final int NULL_AT = 17;
    private static final int UNUSED_BITS_AT = 23;
    private static final int MODULUS_AT = 33;
    private static final int EXPONENT_AT = MODULUS_AT + 256;

    private static final BigInteger E = RsaPublicKey.EXPONENT;
    private static final long SEED = 4;

    private static RsaPrivateKey pair;
    private static RsaPublicKey key;
    private static BigInteger modulus;

    private final Random random = new Random(SEED);
    private final byte[] good = key.spki();

    @BeforeAll
    static void make_a_key() {
        pair = RsaPrivateKey.generate(Randomness.system());
        key = pair.publicKey();
        modulus = pair.parameters().getModulus();
    }

    @Test
    void own_keys_have_the_size_and_exponent_of_the_protocol_and_round_trip() {
        assertThat(modulus.bitLength()).isEqualTo(2048);
        assertThat(pair.parameters().getPublicExponent()).isEqualTo(BigInteger.valueOf(65_537));
        assertThat(key.parameters().getModulus()).isEqualTo(modulus);
        assertThat(key.parameters().isPrivate()).isFalse();
        assertThat(good).hasSize(RsaPublicKey.SPKI_BYTES);
        RsaPublicKey decoded = RsaPublicKey.decode(good).orElseThrow();
        assertThat(decoded).isEqualTo(key).hasSameHashCodeAs(key);
        assertThat(decoded.spki()).isEqualTo(good);
        assertThat(decoded.parameters().getModulus()).isEqualTo(modulus);
        assertThat(decoded.parameters().getExponent()).isEqualTo(E);
    }

    @Test
    void two_keys_are_not_equal() {
        RsaPublicKey other = RsaPrivateKey.generate(Randomness.system()).publicKey();
        assertThat(other).isNotEqualTo(key);
        assertThat(other.spki()).isNotEqualTo(good);
    }

    @Test
    void what_comes_in_and_goes_out_is_copied() {
        byte[] bytes = good.clone();
        RsaPublicKey decoded = RsaPublicKey.decode(bytes).orElseThrow();
        bytes[MODULUS_AT] ^= 1;
        decoded.spki()[MODULUS_AT] ^= 1;
        assertThat(decoded.spki()).isEqualTo(good);
    }

    @Test
    void the_helpers_of_this_test_make_the_one_encoding() {
        assertThat(spki(modulus, E)).isEqualTo(good);
        assertThat(assemble(algorithm(), keySequence(modulus, E))).isEqualTo(good);
        assertThat(Arrays.copyOfRange(good, OID_AT, NULL_AT)).isEqualTo(SharedVectors.hex("06092a864886f70d010101"));
        assertThat(Arrays.copyOfRange(good, EXPONENT_AT, good.length)).isEqualTo(SharedVectors.hex("0203010001"));
    }

    @Test
    void TP_04_other_sizes_are_refused() {
        for (int bits : List.of(512, 1024, 2040, 2047, 2049, 3072, 4096)) {
            BigInteger other = composite(bits);
            assertThat(other.bitLength()).isEqualTo(bits);
            assertRefused(bits + " bits", spki(other, E));
        }
    }

    @Test
    void TP_04_other_sizes_are_refused_in_an_encoding_of_the_right_length() {
        for (int bits : List.of(1984, 2024, 2040, 2046, 2047)) {
            BigInteger other = composite(bits);
            int exponentBytes = RsaPublicKey.SPKI_BYTES - spki(other, E).length + 3;
            BigInteger exponent =
                    BigInteger.ONE.shiftLeft(8 * exponentBytes - 2).setBit(0);
            assertBadKeyOfGoodLength(bits + " bits", spki(other, exponent));
        }
        byte[] tooLong = join(new byte[] {0}, unsigned(composite(2047)));
        assertBadKeyOfGoodLength(
                "2047 bits after a zero byte too many",
                assemble(algorithm(), tlv(0x30, join(tlv(0x02, tooLong), integer(E)))));
    }

    @Test
    void TP_04_other_exponents_are_refused() {
        for (int exponent : List.of(0, 1, 2, 3, 5, 17, 257, 65_535, 65_536, 65_538, 65_539, 0x7FFFFF)) {
            assertRefused("e = " + exponent, spki(modulus, BigInteger.valueOf(exponent)));
        }
        for (BigInteger exponent : List.of(
                E.negate(),
                BigInteger.ONE.negate(),
                E.add(modulus),
                modulus.subtract(BigInteger.ONE),
                BigInteger.ONE.shiftLeft(32).add(BigInteger.ONE),
                pair.parameters().getExponent())) {
            assertRefused("e = " + exponent, spki(modulus, exponent));
        }
    }

    @Test
    void TP_04_other_exponents_are_refused_in_an_encoding_of_the_right_length() {
        for (String contents : List.of(
                "000000", "000001", "000003", "000101", "00ffff", "010000", "010002", "010003", "7fffff", "ff0001",
                "fefffd")) {
            byte[] changed = good.clone();
            System.arraycopy(SharedVectors.hex(contents), 0, changed, EXPONENT_AT + 2, 3);
            assertBadKeyOfGoodLength("e = " + contents, changed);
        }
    }

    @Test
    void TP_04_bad_moduli_are_refused() {
        List<BigInteger> moduli = new ArrayList<>(List.of(
                modulus.subtract(BigInteger.ONE),
                modulus.add(BigInteger.ONE),
                BigInteger.ONE.shiftLeft(2047),
                BigInteger.ONE.shiftLeft(2048).subtract(BigInteger.ONE),
                BigInteger.probablePrime(2048, random)));
        for (int smallFactor : List.of(3, 5, 7, 11, 101, 257, 743)) {
            BigInteger factor = BigInteger.valueOf(smallFactor);
            moduli.add(modulus.subtract(modulus.mod(factor.add(factor))).add(factor));
        }
        for (BigInteger bad : moduli) {
            assertThat(bad.bitLength()).isEqualTo(2048);
            assertBadKeyOfGoodLength("n = " + bad.toString(16), spki(bad, E));
        }
        assertRefused("n = 0", spki(BigInteger.ZERO, E));
        assertRefused("n = 1", spki(BigInteger.ONE, E));
        assertRefused("-n", spki(modulus.negate(), E));
        byte[] negative = tlv(0x02, Arrays.copyOfRange(good, MODULUS_AT, EXPONENT_AT));
        assertRefused("n without its sign byte", assemble(algorithm(), tlv(0x30, join(negative, integer(E)))));
    }

    @Test
    void TP_04_a_key_that_is_not_der_is_refused() throws IOException {
        byte[] noNull = oid();
        byte[] sequence = keySequence(modulus, E);
        byte[] contents = join(integer(modulus), integer(E));
        byte[] nullBytes = {0x05, 0x00};

        assertRefused("missing NULL", assemble(tlv(0x30, noNull), sequence));
        assertRefused("trailing zero", Arrays.copyOf(good, good.length + 1));
        assertRefused("the key twice", join(good, good));
        for (int lengthBytes = 1; lengthBytes <= 4; lengthBytes++) {
            String what = " with " + lengthBytes + " bytes of length";
            assertRefused("algorithm" + what, assemble(longForm(0x30, lengthBytes, join(oid(), nullBytes)), sequence));
            assertRefused(
                    "oid" + what,
                    assemble(tlv(0x30, join(longForm(0x06, lengthBytes, oidContents()), nullBytes)), sequence));
            assertRefused(
                    "NULL" + what,
                    assemble(tlv(0x30, join(oid(), longForm(0x05, lengthBytes, new byte[0]))), sequence));
            assertRefused(
                    "exponent" + what,
                    assemble(algorithm(), tlv(0x30, join(integer(modulus), longForm(0x02, lengthBytes, unsigned(E))))));
        }
        for (int lengthBytes = 3; lengthBytes <= 5; lengthBytes++) {
            String what = " with " + lengthBytes + " bytes of length";
            assertRefused("key" + what, assemble(algorithm(), longForm(0x30, lengthBytes, contents)));
            assertRefused(
                    "modulus" + what,
                    assemble(algorithm(), tlv(0x30, join(longForm(0x02, lengthBytes, signed(modulus)), integer(E)))));
            assertRefused(
                    "bit string" + what,
                    tlv(0x30, join(algorithm(), longForm(0x03, lengthBytes, join(new byte[] {0}, sequence)))));
            assertRefused(
                    "all" + what,
                    longForm(0x30, lengthBytes, join(algorithm(), tlv(0x03, join(new byte[] {0}, sequence)))));
        }
        assertRefused("inner trailing zero", assemble(algorithm(), join(sequence, new byte[1])));
        assertRefused("three integers", assemble(algorithm(), tlv(0x30, join(contents, integer(BigInteger.ONE)))));
    }

    /** The length check alone does not hold these: Bouncy Castle reads several of them as the very key they imitate. */
    @Test
    void TP_04_a_key_that_is_not_der_is_refused_at_the_right_length_too() {
        byte[] sequence = keySequence(modulus, E);
        byte[] contents = join(integer(modulus), integer(E));
        byte[] endOfContents = {0, 0};
        byte[] bitString = tlv(0x03, join(new byte[] {0}, sequence));
        List<byte[]> imitations = List.of(
                assemble(longForm(0x30, 1, longForm(0x06, 1, oidContents())), sequence),
                assemble(longForm(0x30, 2, oid()), sequence),
                assemble(
                        tlv(0x30, oid()),
                        tlv(0x30, join(longForm(0x02, 3, signed(modulus)), longForm(0x02, 1, unsigned(E))))),
                assemble(tlv(0x30, oid()), longForm(0x30, 4, contents)),
                join(new byte[] {0x30, (byte) 0x80}, join(join(algorithm(), bitString), endOfContents)),
                assemble(algorithm(), join(new byte[] {0x30, (byte) 0x80}, join(contents, endOfContents))),
                assemble(tlv(0x30, oid()), join(sequence, endOfContents)),
                assemble(tlv(0x30, join(oid(), new byte[] {0x30, 0x00})), sequence),
                assemble(tlv(0x30, join(oid(), new byte[] {0x04, 0x00})), sequence),
                assemble(tlv(0x30, join(oid(), new byte[] {0x01, 0x00})), sequence));
        int readByTheLibrary = 0;
        for (int i = 0; i < imitations.size(); i++) {
            assertBadKeyOfGoodLength("imitation " + i, imitations.get(i));
            readByTheLibrary += isReadByTheLibrary(imitations.get(i)) ? 1 : 0;
        }
        assertThat(readByTheLibrary)
                .as("imitations that only our own check refuses")
                .isPositive();
    }

    @Test
    void TP_04_unused_bits_are_refused() {
        for (int unused = 1; unused <= 255; unused++) {
            byte[] changed = good.clone();
            changed[UNUSED_BITS_AT] = (byte) unused;
            assertBadKeyOfGoodLength(unused + " unused bits", changed);
        }
    }

    @Test
    void TP_04_every_flipped_bit_outside_the_modulus_is_refused() {
        int count = 0;
        for (int at = 0; at < good.length; at++) {
            if (at >= MODULUS_AT && at < EXPONENT_AT) {
                continue;
            }
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = good.clone();
                changed[at] ^= (byte) (1 << bit);
                assertBadKeyOfGoodLength("bit " + bit + " of byte " + at, changed);
                count++;
            }
        }
        assertThat(count).isEqualTo(8 * (RsaPublicKey.SPKI_BYTES - 256));
    }

    @Test
    void what_is_read_from_a_changed_modulus_encodes_to_what_was_read() {
        int read = 0;
        for (int i = 0; i < 200; i++) {
            byte[] changed = good.clone();
            int at = MODULUS_AT + random.nextInt(256);
            changed[at] ^= (byte) (1 << random.nextInt(8));
            Optional<RsaPublicKey> decoded = RsaPublicKey.decode(changed);
            if (decoded.isPresent()) {
                assertThat(decoded.orElseThrow().spki()).isEqualTo(changed);
                assertThat(decoded.orElseThrow()).isNotEqualTo(key);
                read++;
            }
        }
        assertThat(read)
                .as("seed %d: only an odd modulus without small factors is read", SEED)
                .isBetween(1, 199);
    }

    @Test
    void TP_04_other_structures_are_refused() throws IOException {
        byte[] pkcs1 = new RSAPublicKey(modulus, E).getEncoded();
        assertRefused("PKCS#1", pkcs1);
        BigInteger exponent = BigInteger.ONE.shiftLeft(8 * 27 - 2).setBit(0);
        assertBadKeyOfGoodLength("PKCS#1 of the right length", new RSAPublicKey(modulus, exponent).getEncoded());
        assertRefused(
                "PKCS#8",
                PrivateKeyInfoFactory.createPrivateKeyInfo(pair.parameters()).getEncoded());
        assertRefused(
                "the private exponent as a public key",
                SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(pair.parameters())
                        .getEncoded());
        assertRefused("X25519", x25519());
        for (ASN1ObjectIdentifier algorithm : List.of(
                PKCSObjectIdentifiers.id_RSAES_OAEP,
                PKCSObjectIdentifiers.id_RSASSA_PSS,
                PKCSObjectIdentifiers.sha256WithRSAEncryption,
                PKCSObjectIdentifiers.dhKeyAgreement,
                PKCSObjectIdentifiers.pkcs_1)) {
            assertRefused(algorithm.getId(), spki(algorithm, DERNull.INSTANCE, new RSAPublicKey(modulus, E)));
        }
    }

    @Test
    void TP_04_every_truncation_and_extension_is_refused() {
        for (int length = 0; length <= 2 * good.length; length++) {
            if (length != good.length) {
                assertRefused("length " + length, Arrays.copyOf(good, length));
            }
        }
        for (int start = 1; start <= good.length; start++) {
            assertRefused("without the first " + start, Arrays.copyOfRange(good, start, good.length));
            assertBadKeyOfGoodLength("moved by " + start, Arrays.copyOfRange(good, start, start + good.length));
        }
    }

    @Test
    void TP_04_random_bytes_are_refused() {
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = new byte[i % 2 == 0 ? RsaPublicKey.SPKI_BYTES : random.nextInt(600)];
            random.nextBytes(bytes);
            assertRefused("random " + i, bytes);
            int headers = Math.min(bytes.length, i % MODULUS_AT);
            System.arraycopy(good, 0, bytes, 0, headers);
            assertRefused("random " + i + " behind " + headers + " good bytes", bytes);
        }
    }

    private static void assertBadKeyOfGoodLength(String what, byte[] bytes) {
        assertThat(bytes).as(what).hasSize(RsaPublicKey.SPKI_BYTES);
        assertRefused(what, bytes);
    }

    private static void assertRefused(String what, byte[] bytes) {
        assertThat(bytes).as(what).isNotEqualTo(key.spki());
        assertThat(RsaPublicKey.decode(bytes)).as("seed %d, %s", SEED, what).isEmpty();
    }

    private static boolean isReadByTheLibrary(byte[] bytes) {
        try {
            return PublicKeyFactory.createKey(bytes) != null;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** An odd number of that many bits, the product of two primes. */
    private BigInteger composite(int bits) {
        BigInteger product = BigInteger.ZERO;
        while (product.bitLength() != bits) {
            product = BigInteger.probablePrime(bits / 2, random)
                    .multiply(BigInteger.probablePrime(bits - bits / 2, random));
        }
        return product;
    }

    private static byte[] x25519() throws IOException {
        X25519KeyPairGenerator generator = new X25519KeyPairGenerator();
        generator.init(new X25519KeyGenerationParameters(new LibraryRandom(Randomness.system())));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(pair.getPublic())
                .getEncoded();
    }
}
