package dev.parley.peer.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A receiver is a process of its own here, and dies. */
class KilledReceiverTest {
    private static final int FEW = 6;
    private static final int MANY = 200;

    @TempDir
    Path temp;

    private static long seed() {
        String given = System.getProperty("parley.seed", "");
        return given.matches("-?[0-9]+") ? Long.parseLong(given) : 1;
    }

    @Test
    @Timeout(120)
    void TF_09_a_receiver_killed_anywhere_leaves_no_half_file_under_a_final_name() throws Exception {
        KilledReceiver.run(temp, FEW, seed());
    }

    @Test
    @Tag("long")
    void TF_09_two_hundred_kills_leave_no_half_file_under_a_final_name() throws Exception {
        int whole = KilledReceiver.run(temp, MANY, seed());
        System.out.printf("receiver: %d kills, %d final names, all whole%n", MANY, whole);
        assertThat(whole).isPositive();
    }
}
