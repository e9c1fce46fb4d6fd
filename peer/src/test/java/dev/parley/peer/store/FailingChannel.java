package dev.parley.peer.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** A file on a disk that fails when told to. Whatever the journal does not use is not there. */
final class FailingChannel extends FileChannel {
    /** What the disk does, for all channels of one test. */
    static final class Disk {
        /** Bytes that still fit. */
        long room = Long.MAX_VALUE;

        boolean flushes = true;
        boolean truncates = true;
        boolean opens = true;
        int opened;

        FileChannel open(Path file) throws IOException {
            if (!opens) {
                throw new IOException("No file can be opened.");
            }
            opened++;
            return new FailingChannel(JournalFile.openChannel(file), this);
        }

        void heal() {
            room = Long.MAX_VALUE;
            flushes = true;
            truncates = true;
            opens = true;
        }
    }

    private final FileChannel real;
    private final Disk disk;

    private FailingChannel(FileChannel real, Disk disk) {
        this.real = real;
        this.disk = disk;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        if (disk.room <= 0) {
            throw new IOException("No space left on device.");
        }
        int fits = (int) Math.min(disk.room, bytes.remaining());
        int written = real.write(bytes.duplicate().limit(bytes.position() + fits));
        bytes.position(bytes.position() + written);
        disk.room -= written;
        return written;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        if (!disk.flushes) {
            throw new IOException("Input/output error.");
        }
        real.force(metaData);
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        if (!disk.truncates) {
            throw new IOException("Read-only file system.");
        }
        real.truncate(size);
        return this;
    }

    @Override
    public FileChannel position(long position) throws IOException {
        real.position(position);
        return this;
    }

    @Override
    protected void implCloseChannel() throws IOException {
        real.close();
    }

    @Override
    public int read(ByteBuffer bytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] bytes, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] bytes, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long size() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int read(ByteBuffer bytes, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer bytes, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }
}
