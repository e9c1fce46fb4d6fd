package dev.parley.peer.chat;

import java.nio.charset.StandardCharsets;

/**
 * What one side would send if the other wants it; name, count and size are its claims (PROTOCOL.md section 9.2).
 *
 * @param name of the file, or of the folder, as its sender has it: nothing that a receiver may use before its rules were applied
 * @param files how many entries, 1 to {@link #MAX_FILES}; exactly 1 unless it is a folder
 * @param bytes of all entries together, 0 to {@link #MAX_BYTES}
 * @param folder whether the entries have paths below {@code name}
 */
public record Offer(TransferId id, Untrusted name, int files, long bytes, boolean folder) {
    public static final int MAX_FILES = 100_000;

    public static final long MAX_BYTES = 999_999_999_999_999_999L;

    /** The longest name, in UTF-8 bytes. */
    public static final int MAX_NAME_BYTES = 1_024;

    /** The longest path of an entry of a folder, in UTF-8 bytes. */
    public static final int MAX_PATH_BYTES = 4_096;

    public Offer {
        if (!isPossible(name.raw(), files, bytes, folder)) {
            throw new IllegalArgumentException("Such an offer cannot be made.");
        }
    }

    /** Whether an offer may say that. */
    public static boolean isPossible(String name, long files, long bytes, boolean folder) {
        int nameBytes = name.getBytes(StandardCharsets.UTF_8).length;
        return nameBytes > 0
                && nameBytes <= MAX_NAME_BYTES
                && files >= 1
                && files <= (folder ? MAX_FILES : 1)
                && bytes >= 0
                && bytes <= MAX_BYTES;
    }
}
