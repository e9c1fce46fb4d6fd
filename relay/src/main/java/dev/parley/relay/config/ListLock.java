package dev.parley.relay.config;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that one process at a time holds, until it closes it or ends; nothing is in it. A command has one thread. */
final class ListLock implements AutoCloseable {
    private final FileChannel channel;

    private ListLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Makes {@code file} if it is not there, and waits for its turn. */
    static ListLock take(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try {
            channel.lock();
            return new ListLock(channel);
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
