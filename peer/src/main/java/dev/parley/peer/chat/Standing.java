package dev.parley.peer.chat;

/**
 * Where a receiver stands: every entry before {@code entry} is there as a whole, and of that one the first {@code from} bytes.
 *
 * @param entry counts from 0
 * @param from bytes of that entry that need not come again
 * @param hash of those bytes; {@link FileHash#EMPTY} if there are none
 */
public record Standing(int entry, long from, FileHash hash) {
    /** Nothing is there yet. */
    public static final Standing START = new Standing(0, 0, FileHash.EMPTY);

    public Standing {
        if (entry < 0 || from < 0) {
            throw new IllegalArgumentException("Nobody stands before the beginning.");
        }
    }
}
