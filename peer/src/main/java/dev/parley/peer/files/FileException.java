package dev.parley.peer.files;

/** A file cannot be sent or stored. The message names the reason only: names and paths are for the screen. */
public final class FileException extends Exception {
    private static final long serialVersionUID = 1L;

    public enum Reason {
        /** Not there, or no permission to read it. */
        UNREADABLE,
        /** Neither a regular file nor a folder. */
        NOT_A_FILE,
        /** A folder without any file in it. */
        EMPTY_FOLDER,
        /** More files, or deeper folders, than one offer may have. */
        TOO_MANY,
        /** Not the size or time stamp any more that it had when it was offered. */
        CHANGED,
        /** Nothing is left of the name that could be stored. */
        BAD_NAME,
        /** More bytes or files than were offered. */
        TOO_MUCH,
        /** Fewer bytes or files than were offered. */
        TOO_LITTLE,
        /** Not the bytes whose hash was given. */
        WRONG_HASH,
        /** The folder for received files is not there, is no folder, or cannot be written. */
        NO_FOLDER,
        /** Not enough room on the disk. */
        NO_SPACE,
        /** The disk or file system said no. */
        DISK
    }

    private final Reason reason;

    public FileException(Reason reason) {
        super(reason.name());
        this.reason = reason;
    }

    FileException(Reason reason, Throwable cause) {
        super(reason.name(), cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
