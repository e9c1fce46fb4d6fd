package dev.parley.relay.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.vectors.VectorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every script of {@code spec/vectors/room}: each {@code in:} line has exactly the {@code out:} lines that follow it, in order. */
class RoomVectorsTest {
    static List<VectorFile> vectors() throws IOException {
        return VectorFile.readAll(Path.of(System.getProperty("parley.root"), "spec", "vectors", "room"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void script_plays_as_written(VectorFile vector) {
        RoomScript script = new RoomScript(maxRooms(vector));
        List<String> expected = new ArrayList<>();
        List<String> played = new ArrayList<>();
        for (VectorFile.Entry entry : vector.entries()) {
            switch (entry.key()) {
                case "in" -> {
                    expected.add("in: " + entry.value());
                    played.add("in: " + entry.value());
                    script.play(entry.value()).forEach(line -> played.add("out: " + line));
                }
                case "out" -> expected.add("out: " + entry.value());
                case "size" -> {
                    expected.add("size: " + entry.value());
                    played.add("size: " + script.size());
                }
                case "expect", "comment", "rooms", "for" -> {}
                default -> throw new AssertionError(vector + " has a line '" + entry.key() + "'.");
            }
        }
        assertThat(played).containsExactlyElementsOf(expected);
    }

    @Test
    void refusals_outnumber_acceptances_and_say_so() throws IOException {
        int accepted = 0;
        for (VectorFile vector : vectors()) {
            boolean refuses = vector.entries().stream()
                    .anyMatch(
                            entry -> entry.key().equals("out") && entry.value().contains(" REFUSED "));
            assertThat(vector.text("comment")).as(vector.name()).isNotEmpty();
            assertThat(vector.text("expect")).as(vector.name()).isIn("accept", "refuse");
            if (vector.text("expect").equals("accept")) {
                accepted++;
            } else {
                assertThat(refuses).as("%s has a refusal", vector).isTrue();
            }
        }
        assertThat(accepted).isPositive();
        assertThat(vectors().size() - accepted).isGreaterThan(accepted);
    }

    private static int maxRooms(VectorFile vector) {
        return vector.entries().stream()
                .filter(entry -> entry.key().equals("rooms"))
                .mapToInt(entry -> Integer.parseInt(entry.value()))
                .findFirst()
                .orElse(100);
    }
}
