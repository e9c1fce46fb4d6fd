package dev.parley.peer.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file that one process at a time holds, until it closes it or ends. Threads of one process must not meet here: they get an error. */
public final class LockedFile implements AutoCloseable {
    private final FileChannel channel;

    private LockedFile(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Makes {@code file} if it is not there, and waits for its turn.
     *
     * @throws IOException if the file can be neither made nor locked, or is a link
     */
    public static LockedFile take(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, FolderLock.OPTIONS, Access.privateFile(file));
        try {
            channel.lock();
            return new LockedFile(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
