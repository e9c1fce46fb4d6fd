package dev.parley.peer.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.Agreement;
import dev.parley.crypto.Continuity;
import dev.parley.crypto.Identity;
import dev.parley.crypto.IdentityKey;
import dev.parley.crypto.Mode;
import dev.parley.crypto.Pin;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.vectors.VectorFile;
import dev.parley.wire.RoomId;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code spec/vectors/met}: who is there; {@code spec/vectors/taking}: which parts are new. */
class AcquaintanceVectorsTest {
    private static final Path VECTORS = Path.of(System.getProperty("parley.root"), "spec", "vectors");
    private static final Identity OURS = Identity.generate(Randomness.system());
    private static final IdentityKey THEIRS =
            Identity.generate(Randomness.system()).publicKey();

    @Test
    void whoever_agreed_with_us_is_held_against_the_record_as_the_vector_says() throws IOException {
        int objections = 0;
        List<VectorFile> vectors = VectorFile.readAll(VECTORS.resolve("met"));
        for (VectorFile vector : vectors) {
            String is = judged(vector);
            assertThat(is).as(vector.name()).isEqualTo(vector.text("is"));
            boolean fine = is.equals("NEW") || is.equals("MET");
            assertThat(fine ? "accept" : "refuse " + is).as(vector.name()).isEqualTo(vector.text("expect"));
            objections += fine ? 0 : 1;
        }
        assertThat(objections).isGreaterThan(vectors.size() - objections);
    }

    private static String judged(VectorFile vector) {
        boolean hadSecret = !vector.text("secret").equals("none");
        byte[] secret = new byte[hadSecret ? 32 : 0];
        Pin other = Pin.of(new byte[Pin.BYTES]);
        Optional<Pin> pin = switch (vector.text("pin")) {
            case "none" -> Optional.empty();
            case "same" -> Optional.of(THEIRS.pin());
            default -> Optional.of(other);
        };
        RoomRecord record = new RoomRecord(
                RoomId.of(new byte[32]),
                Seating.freshKey(Randomness.system()),
                Arrivals.fresh(Randomness.system()),
                vector.text("private").equals("true"),
                vector.text("pending").equals("true"),
                vector.text("lenient").equals("true"),
                OURS,
                pin,
                Trust.KNOWN,
                Continuity.of(new byte[0], secret).orElseThrow());
        Agreement agreement = new Agreement(
                null,
                THEIRS,
                null,
                null,
                Continuity.none(),
                vector.text("secret").equals("lost"));
        Where where = Where.valueOf(vector.text("where").toUpperCase(java.util.Locale.ROOT));
        return record.objection(agreement, where)
                .map(Trust::name)
                .orElseGet(() -> record.met(agreement, where, Mode.OPEN).trust() == Trust.UNVERIFIED ? "NEW" : "MET");
    }

    @Test
    void a_part_is_taken_once_as_its_script_says() throws IOException {
        int refused = 0;
        List<VectorFile> vectors = VectorFile.readAll(VECTORS.resolve("taking"));
        for (VectorFile vector : vectors) {
            List<String> expected = new ArrayList<>();
            vector.entries().stream()
                    .filter(entry -> entry.key().equals("out"))
                    .forEach(entry -> expected.add(entry.value()));
            assertThat(played(vector)).as(vector.name()).isEqualTo(expected);
            refused += vector.text("expect").equals("accept") ? 0 : 1;
        }
        assertThat(refused).isGreaterThan(vectors.size() - refused);
    }

    private static List<String> played(VectorFile vector) {
        List<JournalEntry> journal = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        Delivery delivery = new Delivery(Randomness.system(), List.of(), journal::add);
        for (VectorFile.Entry entry : vector.entries()) {
            String[] words = entry.value().split("[ =]");
            if (!entry.key().equals("in")) {
                continue;
            }
            switch (words[0]) {
                case "crash" -> delivery = new Delivery(Randomness.system(), List.copyOf(journal), journal::add);
                case "newpeer" -> delivery.meetNewPeer();
                default -> {
                    byte[] id = Arrays.copyOf(words[2].getBytes(StandardCharsets.UTF_8), 16);
                    long number = new BigInteger(words[4]).longValue();
                    byte[] json = "{\"type\":\"text\",\"text\":\"x\"}".getBytes(StandardCharsets.UTF_8);
                    int before = journal.size();
                    boolean good = delivery.in()
                            .take(ByteBuffer.allocate(24 + json.length)
                                    .put(id)
                                    .putLong(number)
                                    .put(json)
                                    .array());
                    seen.add(
                            !good
                                    ? "violation"
                                    : journal.size() == before
                                            ? "duplicate"
                                            : "journal number="
                                                    + journal.get(before).number());
                }
            }
        }
        return seen;
    }
}
