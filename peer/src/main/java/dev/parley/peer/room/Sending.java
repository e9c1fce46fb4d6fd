package dev.parley.peer.room;

import dev.parley.peer.chat.Chunk;
import dev.parley.peer.chat.FileHash;
import dev.parley.peer.chat.FileProblem;
import dev.parley.peer.chat.Offer;
import dev.parley.peer.chat.Standing;
import dev.parley.peer.chat.TransferId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One own offer, and of what was accepted the chunks in order, read a little ahead (PROTOCOL.md section 9.5). */
final class Sending {
    /** What is read at once. Twice as much lies in memory at most. */
    static final int READ_BYTES = 512 << 10;

    private enum State {
        /** Nobody has said that it is wanted, in this session. */
        OFFERED,
        /** It is wanted; its turn to be read comes. */
        WANTED,
        /** Its entry is being opened, or read. */
        READING,
        /** Every byte is on its way; the receipt is not here. */
        SENT
    }

    private final Offer offer;
    private final Consumer<FileWork> work;
    private final ArrayDeque<ByteBuffer> ahead = new ArrayDeque<>();
    private final ArrayDeque<ByteBuffer> spare = new ArrayDeque<>();

    private State state = State.OFFERED;
    private long run;

    /** What the shell calls this run: no two have the same, also over sessions. */
    private long turn;

    private int accepts;
    private boolean sentOnce;
    private Standing next = Standing.START;
    private Optional<FileAnswer.Opened> entry = Optional.empty();
    private Optional<FileHash> hash = Optional.empty();
    private boolean begun;
    private boolean beginOwed;
    private boolean reading;
    private long aheadBytes;
    private long readUpTo;
    private long done;

    Sending(Offer offer, Consumer<FileWork> work) {
        this.offer = offer;
        this.work = work;
    }

    Offer offer() {
        return offer;
    }

    TransferId id() {
        return offer.id();
    }

    /** Whether bytes are owed to the other end. */
    boolean isWanted() {
        return state == State.WANTED || state == State.READING;
    }

    /** Whether the first entry of this run was opened. */
    boolean hasBegun() {
        return begun;
    }

    /** Whether a receipt can be true. */
    boolean wasSent() {
        return sentOnce;
    }

    /** Bytes that the other end has, or that are on their way. */
    long done() {
        return done;
    }

    /** A new session: nobody wants it yet there. */
    void startOver() {
        accepts = 0;
        run = 0;
        stop(State.OFFERED);
    }

    private void stop(State to) {
        if (state == State.READING) {
            work.accept(new FileWork.Close(id(), false));
        }
        state = to;
        entry = Optional.empty();
        ahead.clear();
        spare.clear();
        aheadBytes = 0;
    }

    /** It is wanted from there on. Gives what is wrong with that, if anything; an accept that came before changes nothing. */
    Optional<FileProblem> accepted(long newRun, Standing standing) {
        if (newRun <= run) {
            return Optional.empty();
        }
        accepts++;
        if (standing.entry() >= offer.files() || accepts > Transfers.MAX_ACCEPTS) {
            return Optional.of(FileProblem.BROKEN);
        }
        stop(State.WANTED);
        begun = false;
        run = newRun;
        turn++;
        next = standing;
        return Optional.empty();
    }

    /** Its turn: reads on, if too little is there to be sent. */
    void advance() {
        if (state == State.WANTED) {
            open(next);
        } else if (state == State.READING
                && entry.isPresent()
                && !reading
                && hash.isEmpty()
                && aheadBytes < READ_BYTES) {
            reading = true;
            ByteBuffer used = spare.poll();
            work.accept(new FileWork.Read(id(), turn, used == null ? ByteBuffer.allocate(READ_BYTES) : used));
        }
    }

    private void open(Standing standing) {
        state = State.READING;
        next = standing;
        entry = Optional.empty();
        hash = Optional.empty();
        reading = false;
        work.accept(new FileWork.Open(id(), turn, standing));
    }

    /** The entry can be read. Gives what is wrong with it, if anything. */
    Optional<FileProblem> opened(FileAnswer.Opened opened) {
        if (opened.run() != turn || state != State.READING || entry.isPresent() || opened.entry() != next.entry()) {
            return Optional.empty();
        }
        long end = opened.before() + opened.size();
        boolean fits = opened.entry() < offer.files() - 1 ? end <= offer.bytes() : end == offer.bytes();
        boolean named = opened.path().getBytes(StandardCharsets.UTF_8).length <= Offer.MAX_PATH_BYTES;
        if (!fits || !named || opened.from() > opened.size()) {
            return Optional.of(FileProblem.CHANGED);
        }
        entry = Optional.of(opened);
        begun = true;
        beginOwed = true;
        readUpTo = opened.from();
        done = opened.before() + opened.from();
        return Optional.empty();
    }

    /** More of the entry. Gives what is wrong with it, if anything. */
    Optional<FileProblem> read(FileAnswer.Read read) {
        if (read.run() != turn || entry.isEmpty() || !reading) {
            return Optional.empty();
        }
        reading = false;
        readUpTo += read.bytes().remaining();
        if (readUpTo > entry.get().size()) {
            return Optional.of(FileProblem.CHANGED);
        }
        aheadBytes += read.bytes().remaining();
        ahead.add(read.bytes());
        return Optional.empty();
    }

    /** The entry was read to its end. Gives what is wrong with it, if anything. */
    Optional<FileProblem> ended(FileAnswer.Ended ended) {
        if (ended.run() != turn || entry.isEmpty() || !reading) {
            return Optional.empty();
        }
        reading = false;
        hash = Optional.of(ended.hash());
        return readUpTo == entry.get().size() ? Optional.empty() : Optional.of(FileProblem.CHANGED);
    }

    /**
     * The body of the next chunk in its parts, which hold until the next call: at most {@code maxBody} bytes, and less only at the end of
     * an entry; empty if the disk has not brought enough for one.
     */
    Optional<List<ByteBuffer>> nextChunk(int maxBody) {
        if (state != State.READING || entry.isEmpty()) {
            return Optional.empty();
        }
        Chunk.Head head = new Chunk.Head(id(), run);
        FileAnswer.Opened opened = entry.get();
        if (beginOwed) {
            beginOwed = false;
            return Optional.of(whole(Chunk.begin(head, opened.entry(), opened.size(), opened.from(), opened.path())));
        }
        int most = maxBody - Chunk.HEADER_BYTES;
        if (aheadBytes >= most || aheadBytes > 0 && readUpTo == opened.size()) {
            return Optional.of(take(head, (int) Math.min(aheadBytes, most)));
        }
        if (aheadBytes > 0 || hash.isEmpty()) {
            return Optional.empty();
        }
        byte[] end = Chunk.end(head, hash.get());
        endEntry(opened);
        return Optional.of(whole(end));
    }

    private static List<ByteBuffer> whole(byte[] body) {
        return List.of(ByteBuffer.wrap(body));
    }

    private List<ByteBuffer> take(Chunk.Head head, int count) {
        List<ByteBuffer> parts = new ArrayList<>();
        parts.add(ByteBuffer.wrap(Chunk.bytes(head)));
        for (int left = count; left > 0; ) {
            ByteBuffer first = ahead.element();
            int part = Math.min(first.remaining(), left);
            parts.add(first.slice(first.position(), part));
            first.position(first.position() + part);
            left -= part;
            if (!first.hasRemaining()) {
                retire(ahead.remove());
            }
        }
        aheadBytes -= count;
        done += count;
        return parts;
    }

    /** To be read into again, once the chunk that is made of its end is sealed. */
    private void retire(ByteBuffer used) {
        if (used.capacity() == READ_BYTES) {
            spare.add(used);
        }
    }

    private void endEntry(FileAnswer.Opened opened) {
        if (opened.entry() + 1 < offer.files()) {
            open(new Standing(opened.entry() + 1, 0, FileHash.EMPTY));
        } else {
            sentOnce = true;
            stop(State.SENT);
        }
    }
}
