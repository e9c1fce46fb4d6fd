package dev.parley.peer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.crypto.primitive.Randomness;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TriesTest {
    @TempDir
    Path temp;

    private StateFolder state;
    private Tries tries;

    @BeforeEach
    void open() throws StoreException {
        state = StateFolder.open(temp.resolve("parley"), Randomness.system());
        tries = state.tries();
    }

    private static byte[] room(int number) {
        return ByteBuffer.allocate(Tries.HASH_BYTES).putInt(number).array();
    }

    @Test
    void failures_are_counted_across_openings_and_forgotten_when_told() throws StoreException {
        assertThat(tries.failures(room(1))).isZero();
        assertThat(tries.lastFailure(room(1))).isEmpty();
        tries.record(room(1), 1_000);
        tries.record(room(2), 2_000);
        tries.record(room(1), 3_000);
        Tries again =
                StateFolder.open(temp.resolve("parley"), Randomness.system()).tries();
        assertThat(again.failures(room(1))).isEqualTo(2);
        assertThat(again.lastFailure(room(1))).isEqualTo(OptionalLong.of(3_000));
        assertThat(again.failures(room(2))).isEqualTo(1);
        again.clear(room(1));
        again.clear(room(3));
        assertThat(tries.failures(room(1))).isZero();
        assertThat(tries.failures(room(2))).isEqualTo(1);
    }

    @Test
    void TX_09_the_room_whose_failure_is_oldest_makes_place() throws Exception {
        for (int i = 0; i < Tries.MAX_ROOMS; i++) {
            tries.record(room(i), 1_000 + i);
        }
        tries.record(room(0), 5_000);
        long size = Files.size(temp.resolve("parley/tries"));
        tries.record(room(1_000), 1);
        assertThat(Files.size(temp.resolve("parley/tries"))).isEqualTo(size);
        assertThat(tries.failures(room(1))).isZero();
        assertThat(tries.failures(room(0))).isEqualTo(2);
        assertThat(tries.failures(room(2))).isEqualTo(1);
        assertThat(tries.failures(room(1_000))).isEqualTo(1);
    }

    @Test
    void threads_do_not_lose_each_others_counts() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        Callable<Void> failure = () -> {
            tries.record(room(7), 1);
            return null;
        };
        for (Future<Void> done : threads.invokeAll(Collections.nCopies(40, failure))) {
            done.get();
        }
        threads.shutdown();
        assertThat(tries.failures(room(7))).isEqualTo(40);
    }

    @Test
    void a_hash_has_32_bytes() {
        assertThatIllegalArgumentException().isThrownBy(() -> tries.failures(new byte[31]));
    }
}
