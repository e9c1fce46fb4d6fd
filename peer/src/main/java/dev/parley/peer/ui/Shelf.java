package dev.parley.peer.ui;

import dev.parley.crypto.Secret;
import java.util.Optional;

/** How a person keeps the room for later, or has it forgotten. Used by the room's loop only. */
public interface Shelf {
    /** Keeps the room under {@code name}, behind {@code passphrase} if there is one. Says what is in the way, or nothing if it is done. */
    Optional<String> save(String name, Optional<Secret> passphrase);

    /** Whether there was anything kept that is now forgotten. */
    boolean forget();

    /** Whether the room is kept after a goodbye. */
    boolean isSaved();

    /** Whether a crash leaves the room to be reopened. */
    boolean isOnDisk();

    /** Who is there, for the list of rooms. */
    void met(String theirName);
}
