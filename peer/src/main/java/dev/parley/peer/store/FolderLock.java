package dev.parley.peer.store;

import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Excludes, for a moment, every other process and every other thread of this one from changing a state folder. Not re-entrant. */
final class FolderLock {
    static final Set<OpenOption> OPTIONS =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    /** What is done meanwhile. */
    interface Action<T> {
        T run() throws StoreException, IOException;
    }

    private final Path file;

    FolderLock(Path file) {
        this.file = file;
    }

    /** Waits for its turn. An interrupted thread gets {@link StoreException.Reason#DISK}, as does an {@link IOException}. */
    <T> T hold(Action<T> action) throws StoreException {
        // Locks of a file belong to the whole process, so threads need a lock of their own.
        synchronized (FolderLock.class) {
            try {
                LockedFile lock = LockedFile.take(file);
                try (lock) {
                    return action.run();
                }
            } catch (IOException e) {
                throw StoreException.disk(file, e);
            }
        }
    }
}
