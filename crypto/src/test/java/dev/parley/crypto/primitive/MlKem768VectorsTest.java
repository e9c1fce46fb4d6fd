package dev.parley.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import dev.parley.crypto.primitive.SharedVectors.Case;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.generators.MLKEMKeyPairGenerator;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMKeyGenerationParameters;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.junit.jupiter.api.Test;

/**
 * ML-KEM-768 by Wycheproof, NIST's ACVP and C2SP's CCTV (TV-01), through the Bouncy Castle classes that X-Wing is made of;
 * encapsulation through our XWing as well, whose ciphertext begins with that of ML-KEM.
 */
class MlKem768VectorsTest {
    private static final MLKEMParameters ML_KEM_768 = MLKEMParameters.ml_kem_768;
    private static final int KEY_BYTES = 1184;
    private static final int CIPHERTEXT_BYTES = 1088;

    private final byte[] goodXWingKey = XWing.generate(Randomness.system()).publicKey();

    @Test
    void wycheproof_key_generation() {
        List<Case> cases = SharedVectors.cases("wycheproof/mlkem_768_keygen_seed_test.json");
        for (Case vector : cases) {
            assertThat(vector.hasResult("valid")).as("%s", vector).isTrue();
            assertPair(vector.toString(), pair(vector.bytes("seed")), vector.bytes("ek"), vector.bytes("dk"));
        }
        assertThat(cases).hasSizeGreaterThanOrEqualTo(67);
    }

    @Test
    void wycheproof_encapsulation() {
        List<Case> cases = SharedVectors.cases("wycheproof/mlkem_768_encaps_test.json");
        int valid = 0;
        int badModulus = 0;
        int badLength = 0;
        for (Case vector : cases) {
            byte[] key = vector.bytes("ek");
            if (vector.hasResult("valid")) {
                assertEncapsulates(vector.toString(), key, vector.bytes("m"), vector.bytes("c"), vector.bytes("K"));
                valid++;
            } else {
                assertThat(vector.hasResult("invalid")).as("%s", vector).isTrue();
                assertKeyRefused(vector.toString(), key);
                if (key.length == KEY_BYTES) {
                    badModulus++;
                } else {
                    badLength++;
                }
            }
        }
        assertThat(valid).isGreaterThanOrEqualTo(89);
        assertThat(badModulus).isGreaterThanOrEqualTo(76);
        assertThat(badLength).isGreaterThanOrEqualTo(12);
        assertThat(valid + badModulus + badLength).isEqualTo(cases.size());
    }

    @Test
    void wycheproof_decapsulation() {
        List<Case> cases = SharedVectors.cases("wycheproof/mlkem_768_test.json");
        int valid = 0;
        int badCiphertext = 0;
        int badSeed = 0;
        for (Case vector : cases) {
            byte[] seed = vector.bytes("seed");
            if (vector.hasResult("valid")) {
                AsymmetricCipherKeyPair pair = pair(seed);
                assertThat(publicKey(pair).getEncoded()).as("%s", vector).isEqualTo(vector.bytes("ek"));
                assertThat(decapsulate(privateKey(pair), vector.bytes("c")))
                        .as("%s", vector)
                        .isEqualTo(vector.bytes("K"));
                assertThat(decapsulate(new MLKEMPrivateKeyParameters(ML_KEM_768, seed), vector.bytes("c")))
                        .as("%s, from the seed", vector)
                        .isEqualTo(vector.bytes("K"));
                valid++;
            } else if (seed.length == 64) {
                assertThat(vector.hasResult("invalid")).as("%s", vector).isTrue();
                assertThat(vector.bytes("c").length).as("%s", vector).isNotEqualTo(CIPHERTEXT_BYTES);
                MLKEMPrivateKeyParameters key = privateKey(pair(seed));
                assertThatIllegalArgumentException()
                        .as("%s", vector)
                        .isThrownBy(() -> decapsulate(key, vector.bytes("c")));
                badCiphertext++;
            } else {
                assertThat(vector.hasResult("invalid")).as("%s", vector).isTrue();
                assertThatIllegalArgumentException()
                        .as("%s", vector)
                        .isThrownBy(() -> new MLKEMPrivateKeyParameters(ML_KEM_768, seed));
                badSeed++;
            }
        }
        assertThat(valid).isGreaterThanOrEqualTo(102);
        assertThat(badCiphertext).isGreaterThanOrEqualTo(15);
        assertThat(badSeed).isGreaterThanOrEqualTo(12);
        assertThat(valid + badCiphertext + badSeed).isEqualTo(cases.size());
    }

    @Test
    void wycheproof_decapsulation_with_expanded_keys() {
        List<Case> cases = SharedVectors.cases("wycheproof/mlkem_768_semi_expanded_decaps_test.json");
        int valid = 0;
        int invalid = 0;
        for (Case vector : cases) {
            if (vector.hasResult("valid")) {
                MLKEMPrivateKeyParameters key = new MLKEMPrivateKeyParameters(ML_KEM_768, vector.bytes("dk"));
                assertThat(decapsulate(key, vector.bytes("c"))).as("%s", vector).isEqualTo(vector.bytes("K"));
                valid++;
            } else {
                assertThat(vector.hasResult("invalid")).as("%s", vector).isTrue();
                assertThatIllegalArgumentException()
                        .as("%s", vector)
                        .isThrownBy(() -> decapsulate(
                                new MLKEMPrivateKeyParameters(ML_KEM_768, vector.bytes("dk")), vector.bytes("c")));
                invalid++;
            }
        }
        assertThat(valid).isGreaterThanOrEqualTo(2);
        assertThat(invalid).isGreaterThanOrEqualTo(4);
        assertThat(valid + invalid).isEqualTo(cases.size());
    }

    @Test
    void acvp_key_generation() {
        List<Case> cases = SharedVectors.cases("acvp-mlkem/mlkem768_keyGen.json");
        for (Case vector : cases) {
            assertThat(vector.isIn("parameterSet", "ML-KEM-768")).isTrue();
            byte[] seed = join(vector.bytes("d"), vector.bytes("z"));
            assertPair(vector.toString(), pair(seed), expected(vector, "ek"), expected(vector, "dk"));
        }
        assertThat(cases).hasSizeGreaterThanOrEqualTo(17);
    }

    @Test
    void acvp_encapsulation_decapsulation_and_key_checks() {
        List<Case> cases = SharedVectors.cases("acvp-mlkem/mlkem768_encapDecap.json");
        Map<String, Integer> counts = new HashMap<>();
        for (Case vector : cases) {
            assertThat(vector.isIn("parameterSet", "ML-KEM-768")).isTrue();
            String function = vector.group().get("function").getAsString();
            switch (function) {
                case "encapsulation" ->
                    assertEncapsulates(
                            vector.toString(),
                            vector.bytes("ek"),
                            vector.bytes("m"),
                            expected(vector, "c"),
                            expected(vector, "k"));
                case "decapsulation" ->
                    assertThat(decapsulate(
                                    new MLKEMPrivateKeyParameters(ML_KEM_768, vector.bytes("dk")), vector.bytes("c")))
                            .as("%s", vector)
                            .isEqualTo(expected(vector, "k"));
                case "decapsulationKeyCheck" -> assertPrivateKeyCheck(vector);
                case "encapsulationKeyCheck" -> assertPublicKeyCheck(vector);
                default -> assertThat(function).as("%s", vector).isEqualTo("a known function");
            }
            counts.merge(function, 1, Integer::sum);
        }
        assertThat(counts.get("encapsulation")).isGreaterThanOrEqualTo(17);
        assertThat(counts.get("decapsulation")).isGreaterThanOrEqualTo(7);
        assertThat(counts.get("decapsulationKeyCheck")).isGreaterThanOrEqualTo(7);
        assertThat(counts.get("encapsulationKeyCheck")).isGreaterThanOrEqualTo(7);
        assertThat(counts.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(cases.size());
    }

    @Test
    void cctv_intermediate_values_begin_and_end_as_stated() throws IOException {
        assertCctv("cctv-mlkem/intermediate/ML-KEM-768.txt");
    }

    @Test
    void cctv_unlucky_sampling_draws_on() throws IOException {
        assertCctv("cctv-mlkem/unluckysample/ML-KEM-768.txt");
    }

    @Test
    void cctv_ciphertext_that_differs_behind_a_zero_byte_is_rejected_implicitly() throws IOException {
        Map<String, byte[]> vector = cctv("cctv-mlkem/strcmp/ML-KEM-768.txt");
        MLKEMPrivateKeyParameters key = new MLKEMPrivateKeyParameters(ML_KEM_768, vector.get("dk"));
        assertThat(decapsulate(key, vector.get("c"))).isEqualTo(vector.get("K"));
    }

    /** These files hash d alone, as the draft of FIPS 203 did; the standard hashes d and k = 3 (section 5.1), and so must the library. */
    @Test
    void cctv_keys_of_the_draft_are_not_made_from_their_seeds() throws Exception {
        for (String name : List.of("intermediate", "unluckysample")) {
            Map<String, byte[]> vector = cctv("cctv-mlkem/" + name + "/ML-KEM-768.txt");
            byte[] d = vector.get("d");
            MessageDigest g = MessageDigest.getInstance("SHA3-512");
            byte[] ofTheDraft = Arrays.copyOf(g.digest(d), 32);
            byte[] ofTheStandard = Arrays.copyOf(g.digest(join(d, new byte[] {3})), 32);
            assertThat(Arrays.copyOfRange(vector.get("ek"), KEY_BYTES - 32, KEY_BYTES))
                    .as(name)
                    .isEqualTo(ofTheDraft);
            assertThat(publicKey(pair(join(d, vector.get("z")))).getRho())
                    .as(name)
                    .isEqualTo(ofTheStandard);
        }
    }

    private void assertCctv(String name) throws IOException {
        Map<String, byte[]> vector = cctv(name);
        MLKEMPrivateKeyParameters key = new MLKEMPrivateKeyParameters(ML_KEM_768, vector.get("dk"));
        assertThat(key.getPublicKey()).as(name).isEqualTo(vector.get("ek"));
        assertThat(key.getNonce()).as(name).isEqualTo(vector.get("z"));
        assertThat(key.getEncoded()).as(name).isEqualTo(vector.get("dk"));
        assertEncapsulates(name, vector.get("ek"), vector.get("m"), vector.get("c"), vector.get("K"));
        assertThat(decapsulate(key, vector.get("c"))).as(name).isEqualTo(vector.get("K"));
    }

    private void assertPublicKeyCheck(Case vector) {
        boolean passes =
                vector.test().getAsJsonObject("expected").get("testPassed").getAsBoolean();
        if (passes) {
            byte[] key = vector.bytes("ek");
            assertThat(new MLKEMPublicKeyParameters(ML_KEM_768, key).getEncoded())
                    .as("%s", vector)
                    .isEqualTo(key);
            assertThat(encapsulateInXWing(key, Randomness.system()))
                    .as("%s", vector)
                    .isPresent();
        } else {
            assertKeyRefused(vector.toString(), vector.bytes("ek"));
        }
    }

    private static void assertPrivateKeyCheck(Case vector) {
        boolean passes =
                vector.test().getAsJsonObject("expected").get("testPassed").getAsBoolean();
        byte[] key = vector.bytes("dk");
        if (passes) {
            assertThat(new MLKEMPrivateKeyParameters(ML_KEM_768, key).getEncoded())
                    .as("%s", vector)
                    .isEqualTo(key);
        } else {
            assertThatIllegalArgumentException()
                    .as("%s", vector)
                    .isThrownBy(() -> new MLKEMPrivateKeyParameters(ML_KEM_768, key));
        }
    }

    private static void assertPair(String what, AsymmetricCipherKeyPair pair, byte[] publicKey, byte[] privateKey) {
        assertThat(publicKey(pair).getEncoded()).as(what).isEqualTo(publicKey);
        assertThat(privateKey(pair).getEncoded()).as(what).isEqualTo(privateKey);
    }

    private void assertEncapsulates(String what, byte[] key, byte[] message, byte[] ciphertext, byte[] secret) {
        FixedRandomness randomness = new FixedRandomness(message);
        SecretWithEncapsulation made = new MLKEMGenerator(new LibraryRandom(randomness))
                .generateEncapsulated(new MLKEMPublicKeyParameters(ML_KEM_768, key));
        randomness.assertUsedUp();
        assertThat(made.getEncapsulation()).as(what).isEqualTo(ciphertext).hasSize(CIPHERTEXT_BYTES);
        assertThat(made.getSecret()).as(what).isEqualTo(secret);

        FixedRandomness inXWing = new FixedRandomness(join(message, new byte[32]));
        XWing.Encapsulation encapsulation = encapsulateInXWing(key, inXWing).orElseThrow();
        inXWing.assertUsedUp();
        assertThat(Arrays.copyOf(encapsulation.ciphertext(), CIPHERTEXT_BYTES))
                .as(what)
                .isEqualTo(ciphertext);
    }

    private void assertKeyRefused(String what, byte[] key) {
        assertThatIllegalArgumentException().as(what).isThrownBy(() -> new MLKEMPublicKeyParameters(ML_KEM_768, key));
        assertThat(encapsulateInXWing(key, Randomness.system())).as(what).isEmpty();
    }

    private Optional<XWing.Encapsulation> encapsulateInXWing(byte[] mlKemKey, Randomness randomness) {
        byte[] share = Arrays.copyOfRange(goodXWingKey, KEY_BYTES, goodXWingKey.length);
        return XWing.encapsulate(join(mlKemKey, share), randomness);
    }

    /** The generator inside X-Wing's, from the 64 bytes d and z. */
    private static AsymmetricCipherKeyPair pair(byte[] seed) {
        FixedRandomness randomness = new FixedRandomness(seed);
        MLKEMKeyPairGenerator generator = new MLKEMKeyPairGenerator();
        generator.init(new MLKEMKeyGenerationParameters(new LibraryRandom(randomness), ML_KEM_768));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        randomness.assertUsedUp();
        return pair;
    }

    private static MLKEMPublicKeyParameters publicKey(AsymmetricCipherKeyPair pair) {
        return (MLKEMPublicKeyParameters) pair.getPublic();
    }

    private static MLKEMPrivateKeyParameters privateKey(AsymmetricCipherKeyPair pair) {
        return (MLKEMPrivateKeyParameters) pair.getPrivate();
    }

    private static byte[] decapsulate(MLKEMPrivateKeyParameters key, byte[] ciphertext) {
        return new MLKEMExtractor(key).extractSecret(ciphertext);
    }

    private static byte[] expected(Case vector, String key) {
        JsonObject expected = vector.test().getAsJsonObject("expected");
        return SharedVectors.hex(expected.get(key).getAsString());
    }

    /** The inputs and results of a file of {@code name = hex} lines. */
    private static Map<String, byte[]> cctv(String name) throws IOException {
        List<String> wanted = List.of("d", "z", "ek", "dk", "m", "c", "K");
        Map<String, byte[]> values = new HashMap<>();
        for (String line : Files.readAllLines(SharedVectors.file(name), StandardCharsets.UTF_8)) {
            int equals = line.indexOf(" = ");
            if (equals > 0 && wanted.contains(line.substring(0, equals))) {
                byte[] before = values.put(
                        line.substring(0, equals),
                        SharedVectors.hex(line.substring(equals + 3).strip()));
                assertThat(before).as("an earlier line like %s", line).isNull();
            }
        }
        return values;
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
