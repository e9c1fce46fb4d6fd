package dev.parley.peer.room;

import dev.parley.peer.chat.Chunk;
import dev.parley.peer.chat.FileNote;
import dev.parley.peer.chat.FileProblem;
import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.Offer;
import dev.parley.peer.chat.TransferId;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Every transfer of a room, in both directions (PROTOCOL.md section 12). They outlive a session: what was accepted goes on in the next one,
 * from where the receiver stands. They do not outlive the program.
 */
final class Transfers {
    /** Own offers at a time. */
    static final int MAX_OURS = 16;

    /** Offers of theirs at a time, asked and accepted ones. */
    static final int MAX_THEIRS = 64;

    /** How often one offer may be accepted in one session: once, and what is left of sessions that broke early. */
    static final int MAX_ACCEPTS = 16;

    /** What may wait for delivery before answers that no person gave are left out. */
    private static final int MAX_CROWD = 256;

    private final Outgoing out;
    private final Consumer<RoomEffect> effects;
    private final Map<TransferId, Sending> ours = new LinkedHashMap<>();
    private final Map<TransferId, Receiving> theirs = new LinkedHashMap<>();
    private final Map<TransferId, Long> offeredAs = new LinkedHashMap<>();
    private final EndedTransfers ended = new EndedTransfers();
    private final ArrayDeque<FileNote> owed = new ArrayDeque<>();
    private final Pulse pulse = new Pulse();

    Transfers(Outgoing out, Consumer<RoomEffect> effects) {
        this.out = out;
        this.effects = effects;
    }

    // What the person wants.

    void offer(Offer offer) {
        if (ours.size() >= MAX_OURS || ours.containsKey(offer.id()) || theirs.containsKey(offer.id())) {
            tell(new FileEvent.Failed(offer.id(), true, FileProblem.BUSY));
            return;
        }
        ours.put(offer.id(), new Sending(offer, this::work));
        say(new FileNote.Offered(offer));
    }

    void accept(TransferId id) {
        asked(id).ifPresent(Receiving::prepare);
    }

    void reject(TransferId id) {
        asked(id).ifPresent(receiving -> {
            end(id);
            say(new FileNote.Rejected(id));
        });
    }

    private Optional<Receiving> asked(TransferId id) {
        return Optional.ofNullable(theirs.get(id)).filter(Receiving::isAsked);
    }

    void cancel(TransferId id) {
        if (asked(id).isPresent()) {
            reject(id);
        } else {
            stop(id, FileProblem.STOPPED);
        }
    }

    /** The person leaves the room: what was begun ends, and the other end hears why. */
    void leave() {
        List.copyOf(ours.keySet()).forEach(id -> stop(id, FileProblem.LEFT));
        for (Receiving receiving : List.copyOf(theirs.values())) {
            if (receiving.isAsked()) {
                end(receiving.id());
            } else {
                stop(receiving.id(), FileProblem.LEFT);
            }
        }
    }

    private void stop(TransferId id, FileProblem why) {
        boolean isOurs = ours.containsKey(id);
        if (end(id, why)) {
            say(new FileNote.Cancelled(id, why));
            tell(new FileEvent.Cancelled(id, isOurs, false, why));
        }
    }

    // What happens to the room.

    /** A new session: nothing of the old one arrives any more, and nothing was accepted in this one. */
    void newSession() {
        for (Sending sending : ours.values()) {
            sending.startOver();
            if (!out.isUndelivered(offeredAs.getOrDefault(sending.id(), Long.MAX_VALUE))) {
                say(new FileNote.Offered(sending.offer()));
            }
        }
        theirs.values().forEach(Receiving::startOver);
    }

    /** The other end, or the room, is gone for good: nothing more can be said. */
    void endAll(FileProblem why, boolean byThem) {
        owed.clear();
        for (TransferId id : List.copyOf(ours.keySet())) {
            endAlone(id, true, why, byThem);
        }
        for (Receiving receiving : List.copyOf(theirs.values())) {
            endAlone(receiving.id(), false, why, byThem);
        }
    }

    private void endAlone(TransferId id, boolean isOurs, FileProblem why, boolean byThem) {
        end(id, why);
        tell(byThem ? new FileEvent.Cancelled(id, isOurs, true, why) : new FileEvent.Failed(id, isOurs, why));
    }

    // What the other end says.

    /** Takes what a message of theirs says about files. */
    void take(FileNote note) {
        note.accept(new NoteTaker());
    }

    /** Takes the body of a CHUNK; one that nobody asked for is dropped. */
    void takeChunk(ByteBuffer body) {
        Chunk.Head.of(body).ifPresent(head -> {
            Receiving receiving = theirs.get(head.id());
            if (receiving != null && !receiving.take(head.run(), body)) {
                fail(head.id(), FileProblem.BROKEN);
            }
        });
    }

    /** What came of work on disk. */
    void take(FileAnswer answer) {
        answer.accept(new AnswerTaker());
    }

    // What is sent.

    /** Reads what may be sent soon, says what could not be said, and tells how far everything is. */
    void settle(long now) {
        while (!owed.isEmpty() && sayNow(owed.peek())) {
            owed.remove();
        }
        active().ifPresent(Sending::advance);
        if (pulse.isDue(now)) {
            ours.values().forEach(sending -> {
                if (pulse.changed(sending.id(), sending.done())) {
                    tell(new FileEvent.Progress(
                            sending.id(), true, sending.done(), sending.offer().bytes()));
                }
            });
            theirs.values().forEach(receiving -> {
                if (pulse.changed(receiving.id(), receiving.done())) {
                    tell(new FileEvent.Progress(
                            receiving.id(),
                            false,
                            receiving.done(),
                            receiving.offer().bytes()));
                }
            });
        }
    }

    /** The body of the next chunk in its parts, of at most {@code maxBody} bytes, if there is one. */
    Optional<List<ByteBuffer>> nextChunk(int maxBody) {
        Optional<Sending> active = active();
        active.ifPresent(Sending::advance);
        return active.flatMap(sending -> sending.nextChunk(maxBody));
    }

    /** One after the other: the first is there sooner, and little is read ahead. */
    private Optional<Sending> active() {
        return ours.values().stream().filter(Sending::isWanted).findFirst();
    }

    // How it ends.

    private void fail(TransferId id, FileProblem why) {
        boolean isOurs = ours.containsKey(id);
        if (end(id, why)) {
            say(new FileNote.Cancelled(id, why));
            tell(new FileEvent.Failed(id, isOurs, why));
        }
    }

    /** False if there is no such transfer. */
    private boolean end(TransferId id, FileProblem why) {
        if (theirs.containsKey(id) && !theirs.get(id).isAsked()) {
            work(new FileWork.Abandon(id, why));
        }
        return end(id);
    }

    private boolean end(TransferId id) {
        boolean wasOurs = ours.remove(id) != null;
        if (wasOurs) {
            work(new FileWork.Close(id, true));
        }
        boolean wasTheirs = theirs.remove(id) != null;
        offeredAs.remove(id);
        pulse.forget(id);
        if (wasOurs || wasTheirs) {
            ended.add(id);
        }
        return wasOurs || wasTheirs;
    }

    private void say(FileNote note) {
        if (!owed.isEmpty() || !sayNow(note)) {
            owed.add(note);
        }
    }

    private boolean sayNow(FileNote note) {
        Optional<Long> number = out.say(new Message.File(note));
        if (note instanceof FileNote.Offered) {
            number.ifPresent(as -> offeredAs.put(note.id(), as));
        }
        return number.isPresent();
    }

    /** An answer that no person gave; somebody who asks for many gets few. */
    private void sayUnasked(FileNote note) {
        if (out.size() < MAX_CROWD) {
            sayNow(note);
        }
    }

    private void work(FileWork work) {
        effects.accept(new RoomEffect.File(work));
    }

    private void tell(FileEvent event) {
        effects.accept(new RoomEffect.Tell(new RoomEvent.Files(event)));
    }

    private final class NoteTaker implements FileNote.Handler {
        @Override
        public void onOffered(FileNote.Offered offered) {
            Offer offer = offered.offer();
            Receiving known = theirs.get(offer.id());
            if (known != null && !known.offer().equals(offer)) {
                fail(offer.id(), FileProblem.BROKEN);
            } else if (known != null || ours.containsKey(offer.id()) || ended.contains(offer.id())) {
                // Said before: the answer is on its way, or is the person's to give.
                return;
            } else if (theirs.size() >= MAX_THEIRS) {
                sayUnasked(new FileNote.Rejected(offer.id()));
            } else {
                theirs.put(offer.id(), new Receiving(offer, Transfers.this::work));
                int waiting = (int)
                        theirs.values().stream().filter(Receiving::isAsked).count();
                tell(new FileEvent.Offered(offer, waiting));
            }
        }

        @Override
        public void onAccepted(FileNote.Accepted accepted) {
            Sending sending = ours.get(accepted.id());
            if (sending == null) {
                sayUnasked(new FileNote.Cancelled(accepted.id(), FileProblem.GONE));
            } else {
                sending.accepted(accepted.run(), accepted.standing()).ifPresent(why -> fail(accepted.id(), why));
            }
        }

        @Override
        public void onRejected(FileNote.Rejected rejected) {
            if (ours.containsKey(rejected.id())) {
                end(rejected.id());
                tell(new FileEvent.Rejected(rejected.id()));
            }
        }

        @Override
        public void onCancelled(FileNote.Cancelled cancelled) {
            boolean isOurs = ours.containsKey(cancelled.id());
            if (end(cancelled.id(), cancelled.why())) {
                tell(new FileEvent.Cancelled(cancelled.id(), isOurs, true, cancelled.why()));
            }
        }

        @Override
        public void onArrived(FileNote.Arrived arrived) {
            Sending sending = ours.get(arrived.id());
            if (sending == null) {
                return;
            }
            if (sending.wasSent()) {
                end(arrived.id());
                tell(new FileEvent.Delivered(arrived.id()));
            } else {
                fail(arrived.id(), FileProblem.BROKEN);
            }
        }
    }

    private final class AnswerTaker implements FileAnswer.Handler {
        @Override
        public void onPrepared(FileAnswer.Prepared prepared) {
            Receiving receiving = theirs.get(prepared.id());
            if (receiving != null && receiving.prepared(prepared)) {
                say(new FileNote.Accepted(receiving.id(), receiving.run(), prepared.standing()));
                tell(new FileEvent.Begun(
                        receiving.id(),
                        false,
                        receiving.done(),
                        receiving.offer().bytes()));
            }
        }

        @Override
        public void onStored(FileAnswer.Stored stored) {
            Receiving receiving = theirs.get(stored.id());
            if (receiving != null && receiving.isComplete(stored)) {
                end(stored.id());
                say(new FileNote.Arrived(stored.id()));
                tell(new FileEvent.Received(stored.id(), stored.name()));
            }
        }

        @Override
        public void onOpened(FileAnswer.Opened opened) {
            Sending sending = ours.get(opened.id());
            if (sending != null) {
                boolean begins = sending.isWanted() && !sending.hasBegun();
                check(opened.id(), sending.opened(opened));
                if (begins && sending.hasBegun()) {
                    tell(new FileEvent.Begun(
                            opened.id(), true, sending.done(), sending.offer().bytes()));
                }
            }
        }

        @Override
        public void onRead(FileAnswer.Read read) {
            Optional.ofNullable(ours.get(read.id())).ifPresent(sending -> check(read.id(), sending.read(read)));
        }

        @Override
        public void onEnded(FileAnswer.Ended ended) {
            Optional.ofNullable(ours.get(ended.id())).ifPresent(sending -> check(ended.id(), sending.ended(ended)));
        }

        @Override
        public void onFailed(FileAnswer.Failed failed) {
            fail(failed.id(), failed.why());
        }

        private void check(TransferId id, Optional<FileProblem> problem) {
            problem.ifPresent(why -> fail(id, why));
        }
    }
}
