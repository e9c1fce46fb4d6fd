package dev.parley.vectors;

import static dev.parley.vectors.Jdk.hmac;
import static dev.parley.vectors.Jdk.lp;
import static dev.parley.vectors.Jdk.rsa;
import static dev.parley.vectors.Jdk.sha256;
import static dev.parley.vectors.Jdk.spki;
import static dev.parley.vectors.Jdk.text;
import static dev.parley.vectors.Jdk.unoaep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.AccessToken;
import dev.parley.wire.AdmissionProof;
import dev.parley.wire.Challenge;
import dev.parley.wire.KeyId;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of {@code spec/vectors/admission}: texts of tokens by our reader, seeds and proofs with the JDK alone. */
class AdmissionVectorsTest {
    private static final Path VECTORS = Path.of(System.getProperty("parley.root"), "spec", "vectors", "admission");

    static List<VectorFile> vectors() throws IOException {
        return VectorFile.readAll(VECTORS);
    }

    @Test
    void refusals_outnumber_the_rest() throws IOException {
        long accepted = vectors().stream()
                .filter(vector -> vector.text("expect").equals("accept"))
                .count();
        assertThat(vectors().size() - accepted).isGreaterThan(2 * accepted);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void vector_has_its_outcome(VectorFile vector) throws GeneralSecurityException {
        assertThat(outcome(vector)).isEqualTo(vector.text("expect"));
    }

    private static String outcome(VectorFile vector) throws GeneralSecurityException {
        if (has(vector, "text")) {
            return token(vector);
        }
        byte[] label = lp(text("admit"), vector.hex("relay_pin"), vector.hex("challenge"));
        assertThat(AdmissionProof.label(vector.hex("relay_pin"), Challenge.of(vector.hex("challenge"))))
                .isEqualTo(label);
        if (has(vector, "shown")) {
            assertThat(hmac(vector.hex("seed"), label)).isEqualTo(vector.hex("proof"));
            return AdmissionProof.of(vector.hex("proof")).matches(AdmissionProof.of(vector.hex("shown")))
                    ? "accept"
                    : "refuse NOT_ADMITTED";
        }
        Optional<byte[]> seed = opened(vector, label);
        if (seed.isEmpty()) {
            return "refuse NOT_OPENED";
        }
        byte[] spki = spki(rsa(vector.hex("private")));
        assertThat(label).isEqualTo(vector.hex("label"));
        assertThat(spki).isEqualTo(vector.hex("spki"));
        assertThat(KeyId.ofSpki(spki).toByteArray()).isEqualTo(sha256(spki));
        assertThat(KeyId.parse(vector.text("key_id"))).contains(KeyId.ofSpki(spki));
        assertThat(seed).contains(vector.hex("seed"));
        assertThat(hmac(seed.get(), label)).isEqualTo(vector.hex("proof"));
        return "accept";
    }

    private static String token(VectorFile vector) throws GeneralSecurityException {
        String text = vector.text("text").replaceAll("^\"|\"$", "").replace("\\t", "\t");
        Optional<AccessToken> token = AccessToken.parse(text);
        if (token.isEmpty()) {
            return "refuse MALFORMED";
        }
        assertThat(token.get().toByteArray()).isEqualTo(vector.hex("token"));
        assertThat(token.get().hash()).isEqualTo(vector.hex("hash")).isEqualTo(sha256(vector.hex("token")));
        assertThat(token.get().format()).isEqualTo(text.strip());
        return "accept";
    }

    private static Optional<byte[]> opened(VectorFile vector, byte[] label) throws GeneralSecurityException {
        try {
            return Optional.of(unoaep(rsa(vector.hex("private")), label, vector.hex("sealed")))
                    .filter(seed -> seed.length == AdmissionProof.SEED_BYTES);
        } catch (javax.crypto.BadPaddingException e) {
            return Optional.empty();
        }
    }

    private static boolean has(VectorFile vector, String key) {
        return vector.entries().stream().anyMatch(entry -> entry.key().equals(key));
    }
}
