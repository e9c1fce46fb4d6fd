package dev.parley.peer.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.RoomName;
import dev.parley.crypto.Secret;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.files.OfferedName;
import dev.parley.vectors.VectorFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code spec/vectors/shown}: how text of others is shown; {@code spec/vectors/name}: what passphrases and names become. */
class ShownVectorsTest {
    private static final Path VECTORS = Path.of(System.getProperty("parley.root"), "spec", "vectors");

    @Test
    void remote_text_is_shown_as_its_vector_says() throws IOException {
        int altered = 0;
        List<VectorFile> vectors = VectorFile.readAll(VECTORS.resolve("shown"));
        for (VectorFile vector : vectors) {
            Untrusted text = Untrusted.of(text(vector));
            String shown = switch (vector.text("kind")) {
                case "line" -> SafeText.line(text);
                case "text" -> String.join("\n", SafeText.lines(text));
                case "name" -> named(text, vector.text("own"));
                default -> throw new IllegalArgumentException(vector.text("kind"));
            };
            if (has(vector, "shown-end")) {
                assertThat(shown).as(vector.name()).endsWith(bare(vector.text("shown-end")));
            } else {
                assertThat(shown).as(vector.name()).isEqualTo(expected(vector));
            }
            boolean same = shown.equals(text.raw().replace("\r\n", "\n"));
            assertThat(same ? "accept" : "refuse ALTERED").as(vector.name()).isEqualTo(vector.text("expect"));
            altered += same ? 0 : 1;
        }
        assertThat(altered).isGreaterThan(vectors.size() - altered);
    }

    @Test
    void passphrases_and_offered_names_become_what_their_vector_says() throws IOException {
        int refused = 0;
        List<VectorFile> vectors = VectorFile.readAll(VECTORS.resolve("name"));
        for (VectorFile vector : vectors) {
            String typed = text(vector);
            boolean fine;
            if (vector.text("kind").equals("passphrase")) {
                fine = !RoomName.isEmptyPassphrase(typed);
                if (fine) {
                    assertThat(RoomName.passphrase(typed).matches(Secret.of(vector.hex("secret"))))
                            .as(vector.name())
                            .isTrue();
                }
            } else {
                fine = OfferedName.of(Untrusted.of(typed))
                        .filter(name -> !name.changed())
                        .isPresent();
            }
            assertThat(fine).as(vector.name()).isEqualTo(vector.text("expect").equals("accept"));
            refused += fine ? 0 : 1;
        }
        assertThat(refused).isGreaterThan(vectors.size() - refused);
    }

    private static String named(Untrusted text, String own) {
        TheirName name = new TheirName();
        name.told(text, own);
        return name.shown();
    }

    private static String expected(VectorFile vector) {
        return vector.entries().stream()
                .filter(entry -> entry.key().equals("shown") || entry.key().equals("line"))
                .map(entry -> bare(entry.value()))
                .collect(Collectors.joining("\n"));
    }

    private static String bare(String value) {
        return (value.startsWith("\"") ? value.substring(1, value.length() - 1) : value).replace("\\t", "\t");
    }

    private static boolean has(VectorFile vector, String key) {
        return vector.entries().stream().anyMatch(entry -> entry.key().equals(key));
    }

    private static String text(VectorFile vector) {
        if (has(vector, "units")) {
            StringBuilder units = new StringBuilder();
            for (String unit : vector.text("units").split(" ")) {
                units.append((char) Integer.parseInt(unit, 16));
            }
            return units.toString();
        }
        String text = new String(vector.hex("utf8"), StandardCharsets.UTF_8);
        if (!has(vector, "repeat")) {
            return text;
        }
        String[] repeat = vector.text("repeat").split(" ");
        return text + ((char) Integer.parseInt(repeat[0], 16) + "").repeat(Integer.parseInt(repeat[1]));
    }
}
