package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.vectors.VectorFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code spec/vectors/lp}: how values are joined, and what is no such list. */
class LengthPrefixedVectorsTest {
    private static final Path VECTORS = Path.of(System.getProperty("parley.root"), "spec", "vectors", "lp");

    @Test
    void every_list_is_split_or_refused_as_its_vector_says() throws IOException {
        int accepted = 0;
        List<VectorFile> vectors = VectorFile.readAll(VECTORS);
        for (VectorFile vector : vectors) {
            ByteBuffer in = ByteBuffer.wrap(vector.hex("bytes"));
            List<String> items = LengthPrefixed.split(in, Integer.parseInt(vector.text("count")), 65_536)
                    .filter(split -> !in.hasRemaining())
                    .map(split -> split.stream().map(HexFormat.of()::formatHex).toList())
                    .orElse(null);
            assertThat(items == null ? "refuse MALFORMED" : "accept")
                    .as(vector.name())
                    .isEqualTo(vector.text("expect"));
            if (items != null) {
                accepted++;
                List<String> expected = vector.entries().stream()
                        .filter(entry -> entry.key().equals("item"))
                        .map(VectorFile.Entry::value)
                        .toList();
                assertThat(items).as(vector.name()).isEqualTo(expected);
                byte[][] bytes = items.stream().map(HexFormat.of()::parseHex).toArray(byte[][]::new);
                assertThat(LengthPrefixed.join(bytes)).as(vector.name()).isEqualTo(vector.hex("bytes"));
            }
        }
        assertThat(vectors.size() - accepted).isGreaterThan(accepted).isPositive();
    }
}
