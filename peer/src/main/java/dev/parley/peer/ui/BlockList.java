package dev.parley.peer.ui;

import dev.parley.crypto.IdentityKey;
import java.util.List;
import java.util.Optional;

/** The keys that a person does not want to meet again. Safe from any thread. */
public interface BlockList {
    /** Adds a key with the name it was met under, safe to show. Says what is in the way of keeping that, or nothing if it is done. */
    Optional<String> add(IdentityKey key, String name);

    /** Takes off the one key of that name, or that begins like that. Says how many such keys there are: only 1 is taken off. */
    int remove(String nameOrKey);

    /** A line for each, safe to show. */
    List<String> lines();

    /** Keeps none. */
    static BlockList none() {
        return new BlockList() {
            @Override
            public Optional<String> add(IdentityKey key, String name) {
                return Optional.of("no list of keys is kept here");
            }

            @Override
            public int remove(String nameOrKey) {
                return 0;
            }

            @Override
            public List<String> lines() {
                return List.of();
            }
        };
    }
}
