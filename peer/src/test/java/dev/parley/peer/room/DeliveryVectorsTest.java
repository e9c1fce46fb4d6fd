package dev.parley.peer.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.peer.chat.Ready;
import dev.parley.peer.chat.Untrusted;
import dev.parley.vectors.VectorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code spec/vectors/delivery}: which numbers mean that one of two ends went back in time. */
class DeliveryVectorsTest {
    @Test
    void every_pair_of_numbers_is_judged_as_its_vector_says() throws IOException {
        List<VectorFile> vectors =
                VectorFile.readAll(Path.of(System.getProperty("parley.root"), "spec", "vectors", "delivery"));
        for (VectorFile vector : vectors) {
            JournalEntry counters = JournalEntry.counters(
                    number(vector, "sent"), number(vector, "delivered"), number(vector, "taken"), 0);
            Delivery delivery = new Delivery(count -> new byte[count], List.of(counters), entry -> {});
            Ready theirs = new Ready(
                    Optional.of(Untrusted.of("x")), number(vector, "their.sent"), number(vector, "their.received"));
            assertThat(delivery.isRolledBack(theirs) ? "refuse ROLLED_BACK" : "accept")
                    .as(vector.name())
                    .isEqualTo(vector.text("expect"));
        }
        assertThat(vectors).hasSizeGreaterThan(10);
    }

    private static long number(VectorFile vector, String key) {
        return Long.parseLong(vector.text(key));
    }
}
