package dev.parley.peer.cli;

import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.ui.SafeText;
import dev.parley.peer.ui.Transcripts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Transcripts on disk: plain text for their owner alone, never through a symbolic link, never into what somebody else has made. */
final class TranscriptFiles implements Transcripts {
    /** By this a file is known as ours. */
    static final String FIRST_LINE = "# Parley transcript 1: plain text, for whoever can read this file\n";

    private static final Set<PosixFilePermission> OURS_ALONE = PosixFilePermissions.fromString("rw-------");

    @Override
    public Opening open(String name, boolean append) {
        try {
            Path file = path(name);
            if (append) {
                return isOurs(file) ? opened(name, file) : Opening.not(Kind.NOT_OURS);
            }
            try {
                Files.createFile(file, attributes(file));
            } catch (FileAlreadyExistsException e) {
                return Opening.not(isOurs(file) ? Kind.OURS : Kind.NOT_OURS);
            }
            try (OutputStream out = out(file)) {
                out.write(FIRST_LINE.getBytes(StandardCharsets.UTF_8));
            }
            return opened(name, file);
        } catch (InvalidPathException e) {
            return Opening.not(Kind.BAD_NAME);
        } catch (NoSuchFileException e) {
            return Opening.not(Kind.NO_FOLDER);
        } catch (IOException e) {
            return Opening.not(Kind.DENIED);
        }
    }

    /** A leading {@code ~/} is the home folder, as in a shell. */
    private static Path path(String name) {
        return name.startsWith("~/")
                ? Path.of(System.getProperty("user.home")).resolve(name.substring(2))
                : Path.of(name);
    }

    private static boolean hasModes(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] attributes(Path file) {
        return hasModes(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OURS_ALONE)}
                : new FileAttribute<?>[0];
    }

    private static boolean isOurs(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                || hasModes(file)
                        && !OURS_ALONE.containsAll(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS))) {
            return false;
        }
        byte[] first = FIRST_LINE.getBytes(StandardCharsets.UTF_8);
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return Arrays.equals(in.readNBytes(first.length), first);
        }
    }

    private static OutputStream out(Path file) throws IOException {
        return Files.newOutputStream(
                file, StandardOpenOption.WRITE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
    }

    private static Opening opened(String name, Path file) throws IOException {
        return new Opening(Kind.OPEN, Optional.of(new Written(SafeText.line(Untrusted.of(name)), out(file))));
    }

    /** Each record is one write: two rooms that write to the same file do not mix within a line. */
    private record Written(String name, OutputStream out) implements Transcript {
        @Override
        public void add(String record) throws IOException {
            out.write((record + "\n").getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void close() {
            try {
                out.close();
            } catch (IOException e) {
                // Every record was written by itself.
            }
        }
    }
}
