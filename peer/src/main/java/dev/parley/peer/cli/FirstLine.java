package dev.parley.peer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A short secret in a file: its first line. */
final class FirstLine {
    private static final int MAX_BYTES = 1_024;

    private FirstLine() {}

    /** {@code option} is named where the file is no such file. */
    static String of(Path file, String option) throws UsageException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new UsageException(option + " takes a file that holds one line");
            }
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new UsageException(option + " cannot be read: " + file);
        }
    }
}
