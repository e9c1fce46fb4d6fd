package dev.parley.peer.files;

import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.FileProblem;
import dev.parley.peer.chat.Offer;
import dev.parley.peer.chat.Standing;
import dev.parley.peer.chat.TransferId;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.files.FileException.Reason;
import dev.parley.peer.net.FileDesk;
import dev.parley.peer.room.FileAnswer;
import dev.parley.peer.room.FileWork;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The files of one room on this disk: what is offered, what is being read, what is being stored. {@link #perform} and {@link #close} belong
 * to the file thread, everything else may be called by any.
 */
public final class DiskDesk implements FileDesk {
    private final Path folder;
    private final Reach reach;
    private final Randomness randomness;
    private final Map<TransferId, Source> sources = new ConcurrentHashMap<>();
    private final Map<TransferId, Reading> readings = new HashMap<>();
    private final Map<TransferId, Deposit> deposits = new HashMap<>();
    private volatile String theirKey = "";

    private record Reading(long run, Source source) {}

    /**
     * @param folder where what is received goes
     * @param reach where the paths begin that our person types
     */
    public DiskDesk(Path folder, Reach reach, Randomness randomness) {
        this.folder = folder;
        this.reach = reach;
        this.randomness = randomness;
    }

    /** Where what is received goes, as text that is not yet safe to show. */
    public String folder() {
        return folder.toString();
    }

    /** Lists what a typed path leads to. */
    public Source source(String typed) throws FileException {
        return Source.of(reach.path(typed).orElseThrow(() -> new FileException(Reason.UNREADABLE)));
    }

    /** What a typed path may go on to. */
    public List<String> complete(String typed) {
        return reach.complete(typed);
    }

    /** Who is there: what was left of an earlier offer of theirs is found by it. Anything that is the same only for the same two keys. */
    public void meets(String key) {
        theirKey = key;
    }

    /** Makes an offer of {@code source}, to be handed to the room. */
    public Offer offer(Source source) throws FileException {
        if (!Offer.isPossible(source.name(), source.files(), source.bytes(), source.isFolder())) {
            throw new FileException(Reason.TOO_MANY);
        }
        TransferId id = TransferId.of(randomness.bytes(TransferId.BYTES));
        sources.put(id, source);
        return new Offer(id, Untrusted.of(source.name()), source.files(), source.bytes(), source.isFolder());
    }

    @Override
    public void perform(FileWork work, Consumer<FileAnswer> answers) {
        work.accept(new Performing(answers));
    }

    private final class Performing implements FileWork.Handler {
        private final Consumer<FileAnswer> answers;

        Performing(Consumer<FileAnswer> answers) {
            this.answers = answers;
        }

        @Override
        public void onPrepare(FileWork.Prepare prepare) {
            TransferId id = prepare.id();
            try {
                if (!deposits.containsKey(id)) {
                    deposits.put(id, Deposit.open(folder, theirKey, prepare.offer()));
                }
                Deposit deposit = deposits.get(id);
                answers.accept(new FileAnswer.Prepared(id, deposit.standing(), deposit.before()));
            } catch (FileException e) {
                failed(id, e);
            }
        }

        @Override
        public void onBegin(FileWork.Begin begin) {
            Deposit deposit = deposits.get(begin.id());
            if (deposit != null) {
                try {
                    deposit.begin(begin.entry(), begin.path(), begin.size(), begin.from());
                } catch (FileException e) {
                    failed(begin.id(), e);
                }
            }
        }

        @Override
        public void onWrite(FileWork.Write write) {
            Deposit deposit = deposits.get(write.id());
            if (deposit != null) {
                try {
                    deposit.write(write.bytes());
                } catch (FileException e) {
                    failed(write.id(), e);
                }
            }
        }

        @Override
        public void onFinish(FileWork.Finish finish) {
            Deposit deposit = deposits.get(finish.id());
            if (deposit == null) {
                return;
            }
            try {
                deposit.finish(finish.hash());
                String name = deposit.name();
                if (deposit.isComplete()) {
                    name = deposit.complete();
                    deposits.remove(finish.id());
                }
                answers.accept(new FileAnswer.Stored(
                        finish.id(),
                        finish.entry(),
                        Untrusted.of(deposit.folder().resolve(name).toString())));
            } catch (FileException e) {
                failed(finish.id(), e);
            }
        }

        /** What its own person, or a broken stream, has ended is not gone on with. */
        @Override
        public void onAbandon(FileWork.Abandon abandon) {
            Deposit deposit = deposits.remove(abandon.id());
            if (deposit != null) {
                deposit.abandon(
                        switch (abandon.why()) {
                            case LEFT, GONE, ROOM_OVER, BUSY, UNREADABLE, OTHER -> true;
                            case STOPPED, CHANGED, UNWRITABLE, FULL, NAME, BROKEN -> false;
                        });
            }
        }

        @Override
        public void onOpen(FileWork.Open open) {
            TransferId id = open.id();
            Source source = sources.get(id);
            if (source == null) {
                answers.accept(new FileAnswer.Failed(id, FileProblem.GONE));
                return;
            }
            int entry = open.standing().entry();
            if (entry >= source.files()) {
                answers.accept(new FileAnswer.Failed(id, FileProblem.BROKEN));
                return;
            }
            try {
                long from = begin(source, open.standing());
                readings.put(id, new Reading(open.run(), source));
                String path = source.isFolder() ? source.path(entry) : "";
                answers.accept(new FileAnswer.Opened(
                        id, open.run(), entry, path, source.size(entry), from, source.before(entry)));
            } catch (FileException e) {
                failed(id, e);
            }
        }

        /** Behind what is there if it is the same, else from the start. */
        private long begin(Source source, Standing standing) throws FileException {
            long from = Math.min(standing.from(), source.size(standing.entry()));
            if (source.open(standing.entry(), from).equals(standing.hash()) && from == standing.from()) {
                return from;
            }
            source.open(standing.entry(), 0);
            return 0;
        }

        @Override
        public void onRead(FileWork.Read read) {
            Reading reading = readings.get(read.id());
            if (reading == null || reading.run() != read.run()) {
                return;
            }
            try {
                ByteBuffer bytes = reading.source().read(read.into());
                answers.accept(
                        bytes.hasRemaining()
                                ? new FileAnswer.Read(read.id(), read.run(), bytes)
                                : new FileAnswer.Ended(
                                        read.id(), read.run(), reading.source().hash()));
            } catch (FileException e) {
                failed(read.id(), e);
            }
        }

        @Override
        public void onClose(FileWork.Close close) {
            readings.remove(close.id());
            Source source = close.forget() ? sources.remove(close.id()) : sources.get(close.id());
            if (source != null) {
                source.close();
            }
        }

        /** What belonged to the transfer is put away, by whoever threw or here. */
        private void failed(TransferId id, FileException problem) {
            deposits.remove(id);
            Reading reading = readings.remove(id);
            if (reading != null) {
                reading.source().close();
            }
            answers.accept(new FileAnswer.Failed(id, problem(problem.reason())));
        }
    }

    private static FileProblem problem(Reason reason) {
        return switch (reason) {
            case UNREADABLE, NOT_A_FILE, EMPTY_FOLDER -> FileProblem.UNREADABLE;
            case CHANGED -> FileProblem.CHANGED;
            case BAD_NAME -> FileProblem.NAME;
            case TOO_MUCH, TOO_LITTLE, TOO_MANY, WRONG_HASH -> FileProblem.BROKEN;
            case NO_SPACE -> FileProblem.FULL;
            case NO_FOLDER, DISK -> FileProblem.UNWRITABLE;
        };
    }

    @Override
    public void close() {
        deposits.values().forEach(Deposit::close);
        sources.values().forEach(Source::close);
    }
}
