package dev.parley.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.peer.ui.Transcripts.Kind;
import dev.parley.peer.ui.Transcripts.Opening;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transcripts on disk: made for their owner alone, never through a link, never into what is not ours. */
class TranscriptFilesTest {
    private final TranscriptFiles files = new TranscriptFiles();

    @TempDir
    private Path folder;

    private Kind kind(Path file, boolean append) {
        Opening opening = files.open(file.toString(), append);
        opening.transcript().ifPresent(transcript -> transcript.close());
        return opening.kind();
    }

    @Test
    void a_new_file_is_its_owners_alone_and_says_what_it_is() throws Exception {
        Path file = folder.resolve("talk.txt");
        Opening opening = files.open(file.toString(), false);
        opening.transcript().orElseThrow().add("one");
        opening.transcript().orElseThrow().close();
        assertThat(file).hasContent(TranscriptFiles.FIRST_LINE + "one\n");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void one_of_ours_is_gone_on_with_only_if_that_is_meant() throws Exception {
        Path file = folder.resolve("talk.txt");
        assertThat(kind(file, false)).isEqualTo(Kind.OPEN);
        assertThat(kind(file, false)).isEqualTo(Kind.OURS);
        assertThat(file).hasContent(TranscriptFiles.FIRST_LINE);
        Opening opening = files.open(file.toString(), true);
        opening.transcript().orElseThrow().add("two");
        opening.transcript().orElseThrow().close();
        assertThat(file).hasContent(TranscriptFiles.FIRST_LINE + "two\n");
    }

    @Test
    void what_is_not_ours_is_left_alone() throws Exception {
        Path other = Files.writeString(folder.resolve("other.txt"), "mine, but no transcript\n");
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("target"));
        Path ours = folder.resolve("ours.txt");
        assertThat(kind(ours, false)).isEqualTo(Kind.OPEN);
        Path toOurs = Files.createSymbolicLink(folder.resolve("to-ours"), ours);
        Path open = Files.writeString(folder.resolve("open.txt"), TranscriptFiles.FIRST_LINE);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        for (Path file : new Path[] {other, link, toOurs, open, folder}) {
            assertThat(kind(file, false)).as(file.toString()).isEqualTo(Kind.NOT_OURS);
            assertThat(kind(file, true)).as(file.toString()).isEqualTo(Kind.NOT_OURS);
        }
        assertThat(other).hasContent("mine, but no transcript\n");
        assertThat(folder.resolve("target")).doesNotExist();
    }

    @Test
    void names_that_lead_nowhere_are_told_apart() {
        assertThat(kind(folder.resolve("no").resolve("such.txt"), false)).isEqualTo(Kind.NO_FOLDER);
        assertThat(files.open("a\0b", false).kind()).isEqualTo(Kind.BAD_NAME);
    }
}
