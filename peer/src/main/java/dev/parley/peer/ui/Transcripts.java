package dev.parley.peer.ui;

import java.io.IOException;
import java.util.Optional;

/** Files that a person wants a room written to. */
public interface Transcripts {
    /** One file that is being written. One thread at a time. */
    interface Transcript extends AutoCloseable {
        /** Its name, as it was typed; safe to show. */
        String name();

        /** Adds one record, which holds no line break. */
        void add(String record) throws IOException;

        @Override
        void close();
    }

    /** What came of opening a file. */
    enum Kind {
        OPEN,
        /** It is there and was written by us: a person may want it longer. */
        OURS,
        /** Something is there that is no transcript of this user. */
        NOT_OURS,
        NO_FOLDER,
        BAD_NAME,
        /** Nothing is written to disk in this run. */
        NOTHING_WRITTEN,
        DENIED
    }

    /** @param transcript there if it is open */
    record Opening(Kind kind, Optional<Transcript> transcript) {
        /** Without a file. */
        public static Opening not(Kind kind) {
            return new Opening(kind, Optional.empty());
        }
    }

    /** Makes a file that is not there yet; or goes on with one of ours, if {@code append}. No symbolic link is followed to it. */
    Opening open(String name, boolean append);

    /** For a run that writes nothing. */
    static Transcripts none() {
        return (name, append) -> Opening.not(Kind.NOTHING_WRITTEN);
    }
}
