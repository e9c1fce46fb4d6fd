package dev.parley.peer.room;

import dev.parley.peer.chat.FileHash;
import dev.parley.peer.chat.FileProblem;
import dev.parley.peer.chat.Offer;
import dev.parley.peer.chat.Standing;
import dev.parley.peer.chat.TransferId;
import dev.parley.peer.chat.Untrusted;
import java.nio.ByteBuffer;

/**
 * What a room has done on disk, in order, by one thread that is not its own; {@link FileAnswer} comes back through {@link RoomClient#onFile}.
 * Whatever goes wrong is answered by {@link FileAnswer.Failed} and nothing else; work for a transfer that failed, or was never begun, is
 * passed over.
 */
public sealed interface FileWork {
    TransferId id();

    void accept(Handler handler);

    // Receiving.

    /**
     * The person wants {@code offer}, or wanted it and a new session goes on with it: find out where we stand, opening what is there of it.
     * Answer: {@link FileAnswer.Prepared}.
     */
    record Prepare(Offer offer) implements FileWork {
        @Override
        public TransferId id() {
            return offer.id();
        }

        @Override
        public void accept(Handler handler) {
            handler.onPrepare(this);
        }
    }

    /**
     * An entry begins: cut what is there of it to {@code from} bytes, which is what was asked for or 0. No answer.
     *
     * @param size of the whole entry; the room lets no more bytes through
     * @param path below the offer's name, with {@code /}; empty for the one entry of what is no folder
     */
    record Begin(TransferId id, int entry, long size, long from, Untrusted path) implements FileWork {
        @Override
        public void accept(Handler handler) {
            handler.onBegin(this);
        }
    }

    /** The next bytes of that entry, from the buffer's position to its limit. No answer. */
    record Write(TransferId id, ByteBuffer bytes) implements FileWork {
        @Override
        public void accept(Handler handler) {
            handler.onWrite(this);
        }
    }

    /** All bytes of that entry are there: check that they hash to {@code hash}, make it safe, give it its name. Answer: {@link FileAnswer.Stored}. */
    record Finish(TransferId id, int entry, FileHash hash) implements FileWork {
        @Override
        public void accept(Handler handler) {
            handler.onFinish(this);
        }
    }

    /** Receiving ended, by {@code why}, before everything was there. Keep of it what a later offer may go on from. No answer. */
    record Abandon(TransferId id, FileProblem why) implements FileWork {
        @Override
        public void accept(Handler handler) {
            handler.onAbandon(this);
        }
    }

    // Sending. The listing of an offer is the shell's, by the offer's id.

    /**
     * Begin to read that entry: behind its first {@code standing.from()} bytes if they hash to {@code standing.hash()}, else from its start.
     * Answer: {@link FileAnswer.Opened}. What was open for that transfer is closed.
     *
     * @param run names this reading of the offer; what is asked and answered for another one is passed over
     */
    record Open(TransferId id, long run, Standing standing) implements FileWork {
        @Override
        public void accept(Handler handler) {
            handler.onOpen(this);
        }
    }

    /** Read on, at most all that {@code into} can hold. Answer: {@link FileAnswer.Read}; behind the last byte {@link FileAnswer.Ended}. */
    record Read(TransferId id, long run, ByteBuffer into) implements FileWork {
        @Override
        public void accept(Handler handler) {
            handler.onRead(this);
        }
    }

    /** Nothing more is read for now: close what is open. {@code forget} if the listing is of no more use. No answer. */
    record Close(TransferId id, boolean forget) implements FileWork {
        @Override
        public void accept(Handler handler) {
            handler.onClose(this);
        }
    }

    /** One method per work. */
    interface Handler {
        void onPrepare(Prepare prepare);

        void onBegin(Begin begin);

        void onWrite(Write write);

        void onFinish(Finish finish);

        void onAbandon(Abandon abandon);

        void onOpen(Open open);

        void onRead(Read read);

        void onClose(Close close);
    }
}
