package dev.parley.peer.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.peer.files.FileException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read is what was offered, and nothing that a folder merely points at. */
class SourceTest {
    @TempDir
    Path temp;

    private static Reason refused(Path path) {
        return catchThrowableOfType(FileException.class, () -> Source.of(path)).reason();
    }

    private Path file(String name, int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        Path file = temp.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    @Test
    void a_file_is_read_in_pieces_and_from_where_the_other_side_stands() throws Exception {
        Path file = file("movie.mkv", 200_000);
        byte[] whole = Files.readAllBytes(file);
        try (Source source = Source.of(file)) {
            assertThat(source.name()).isEqualTo("movie.mkv");
            assertThat(source.files()).isEqualTo(1);
            assertThat(source.bytes()).isEqualTo(200_000);
            assertThat(source.open(0, 150_000)).isEqualTo(Inbox.sha256(Arrays.copyOf(whole, 150_000)));
            assertThat(source.read(ByteBuffer.allocate(40_000))).isEqualTo(ByteBuffer.wrap(whole, 150_000, 40_000));
            assertThat(source.read(ByteBuffer.allocate(40_000))).isEqualTo(ByteBuffer.wrap(whole, 190_000, 10_000));
            assertThat(source.read(ByteBuffer.allocate(40_000)).hasRemaining()).isFalse();
            assertThat(source.hash()).isEqualTo(Inbox.sha256(whole));
        }
    }

    @Test
    void a_folder_is_a_listing_without_links_and_special_files() throws Exception {
        file("tree/b/two", 2);
        file("tree/a", 1);
        file("tree/.hidden", 0);
        file("elsewhere", 9);
        Files.createSymbolicLink(temp.resolve("tree/link"), temp.resolve("elsewhere"));
        Files.createSymbolicLink(temp.resolve("tree/loop"), temp.resolve("tree"));
        assertThat(new ProcessBuilder("mkfifo", temp.resolve("tree/fifo").toString())
                        .start()
                        .waitFor())
                .isZero();
        try (Source source = Source.of(temp.resolve("tree"))) {
            assertThat(source.isFolder()).isTrue();
            assertThat(source.files()).isEqualTo(3);
            assertThat(source.bytes()).isEqualTo(3);
            assertThat(source.leftOut()).isEqualTo(3);
            assertThat(source.path(0)).isEqualTo(".hidden");
            assertThat(source.path(2)).isEqualTo("b/two");
            assertThat(source.size(2)).isEqualTo(2);
        }
    }

    @Test
    void what_cannot_be_offered_says_why() throws Exception {
        assertThat(refused(temp.resolve("nowhere"))).isEqualTo(Reason.UNREADABLE);
        assertThat(refused(Path.of("/dev/null"))).isEqualTo(Reason.NOT_A_FILE);
        Files.createDirectories(temp.resolve("hollow/inside"));
        assertThat(refused(temp.resolve("hollow"))).isEqualTo(Reason.EMPTY_FOLDER);
        file("deep" + "/x".repeat(40), 1);
        assertThat(refused(temp.resolve("deep"))).isEqualTo(Reason.TOO_MANY);
        Path secret = file("secret", 1);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        if (!Files.isReadable(secret)) {
            assertThat(refused(secret)).isEqualTo(Reason.UNREADABLE);
        }
    }

    @Test
    void TF_05_a_file_that_changes_is_not_sent_to_its_end() throws Exception {
        Path file = file("log", 1_000);
        try (Source source = Source.of(file)) {
            source.open(0, 0);
            source.read(ByteBuffer.allocate(500));
            Files.setLastModifiedTime(file, FileTime.fromMillis(1));
            assertThat(catchThrowableOfType(FileException.class, () -> source.read(ByteBuffer.allocate(500)))
                            .reason())
                    .isEqualTo(Reason.CHANGED);
            assertThat(catchThrowableOfType(FileException.class, () -> source.open(0, 0))
                            .reason())
                    .isEqualTo(Reason.CHANGED);
        }
        try (Source source = Source.of(file)) {
            source.open(0, 0);
            Files.write(file, new byte[10]);
            assertThat(catchThrowableOfType(FileException.class, () -> source.read(ByteBuffer.allocate(1_000)))
                            .reason())
                    .isEqualTo(Reason.CHANGED);
        }
        try (Source source = Source.of(file)) {
            Files.delete(file);
            assertThat(catchThrowableOfType(FileException.class, () -> source.open(0, 0))
                            .reason())
                    .isEqualTo(Reason.UNREADABLE);
        }
    }
}
