package dev.parley.peer.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.peer.chat.Chunk;
import dev.parley.peer.chat.FileHash;
import dev.parley.peer.chat.FileNote;
import dev.parley.peer.chat.FileProblem;
import dev.parley.peer.chat.Offer;
import dev.parley.peer.chat.Standing;
import dev.parley.peer.chat.TransferId;
import dev.parley.peer.chat.Untrusted;
import dev.parley.vectors.VectorFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Transfers without a room: {@code spec/vectors/transfer}, and floods. */
class TransfersTest {
    private final List<RoomEffect> effects = new ArrayList<>();
    private final Outgoing out = new Outgoing(count -> new byte[count], entry -> {});
    private final Transfers transfers = new Transfers(out, effects::add);

    private static Offer offer(int number, long bytes) {
        return new Offer(
                TransferId.of(
                        ByteBuffer.allocate(TransferId.BYTES).putInt(number).array()),
                Untrusted.of("x"),
                1,
                bytes,
                false);
    }

    private List<FileEvent> told() {
        return effects.stream()
                .filter(RoomEffect.Tell.class::isInstance)
                .map(effect -> ((RoomEvent.Files) ((RoomEffect.Tell) effect).event()).event())
                .toList();
    }

    private long count(Class<? extends FileWork> work) {
        return effects.stream()
                .filter(effect -> effect instanceof RoomEffect.File file && work.isInstance(file.work()))
                .count();
    }

    @Test
    void TF_04_TF_05_TF_06_every_script_goes_as_its_vector_says() throws IOException {
        for (VectorFile vector :
                VectorFile.readAll(Path.of(System.getProperty("parley.root"), "spec", "vectors", "transfer"))) {
            List<String> expected = vector.entries().stream()
                    .filter(entry -> entry.key().equals("in") || entry.key().equals("out"))
                    .map(entry -> entry.key() + ": " + entry.value())
                    .toList();
            List<String> ran = TransferScript.run(vector);
            assertThat(ran).as(vector.name()).isEqualTo(expected);
            String expect = vector.text("expect");
            if (expect.startsWith("refuse ")) {
                assertThat(ran)
                        .as(vector.name())
                        .contains("out: say cancel why=" + expect.substring(7).toLowerCase(java.util.Locale.ROOT));
            }
        }
    }

    @Test
    void TF_06_of_a_hundred_offers_some_are_asked_about_and_no_answer_is_owed_without_end() {
        for (int i = 0; i < 10_000; i++) {
            transfers.take(new FileNote.Offered(offer(i, 1)));
        }
        assertThat(told()).hasSize(Transfers.MAX_THEIRS).allMatch(FileEvent.Offered.class::isInstance);
        assertThat(((FileEvent.Offered) told().get(Transfers.MAX_THEIRS - 1)).waiting())
                .isEqualTo(Transfers.MAX_THEIRS);
        assertThat(out.size()).isLessThan(Outgoing.MAX_UNDELIVERED / 2);
        effects.clear();
        for (int i = 0; i < 10_000; i++) {
            transfers.take(new FileNote.Accepted(offer(-1 - i, 1).id(), 1, Standing.START));
        }
        assertThat(out.size()).isLessThan(Outgoing.MAX_UNDELIVERED / 2);
        assertThat(effects).isEmpty();
    }

    @Test
    void TF_06_chunks_that_nobody_asked_for_cause_nothing() {
        transfers.take(new FileNote.Offered(offer(1, 1_000_000)));
        effects.clear();
        Chunk.Head head = new Chunk.Head(offer(1, 1).id(), 1);
        Chunk.Head unknown = new Chunk.Head(offer(2, 1).id(), 0);
        for (int i = 0; i < 1_000; i++) {
            transfers.takeChunk(ByteBuffer.wrap(Chunk.begin(head, 0, 1_000_000, 0, "")));
            transfers.takeChunk(TransferScript.zeros(head, 1_000));
            transfers.takeChunk(TransferScript.zeros(unknown, 1_000));
            transfers.takeChunk(ByteBuffer.wrap(Chunk.end(unknown, FileHash.EMPTY)));
            transfers.takeChunk(ByteBuffer.allocate(3));
        }
        assertThat(effects).isEmpty();
    }

    @Test
    void more_own_offers_than_may_be_are_told_as_such() {
        for (int i = 0; i <= Transfers.MAX_OURS; i++) {
            transfers.offer(offer(i, 1));
        }
        assertThat(told())
                .containsExactly(
                        new FileEvent.Failed(offer(Transfers.MAX_OURS, 1).id(), true, FileProblem.BUSY));
    }

    @Test
    void little_is_read_ahead_however_long_nothing_can_be_sent() {
        Offer large = offer(1, 1L << 40);
        transfers.offer(large);
        transfers.take(new FileNote.Accepted(large.id(), 1, Standing.START));
        transfers.settle(0);
        transfers.take(new FileAnswer.Opened(large.id(), 1, 0, "", 1L << 40, 0, 0));
        for (int i = 0; i < 100; i++) {
            transfers.settle(i);
            transfers.take(new FileAnswer.Read(large.id(), 1, ByteBuffer.allocate(Sending.READ_BYTES / 2 + 1)));
        }
        assertThat(count(FileWork.Read.class)).isEqualTo(2);
    }

    @Test
    void own_offers_are_read_one_after_the_other() {
        for (int i = 0; i < 5; i++) {
            transfers.offer(offer(i, 10));
            transfers.take(new FileNote.Accepted(offer(i, 1).id(), 1, Standing.START));
        }
        transfers.settle(0);
        assertThat(count(FileWork.Open.class)).isEqualTo(1);
    }

    @Test
    void how_far_it_is_is_told_ten_times_a_second_at_most() {
        Offer large = offer(1, 1_000_000);
        transfers.take(new FileNote.Offered(large));
        transfers.accept(large.id());
        transfers.take(new FileAnswer.Prepared(large.id(), Standing.START, 0));
        Chunk.Head head = new Chunk.Head(large.id(), 1);
        transfers.takeChunk(ByteBuffer.wrap(Chunk.begin(head, 0, 1_000_000, 0, "")));
        for (int millis = 0; millis < 1_000; millis++) {
            transfers.takeChunk(TransferScript.zeros(head, 1_000));
            transfers.settle(5_000 + millis);
        }
        List<FileEvent> progress =
                told().stream().filter(FileEvent.Progress.class::isInstance).toList();
        assertThat(progress).hasSize(10);
        assertThat(progress.get(9)).isEqualTo(new FileEvent.Progress(large.id(), false, 901_000, 1_000_000));
    }
}
