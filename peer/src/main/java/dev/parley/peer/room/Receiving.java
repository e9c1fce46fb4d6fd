package dev.parley.peer.room;

import dev.parley.peer.chat.Chunk;
import dev.parley.peer.chat.MessageException;
import dev.parley.peer.chat.Offer;
import dev.parley.peer.chat.TransferId;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** One offer of theirs: what was asked for, and that nothing else comes (PROTOCOL.md section 9.6). */
final class Receiving {
    private enum State {
        /** The person has not answered. */
        ASKED,
        /** The person wants it; the disk is being looked at. */
        PREPARING,
        /** An entry should begin. */
        BETWEEN,
        /** An entry has begun. */
        WITHIN,
        /** Every entry has come; the last is being checked. */
        CHECKING
    }

    private final Offer offer;
    private final Consumer<FileWork> work;

    private State state = State.ASKED;
    private long run;
    private long entry;
    private long askedFrom;
    private long before;
    private long size;
    private long at;

    Receiving(Offer offer, Consumer<FileWork> work) {
        this.offer = offer;
        this.work = work;
    }

    Offer offer() {
        return offer;
    }

    TransferId id() {
        return offer.id();
    }

    boolean isAsked() {
        return state == State.ASKED;
    }

    long run() {
        return run;
    }

    /** Bytes that are there. */
    long done() {
        return before + at;
    }

    /** The person wants it, or a new session goes on with it: where do we stand? */
    void prepare() {
        state = State.PREPARING;
        work.accept(new FileWork.Prepare(offer));
    }

    /** A new session: chunks of the old one do not come any more. */
    void startOver() {
        if (state == State.BETWEEN || state == State.WITHIN) {
            prepare();
        }
    }

    /** We stand there; a new run may begin. False if nobody asked. */
    boolean prepared(FileAnswer.Prepared prepared) {
        if (state != State.PREPARING) {
            return false;
        }
        state = State.BETWEEN;
        run++;
        entry = prepared.standing().entry();
        askedFrom = prepared.standing().from();
        before = prepared.before();
        at = askedFrom;
        return true;
    }

    /** Takes a chunk of this offer. False if it is not one that may come now: the transfer is broken. */
    boolean take(long chunkRun, ByteBuffer body) {
        if (chunkRun != run || state == State.ASKED || state == State.PREPARING) {
            // On its way when a new run was asked for, or never asked for at all.
            return true;
        }
        try {
            return Chunk.decode(body).accept(new Taker());
        } catch (MessageException e) {
            return false;
        }
    }

    /** Whether what was stored is the last entry, and nothing is missing. */
    boolean isComplete(FileAnswer.Stored stored) {
        return state == State.CHECKING && stored.entry() == offer.files() - 1;
    }

    private final class Taker implements Chunk.Handler<Boolean> {
        @Override
        public Boolean onBegin(Chunk.Begin begin) {
            boolean inTurn = state == State.BETWEEN && begin.entry() == entry;
            boolean fromThere = begin.from() == 0 || begin.from() == askedFrom;
            boolean named = offer.folder() != begin.path().raw().isEmpty();
            long left = offer.bytes() - before;
            boolean fits = entry < offer.files() - 1 ? begin.size() <= left : begin.size() == left;
            if (!inTurn || !fromThere || !named || !fits) {
                return false;
            }
            state = State.WITHIN;
            size = begin.size();
            at = begin.from();
            askedFrom = 0;
            work.accept(new FileWork.Begin(id(), (int) entry, size, at, begin.path()));
            return true;
        }

        @Override
        public Boolean onBytes(Chunk.Bytes chunk) {
            int count = chunk.bytes().remaining();
            if (state != State.WITHIN || count > size - at) {
                return false;
            }
            at += count;
            work.accept(new FileWork.Write(id(), chunk.bytes()));
            return true;
        }

        @Override
        public Boolean onEnd(Chunk.End end) {
            if (state != State.WITHIN || at != size) {
                return false;
            }
            work.accept(new FileWork.Finish(id(), (int) entry, end.hash()));
            before += size;
            at = 0;
            entry++;
            state = entry < offer.files() ? State.BETWEEN : State.CHECKING;
            return true;
        }
    }
}
