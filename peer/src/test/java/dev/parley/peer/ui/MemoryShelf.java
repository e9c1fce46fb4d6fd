package dev.parley.peer.ui;

import dev.parley.crypto.Secret;
import java.util.Optional;

/** Keeps a room in no other place than this. */
final class MemoryShelf implements Shelf {
    private Optional<String> name = Optional.empty();

    @Override
    public Optional<String> save(String wanted, Optional<Secret> passphrase) {
        if (wanted.equals("taken")) {
            return Optional.of("another room is saved under that name");
        }
        name = Optional.of(wanted);
        return Optional.empty();
    }

    @Override
    public boolean forget() {
        boolean was = name.isPresent();
        name = Optional.empty();
        return was;
    }

    @Override
    public boolean isSaved() {
        return name.isPresent();
    }

    @Override
    public boolean isOnDisk() {
        return false;
    }

    @Override
    public void met(String theirName) {}
}
