package dev.parley.relay.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.vectors.VectorFile;
import dev.parley.wire.AdmissionProof;
import dev.parley.wire.Challenge;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The relay's side of {@code spec/vectors/admission}: which proof it expects, and that a key of the vectors opens what it seals. */
class AdmissionVectorsTest {
    static List<VectorFile> vectors() throws IOException {
        return VectorFile.readAll(Path.of(System.getProperty("parley.root"), "spec", "vectors", "admission")).stream()
                .filter(vector ->
                        vector.entries().stream().anyMatch(entry -> entry.key().equals("proof")))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void the_relay_expects_the_proof_of_the_vector(VectorFile vector) throws GeneralSecurityException {
        byte[] label = AdmissionProof.label(vector.hex("relay_pin"), Challenge.of(vector.hex("challenge")));
        AdmissionProof expected = KeyChallenges.proof(vector.hex("seed"), label);
        assertThat(expected.toByteArray()).isEqualTo(vector.hex("proof"));
        if (vector.text("expect").equals("accept")) {
            assertOpens(vector, label);
        } else {
            assertThat(expected.matches(AdmissionProof.of(vector.hex("shown")))).isFalse();
        }
    }

    private static void assertOpens(VectorFile vector, byte[] label) throws GeneralSecurityException {
        String line = "parley-rsa " + Base64.getEncoder().encodeToString(vector.hex("spki")) + " anna";
        ListedKey key = ListedKey.parse(line).orElseThrow();
        assertThat(key.id().format()).isEqualTo(vector.text("key_id"));
        assertThat(key.format()).isEqualTo(line);
        KeyChallenges.Sealed sealed = new KeyChallenges()
                .seal(Optional.of(key), vector.hex("relay_pin"), Challenge.of(vector.hex("challenge")));
        PrivateKey holder =
                KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(vector.hex("private")));
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                holder,
                new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, new PSource.PSpecified(label)));
        byte[] seed = cipher.doFinal(sealed.sealed().toByteArray());
        assertThat(KeyChallenges.proof(seed, label).matches(sealed.expected())).isTrue();
    }
}
