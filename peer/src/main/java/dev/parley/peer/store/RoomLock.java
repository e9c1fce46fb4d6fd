package dev.parley.peer.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Says that one process has a room, until it is closed or the process ends. All methods are for holders of the {@link FolderLock}, but
 * {@link #close}.
 */
final class RoomLock implements AutoCloseable {
    /**
     * The rooms of this process. The operating system drops a process's lock as soon as the process closes any other channel of that
     * file, so a file locked here must not even be opened again: hence this one static collection.
     */
    private static final Set<Path> HELD = new HashSet<>();

    private final Path folder;
    private final FileChannel channel;

    private RoomLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** The lock, or nothing if somebody has it. */
    static Optional<RoomLock> tryTake(Path room) throws IOException {
        Path folder = room.toRealPath();
        Path file = folder.resolve("lock");
        synchronized (HELD) {
            if (HELD.contains(folder)) {
                return Optional.empty();
            }
            FileChannel channel = FileChannel.open(file, FolderLock.OPTIONS, Access.privateFile(file));
            boolean taken = false;
            try {
                taken = channel.tryLock() != null;
            } catch (OverlappingFileLockException e) {
                // Somebody in this process who does not know this class has it.
            } finally {
                if (!taken) {
                    channel.close();
                }
            }
            if (!taken) {
                return Optional.empty();
            }
            HELD.add(folder);
            return Optional.of(new RoomLock(folder, channel));
        }
    }

    @Override
    public void close() {
        synchronized (HELD) {
            if (!channel.isOpen()) {
                return;
            }
            try {
                channel.close();
            } catch (IOException e) {
                // The lock ends with the process at the latest; nobody could do anything about it here.
            }
            HELD.remove(folder);
        }
    }
}
