package dev.parley.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.vectors.VectorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** {@code spec/vectors/jpake}: made in Python from annex A.1 alone, with every draw of the honest end. */
class JPakeVectorsTest {
    private static final Path VECTORS = Path.of(System.getProperty("parley.root"), "spec", "vectors", "jpake");

    @Test
    void every_round_is_taken_or_refused_as_its_vector_says() throws IOException {
        int accepted = 0;
        List<VectorFile> vectors = VectorFile.readAll(VECTORS);
        for (VectorFile vector : vectors) {
            boolean taken = vector.text("round").equals("1") ? round1(vector) : round2(vector);
            assertThat(taken ? "accept" : "refuse BAD_PROOF").as(vector.name()).isEqualTo(vector.text("expect"));
            accepted += taken ? 1 : 0;
        }
        assertThat(accepted).isEqualTo(5);
        assertThat(vectors).hasSizeGreaterThan(45);
    }

    private static boolean round1(VectorFile vector) {
        if (vector.text("expect").equals("accept")) {
            JPake sender = side(vector, "sender", JPakeRun.PASSWORD, false);
            assertThat(sender.round1()).as(vector.name()).isEqualTo(vector.hex("round1"));
        }
        return JPakeRun.side(vector.text("receiver.id"), JPakeRun.PASSWORD)
                .onRound1(vector.text("sender.id"), vector.hex("round1"))
                .isPresent();
    }

    private static boolean round2(VectorFile vector) {
        JPake receiver = side(vector, "receiver", vector.text("password"), true);
        assertThat(receiver.round1()).as(vector.name()).isEqualTo(vector.hex("receiver.round1"));
        assertThat(receiver.onRound1(vector.text("sender.id"), vector.hex("sender.round1")))
                .as(vector.name())
                .hasValue(vector.hex("receiver.round2"));
        Optional<byte[]> key = receiver.onRound2(vector.hex("sender.round2"));
        key.ifPresent(bytes -> assertThat(bytes).as(vector.name()).isEqualTo(vector.hex("key")));
        return key.isPresent();
    }

    /** An end whose draws are those of the vector; single bytes blind the library's exponents and change nothing. */
    private static JPake side(VectorFile vector, String end, String password, boolean goesOn) {
        Queue<byte[]> draws = new ArrayDeque<>();
        for (String draw : List.of(".x1", ".x2", ".v1", ".v2")) {
            draws.add(vector.hex(end + draw));
        }
        if (goesOn) {
            draws.add(vector.hex(end + ".v3"));
        }
        Randomness fixed = count -> count == JPake.SCALAR_BYTES
                ? draws.remove()
                : Randomness.system().bytes(count);
        return new JPake(vector.text(end + ".id"), password.toCharArray(), fixed);
    }
}
