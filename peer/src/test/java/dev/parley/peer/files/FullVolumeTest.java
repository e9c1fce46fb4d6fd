package dev.parley.peer.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.peer.chat.Offer;
import dev.parley.peer.chat.TransferId;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.files.FileException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A volume that is really full, where a test may mount one; elsewhere this is skipped, loudly. */
class FullVolumeTest {
    private static final int VOLUME_BYTES = 4 << 20;
    private static final int CHUNK_BYTES = 64 << 10;
    private static final TransferId ID = new TransferId("0".repeat(32));

    @TempDir
    Path temp;

    private Path volume;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        volume = Files.createDirectory(temp.resolve("volume"));
        mounted = run("mount", "-t", "tmpfs", "-o", "size=" + VOLUME_BYTES, "tmpfs", volume.toString());
        assumeTrue(mounted, "SKIPPED: a volume of its own can only be mounted by root; nothing full was tried");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(run("umount", volume.toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private Deposit open(int bytes) throws FileException {
        return Deposit.open(volume, "their key", new Offer(ID, Untrusted.of("movie"), 1, bytes, false));
    }

    private static void write(Deposit deposit, byte[] bytes) throws FileException {
        for (int at = 0; at < bytes.length; at += CHUNK_BYTES) {
            deposit.write(ByteBuffer.wrap(bytes, at, Math.min(CHUNK_BYTES, bytes.length - at)));
        }
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(volume)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private void fill() {
        // As another program would, up to the last byte.
        assertThatThrownBy(() -> Files.write(volume.resolve("filler"), new byte[VOLUME_BYTES]))
                .isInstanceOf(IOException.class);
    }

    @Test
    void TF_04_a_volume_that_fills_up_meanwhile_ends_it_with_that_reason_and_nothing_is_left() throws Exception {
        byte[] movie = random(2 << 20);
        try (Deposit deposit = open(movie.length)) {
            deposit.begin(0, Untrusted.of("movie"), movie.length, 0);
            deposit.write(ByteBuffer.wrap(movie, 0, CHUNK_BYTES));
            fill();
            FileException full = catchThrowableOfType(FileException.class, () -> write(deposit, movie));
            assertThat(full.reason()).isEqualTo(Reason.NO_SPACE);
        }
        assertThat(names()).containsExactly("filler");
        // No room, no offer taken.
        assertThat(catchThrowableOfType(FileException.class, () -> open(movie.length))
                        .reason())
                .isEqualTo(Reason.NO_SPACE);
        assertThat(names()).containsExactly("filler");

        Files.delete(volume.resolve("filler"));
        try (Deposit again = open(movie.length)) {
            again.begin(0, Untrusted.of("movie"), movie.length, 0);
            write(again, movie);
            again.finish(Inbox.sha256(movie));
            assertThat(again.complete()).isEqualTo("movie");
        }
        assertThat(volume.resolve("movie")).hasBinaryContent(movie);
        assertThat(names()).containsExactly("movie");
    }

    @Test
    void TF_04_what_was_there_before_the_volume_filled_up_is_gone_on_with_once_there_is_room() throws Exception {
        byte[] movie = random(2 << 20);
        int half = movie.length / 2;
        try (Deposit deposit = open(movie.length)) {
            deposit.begin(0, Untrusted.of("movie"), movie.length, 0);
            deposit.write(ByteBuffer.wrap(movie, 0, half));
        }
        fill();
        assertThat(catchThrowableOfType(FileException.class, () -> open(movie.length))
                        .reason())
                .isEqualTo(Reason.NO_SPACE);
        assertThat(names())
                .as("the half that is there stays, and not under its name")
                .hasSize(2)
                .doesNotContain("movie");

        Files.delete(volume.resolve("filler"));
        try (Deposit again = open(movie.length)) {
            assertThat(again.standing().from()).isEqualTo(half);
            again.begin(0, Untrusted.of("movie"), movie.length, half);
            write(again, Arrays.copyOfRange(movie, half, movie.length));
            again.finish(Inbox.sha256(movie));
            assertThat(again.complete()).isEqualTo("movie");
        }
        assertThat(volume.resolve("movie")).hasBinaryContent(movie);
    }
}
