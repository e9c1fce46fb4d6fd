package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.vectors.VectorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code spec/vectors/continuity} and the single HELLOs of {@code spec/vectors/handshake}. */
class HelloVectorsTest {
    private static final Path VECTORS = Path.of(System.getProperty("parley.root"), "spec", "vectors");

    /** A valid HELLO whose nonce and hints are replaced. */
    private static HelloMessage hello(byte[] nonce, byte[] hints) throws IOException, CryptoException {
        byte[] template =
                VectorFile.read(VECTORS.resolve("handshake/hello-no-hint.txt")).hex("hello");
        System.arraycopy(nonce, 0, template, 15 + 4, nonce.length);
        int hintsAt = 1_569;
        byte[] bytes = Handshake.join(
                Arrays.copyOf(template, hintsAt),
                new byte[] {0, 0, 0, (byte) hints.length},
                hints,
                Arrays.copyOfRange(template, hintsAt + 4, template.length));
        return HelloMessage.decode(bytes, Mode.OPEN);
    }

    private static List<Secret> offered(VectorFile vector, String role) {
        return Continuity.of(vector.hex(role + ".current"), vector.hex(role + ".next"))
                .orElseThrow()
                .offered();
    }

    private static byte[] bytes(Optional<Secret> secret) {
        return secret.map(Secret::expose).orElse(new byte[0]);
    }

    @Test
    void both_ends_choose_the_secret_that_the_vector_says() throws IOException, CryptoException {
        List<VectorFile> vectors = VectorFile.readAll(VECTORS.resolve("continuity"));
        int accepted = 0;
        for (VectorFile vector : vectors) {
            List<Secret> ofA = offered(vector, "a");
            List<Secret> ofB = offered(vector, "b");
            Optional<Secret> atA =
                    hello(vector.hex("b.nonce"), vector.hex("b.hints")).firstHinted(ofA);
            Optional<Secret> atB =
                    hello(vector.hex("a.nonce"), vector.hex("a.hints")).firstShared(ofB);
            assertThat(bytes(atA)).as(vector.name()).isEqualTo(vector.hex("chosen"));
            assertThat(bytes(atB)).as(vector.name()).isEqualTo(vector.hex("chosen"));
            String lost = (atA.isEmpty() && !ofA.isEmpty() ? "a " : "") + (atB.isEmpty() && !ofB.isEmpty() ? "b" : "");
            assertThat(lost.strip()).as(vector.name()).isEqualTo(vector.text("lost"));
            boolean fine = lost.isEmpty();
            assertThat(fine ? "accept" : "refuse CONTINUITY_LOST")
                    .as(vector.name())
                    .isEqualTo(vector.text("expect"));
            accepted += fine ? 1 : 0;
        }
        assertThat(accepted).isPositive();
        assertThat(vectors.size() - accepted).isGreaterThan(accepted);
    }

    @Test
    void every_hello_is_taken_or_refused_as_its_vector_says() throws IOException {
        int refused = 0;
        for (VectorFile vector : VectorFile.readAll(VECTORS.resolve("handshake"))) {
            if (!vector.name().startsWith("hello-")) {
                continue;
            }
            String outcome = "accept";
            try {
                HelloMessage.decode(vector.hex("hello"), Mode.values()[Integer.parseInt(vector.text("mode"))]);
            } catch (CryptoException e) {
                outcome = "refuse " + e.reason();
                refused++;
            }
            assertThat(outcome).as(vector.name()).isEqualTo(vector.text("expect"));
        }
        assertThat(refused).isGreaterThan(15);
    }
}
