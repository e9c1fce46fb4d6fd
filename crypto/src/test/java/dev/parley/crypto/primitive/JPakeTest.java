package dev.parley.crypto.primitive;

import static dev.parley.crypto.primitive.JPakeRun.A;
import static dev.parley.crypto.primitive.JPakeRun.B;
import static dev.parley.crypto.primitive.JPakeRun.PASSWORD;
import static dev.parley.crypto.primitive.JPakeRun.side;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** J-PAKE between honest ends, and the known answers of an independent implementation. */
class JPakeTest {
    @Test
    void sizes_on_the_wire_are_those_of_the_protocol() {
        JPakeRun run = new JPakeRun();
        assertThat(JPake.ROUND1_BYTES).isEqualTo(1_600).isEqualTo(4 * JPake.ELEMENT_BYTES + 2 * JPake.SCALAR_BYTES);
        assertThat(JPake.ROUND2_BYTES).isEqualTo(800).isEqualTo(2 * JPake.ELEMENT_BYTES + JPake.SCALAR_BYTES);
        assertThat(run.a1).hasSize(1_600);
        assertThat(run.b1).hasSize(1_600);
        assertThat(run.a2).hasSize(800);
        assertThat(run.b2).hasSize(800);
        assertThat(run.a.onRound2(run.b2).orElseThrow()).hasSize(384);
    }

    @Test
    void the_same_password_gives_the_same_key_and_another_run_another() {
        JPakeRun run = new JPakeRun();
        byte[] key = run.a.onRound2(run.b2).orElseThrow();
        assertThat(run.b.onRound2(run.a2)).hasValue(key);
        JPakeRun again = new JPakeRun();
        assertThat(again.a.onRound2(again.b2).orElseThrow()).isNotEqualTo(key);
    }

    @Test
    void another_password_gives_another_key_and_no_error() {
        for (String other : List.of("1" + PASSWORD.substring(1), PASSWORD + "0", PASSWORD.substring(1), "x")) {
            JPakeRun run = new JPakeRun(PASSWORD, other);
            byte[] key = run.a.onRound2(run.b2).orElseThrow();
            assertThat(run.b.onRound2(run.a2))
                    .as("password %s", other)
                    .isPresent()
                    .get()
                    .isNotEqualTo(key);
        }
    }

    @Test
    void the_password_is_copied() {
        char[] password = PASSWORD.toCharArray();
        JPake a = new JPake(A, password, Randomness.system());
        Arrays.fill(password, '\0');
        JPake b = side(B, PASSWORD);
        byte[] a2 = a.onRound1(B, b.round1()).orElseThrow();
        byte[] b2 = b.onRound1(A, a.round1()).orElseThrow();
        assertThat(a.onRound2(b2).orElseThrow()).isEqualTo(b.onRound2(a2).orElseThrow());
    }

    @Test
    void round_1_is_handed_out_as_a_copy() {
        JPake a = side(A, PASSWORD);
        byte[] round1 = a.round1();
        a.round1()[0] ^= 1;
        assertThat(a.round1()).isEqualTo(round1);
    }

    /** Made in Python from PROTOCOL.md annex A.1 alone; the second has elements that begin with zero bytes. */
    @Test
    void known_answers_of_an_independent_implementation_agree() throws IOException {
        int count = 0;
        for (JsonElement element : knownAnswers()) {
            JsonObject vector = element.getAsJsonObject();
            assertKnownAnswer(vector, vector.getAsJsonObject("A"), vector.getAsJsonObject("B"));
            assertKnownAnswer(vector, vector.getAsJsonObject("B"), vector.getAsJsonObject("A"));
            count++;
        }
        assertThat(count).isEqualTo(2);
    }

    @Test
    void steps_out_of_order_are_refused() {
        JPakeRun run = new JPakeRun();
        assertThat(side(A, PASSWORD).onRound2(run.b2))
                .as("round 2 before round 1")
                .isEmpty();
        assertThat(run.a.onRound1(B, run.b1)).as("round 1 again").isEmpty();
        assertThat(run.a.onRound2(run.b2)).isPresent();
        assertThat(run.a.onRound2(run.b2)).as("round 2 again").isEmpty();
    }

    @Test
    void nothing_secret_is_printed() {
        assertThat(side(A, PASSWORD)).hasToString("JPake[hidden]");
    }

    private static void assertKnownAnswer(JsonObject vector, JsonObject us, JsonObject them) {
        Queue<byte[]> draws = new ArrayDeque<>();
        us.getAsJsonArray("draws").forEach(draw -> draws.add(SharedVectors.hex(draw.getAsString())));
        // The library draws scalars of 32 bytes; its single bytes blind exponents and change no result.
        Randomness fixed = count -> count == JPake.SCALAR_BYTES ? draws.remove() : randomBlinding(count);
        String name = vector.get("name").getAsString();

        JPake side =
                new JPake(text(us, "id"), vector.get("password").getAsString().toCharArray(), fixed);
        assertThat(HexFormat.of().formatHex(side.round1())).as(name).isEqualTo(text(us, "round1"));
        assertThat(side.onRound1(text(them, "id"), SharedVectors.hex(text(them, "round1"))))
                .as(name)
                .map(HexFormat.of()::formatHex)
                .hasValue(text(us, "round2"));
        assertThat(draws).as(name).isEmpty();
        assertThat(side.onRound2(SharedVectors.hex(text(them, "round2"))))
                .as(name)
                .map(HexFormat.of()::formatHex)
                .hasValue(text(vector, "keyingMaterial"));
    }

    private static byte[] randomBlinding(int count) {
        assertThat(count).as("a draw that the vector does not know").isEqualTo(1);
        return Randomness.system().bytes(count);
    }

    private static Iterable<JsonElement> knownAnswers() throws IOException {
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(JPakeTest.class.getResourceAsStream("/jpake-kat.json"), "jpake-kat.json"),
                StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(reader).getAsJsonObject().getAsJsonArray("cases");
        }
    }

    private static String text(JsonObject object, String key) {
        return object.get(key).getAsString();
    }
}
