package dev.parley.peer.files;

import dev.parley.peer.chat.Untrusted;

/**
 * What was consented to: bounds that are enforced.
 *
 * @param theirKey the other side's pinned key as text: part files are found again under it
 * @param files at least 1
 * @param bytes of all files together, not negative
 * @param folder whether the files stand in a folder of that name
 */
public record Terms(String theirKey, Untrusted name, int files, long bytes, boolean folder) {
    public Terms {
        if (files < 1 || bytes < 0) {
            throw new IllegalArgumentException("An offer has at least one file and no negative size.");
        }
    }
}
