package dev.parley.peer.room;

import dev.parley.peer.chat.FileHash;
import dev.parley.peer.chat.FileProblem;
import dev.parley.peer.chat.Standing;
import dev.parley.peer.chat.TransferId;
import dev.parley.peer.chat.Untrusted;
import java.nio.ByteBuffer;

/** What came of {@link FileWork}. One for a transfer or run that is over changes nothing. */
public sealed interface FileAnswer {
    TransferId id();

    void accept(Handler handler);

    /**
     * Receiving can begin.
     *
     * @param before bytes of all entries before {@code standing.entry()}, which are there
     */
    record Prepared(TransferId id, Standing standing, long before) implements FileAnswer {
        @Override
        public void accept(Handler handler) {
            handler.onPrepared(this);
        }
    }

    /** An entry was checked, is safe, and has its name; {@code name} is what a person finds it by (a folder's entry: the folder). */
    record Stored(TransferId id, int entry, Untrusted name) implements FileAnswer {
        @Override
        public void accept(Handler handler) {
            handler.onStored(this);
        }
    }

    /**
     * Reading can begin at {@code from}.
     *
     * @param entry the one asked for
     * @param path what the entry is called below the offer's name, with {@code /}; empty for the one entry of what is no folder
     * @param before bytes of all entries before this one
     */
    record Opened(TransferId id, long run, int entry, String path, long size, long from, long before)
            implements FileAnswer {
        @Override
        public void accept(Handler handler) {
            handler.onOpened(this);
        }
    }

    /** The next bytes, at least one, from the buffer's position to its limit; the buffer, which may be the one that was to be read into, is the room's from now on. */
    record Read(TransferId id, long run, ByteBuffer bytes) implements FileAnswer {
        @Override
        public void accept(Handler handler) {
            handler.onRead(this);
        }
    }

    /** The last byte of the entry was read before; {@code hash} is that of all of it, also of what was not sent again. */
    record Ended(TransferId id, long run, FileHash hash) implements FileAnswer {
        @Override
        public void accept(Handler handler) {
            handler.onEnded(this);
        }
    }

    /** It cannot be done; what belongs to the transfer was put away as if by {@link FileWork.Abandon} or {@link FileWork.Close}. */
    record Failed(TransferId id, FileProblem why) implements FileAnswer {
        @Override
        public void accept(Handler handler) {
            handler.onFailed(this);
        }
    }

    /** One method per answer. */
    interface Handler {
        void onPrepared(Prepared prepared);

        void onStored(Stored stored);

        void onOpened(Opened opened);

        void onRead(Read read);

        void onEnded(Ended ended);

        void onFailed(Failed failed);
    }
}
