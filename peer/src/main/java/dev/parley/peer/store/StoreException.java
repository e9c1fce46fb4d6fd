package dev.parley.peer.store;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Something on disk is not as it must be. The message names the reason and the path, never what is inside. */
public final class StoreException extends Exception {
    private static final long serialVersionUID = 1L;

    public enum Reason {
        /** A folder or key file that others may read, write or enter. */
        READABLE_BY_OTHERS,
        /** A symbolic link where a file or folder of ours must be. */
        SYMLINK,
        /** A file or folder that belongs to another user. */
        OTHER_OWNER,
        /** A key file that is no key: empty, too short, too long, or no file. */
        BAD_KEY_FILE,
        /** Another process, or another part of this one, has this room. */
        IN_USE,
        /** No such room. */
        NOT_THERE,
        /** Not the passphrase of this room, or none given where one is needed. */
        WRONG_PASSPHRASE,
        /** A file that is not what was written. */
        DAMAGED,
        /** A file, or a number of rooms, beyond its bound. */
        TOO_LARGE,
        /** The disk or file system said no: full, read-only, not permitted, broken. */
        DISK
    }

    private final Reason reason;
    private final transient Path path;

    StoreException(Reason reason, Path path) {
        this(reason, path, null);
    }

    private StoreException(Reason reason, Path path, IOException cause) {
        super(reason + ": " + path, cause);
        this.reason = reason;
        this.path = path;
    }

    /** For the file that {@code cause} names, else for {@code path}. */
    static StoreException disk(Path path, IOException cause) {
        boolean named = cause instanceof FileSystemException file && file.getFile() != null;
        return new StoreException(Reason.DISK, named ? Path.of(((FileSystemException) cause).getFile()) : path, cause);
    }

    public Reason reason() {
        return reason;
    }

    /** The file or folder that is meant. */
    public Path path() {
        return path;
    }
}
