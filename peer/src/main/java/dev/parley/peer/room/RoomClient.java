package dev.parley.peer.room;

import dev.parley.crypto.IdentityKey;
import dev.parley.crypto.SafetyNumber;
import dev.parley.crypto.Secret;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.FileProblem;
import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.Offer;
import dev.parley.peer.chat.TransferId;
import dev.parley.peer.chat.Untrusted;
import dev.parley.wire.RelayFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One room from our side: what the relay, the journal and the person say goes in, effects come out; times are monotonic milliseconds.
 * After a batch of inputs call {@link #settle}, and {@link #tick} when {@link #deadline} comes.
 */
public final class RoomClient {
    private static final long BYE_MILLIS = 5_000;
    private static final long BYE_ANSWER_MILLIS = 2_000;

    private final List<RoomEffect> effects = new ArrayList<>();
    private final Delivery delivery;
    private final Encounter encounter;

    private boolean uncommitted;
    private long leavingSince = -1;
    private long byeSince = -1;
    private boolean closed;

    public RoomClient(RoomSettings settings, Randomness randomness) {
        this.delivery = new Delivery(randomness, settings.journal(), this::append, effects::add);
        this.encounter = new Encounter(settings, delivery, randomness, effects, new EncounterHost());
    }

    /** Connects; own lines that a crash left undelivered are told first. */
    public List<RoomEffect> start(long now) {
        delivery.out().lines().forEach(line -> tell(new RoomEvent.Undelivered(line.number(), line.message())));
        encounter.start(now);
        return drain();
    }

    /** Whether the room is over; nothing has an effect any more. */
    public boolean isClosed() {
        return closed;
    }

    public List<RoomEffect> onOpened(Where where, long now) {
        leg(where).ifPresent(leg -> leg.onOpened(now));
        return drain();
    }

    /** The connection could not be made or is gone; {@code broken} if the relay sent what is no frame of ours. */
    public List<RoomEffect> onLost(Where where, boolean broken, long now) {
        leg(where).ifPresent(leg -> leg.onLost(broken, now));
        return drain();
    }

    /** What answers is not the relay that was meant: the room ends at once, whatever leg it was, and its record stays. */
    public List<RoomEffect> onRelayRefused(Outcome why) {
        close(leavingSince >= 0 ? Outcome.LEFT : why, 0);
        return drain();
    }

    public List<RoomEffect> onFrame(Where where, RelayFrame frame, long now) {
        leg(where).ifPresent(leg -> leg.onFrame(frame, now));
        return drain();
    }

    /** The connection has written {@code bytes} of the envelopes it was handed. */
    public void onWritten(Where where, int bytes) {
        leg(where).ifPresent(leg -> leg.onWritten(bytes));
    }

    private Optional<Leg> leg(Where where) {
        return closed ? Optional.empty() : encounter.legs().at(where);
    }

    /** Queues a message. Gives the number that names the line in {@link RoomEvent.StateChanged}; empty if too much waits already. */
    public Optional<Long> say(Message message) {
        return closed || leavingSince >= 0 ? Optional.empty() : delivery.out().say(message);
    }

    /**
     * Offers files; the shell knows {@code offer.id()} and can open its entries. What becomes of it is told by {@link FileEvent}, also if
     * it cannot be made.
     */
    public List<RoomEffect> offer(Offer offer) {
        return files(files -> files.offer(offer));
    }

    /** The person wants what {@link FileEvent.Offered} told. Nothing happens if it does not wait for an answer. */
    public List<RoomEffect> accept(TransferId id) {
        return files(files -> files.accept(id));
    }

    /** The person does not want it. Nothing happens if it does not wait for an answer. */
    public List<RoomEffect> reject(TransferId id) {
        return files(files -> files.reject(id));
    }

    /** The person wants a transfer to end, ours or theirs, begun or not. Nothing happens if there is none. */
    public List<RoomEffect> cancel(TransferId id) {
        return files(files -> files.cancel(id));
    }

    /** What came of {@link RoomEffect.File}. */
    public List<RoomEffect> onFile(FileAnswer answer) {
        return files(files -> files.take(answer));
    }

    private List<RoomEffect> files(Consumer<Transfers> input) {
        if (!closed && leavingSince < 0) {
            input.accept(delivery.files());
        }
        return drain();
    }

    /** How many own lines are not delivered. */
    public int unconfirmed() {
        return delivery.out().unconfirmed();
    }

    /** Our name from the next handshake on. */
    public void rename(Untrusted name) {
        encounter.rename(name);
    }

    /** Whether a goodbye of the other end leaves the room as it is. */
    public void keep(boolean keeps) {
        encounter.keep(keeps);
    }

    /** The numbers that the person saw were compared and are the same. Has an effect only if they are of whoever is there now. */
    public List<RoomEffect> verified(SafetyNumber seen) {
        if (!closed) {
            encounter.verified(seen);
        }
        return drain();
    }

    /**
     * After {@link RoomEvent.Blocked}: goes on with the one whose numbers the person has {@code seen}. What waits for delivery goes to them
     * too only with {@code resend}; otherwise it is given up. Gives nothing if that one does not wait for the decision.
     */
    public List<RoomEffect> accept(SafetyNumber seen, boolean resend, long now) {
        if (!closed && !encounter.accept(seen, resend, now)) {
            return List.of();
        }
        return drain();
    }

    /** The key of whoever has the numbers that the person has {@code seen}; empty if they are not there any more. */
    public Optional<IdentityKey> keyOf(SafetyNumber seen) {
        return closed ? Optional.empty() : encounter.keyOf(seen);
    }

    /** Ends the room now, whatever is under way, with a goodbye to whoever hears it. */
    public List<RoomEffect> turnAway() {
        if (!closed) {
            encounter.bye();
        }
        close(Outcome.LEFT, 0);
        return drain();
    }

    /** The code or passphrase as typed again, after {@link RoomEvent.CodeNeeded}. */
    public List<RoomEffect> retype(Secret code, long now) {
        if (!closed) {
            encounter.legs().all().forEach(leg -> leg.meeting().retype(code, now));
        }
        return drain();
    }

    /** The code will not be typed again: the room ends. */
    public List<RoomEffect> giveUp() {
        close(Outcome.NOT_CONFIRMED, 0);
        return drain();
    }

    /** A key was pressed: a connection that waits to be made is made now. */
    public List<RoomEffect> wake(long now) {
        if (!closed) {
            encounter.legs().all().forEach(leg -> leg.seating().wake(now));
        }
        return tick(now);
    }

    /** The machine slept: every connection is doubted. */
    public List<RoomEffect> slept(long now) {
        if (!closed) {
            encounter.legs().all().forEach(leg -> leg.seating().probe(now));
        }
        return tick(now);
    }

    /** Leaves: what was sent is given five seconds to be acknowledged, then a goodbye, then the seat. */
    public List<RoomEffect> leave(long now) {
        if (!closed && leavingSince < 0) {
            leavingSince = now;
            delivery.files().leave();
        }
        return drain();
    }

    /** Carries out what the last inputs made possible, or asks for the {@link RoomEffect.Commit} that it takes first. */
    public List<RoomEffect> settle(long now) {
        if (uncommitted && !closed) {
            if (leavingSince >= 0 && now - leavingSince >= BYE_MILLIS) {
                // What cannot be made safe does not hold a person who wants to leave.
                close(Outcome.LEFT, 0);
            } else {
                effects.add(new RoomEffect.Commit());
            }
            return drain();
        }
        return onCommitted(now);
    }

    /** Every entry and record so far is safe over a crash: what was taken in may be acknowledged, what was said may be sealed. */
    public List<RoomEffect> onCommitted(long now) {
        uncommitted = false;
        if (!closed) {
            encounter.settle(now);
        }
        if (!closed && leavingSince >= 0) {
            proceedLeaving(now);
        }
        if (!closed && uncommitted) {
            // What was shown or stored had the programs say something: it goes as soon as it is safe.
            effects.add(new RoomEffect.Commit());
        }
        return drain();
    }

    public List<RoomEffect> tick(long now) {
        for (Leg leg : closed ? List.<Leg>of() : encounter.legs().all()) {
            if (leg.tick(now)) {
                leg.hangUp();
                leg.onLost(false, now);
            }
            if (closed) {
                break;
            }
        }
        if (!closed) {
            encounter.tick(now);
        }
        return drain();
    }

    /** When {@link #tick} is wanted next, at the latest. */
    public long deadline() {
        long next = encounter.deadline();
        for (Leg leg : encounter.legs().all()) {
            next = Math.min(next, leg.deadline());
        }
        if (leavingSince >= 0) {
            next = Math.min(next, byeSince >= 0 ? byeSince + BYE_ANSWER_MILLIS : leavingSince + BYE_MILLIS);
        }
        return next;
    }

    /** The shortest journal that says what all entries so far say. */
    public List<JournalEntry> journal() {
        return delivery.snapshot();
    }

    private void proceedLeaving(long now) {
        if (byeSince < 0 && encounter.isBetween()) {
            // They move to their private room, or were cut this moment: a goodbye is worth the wait.
            return;
        }
        if (!encounter.isTalking()) {
            close(Outcome.LEFT, 0);
        } else if (byeSince < 0) {
            if (delivery.out().size() == 0 || now - leavingSince >= BYE_MILLIS) {
                byeSince = now;
                encounter.bye();
            }
        } else if (now - byeSince >= BYE_ANSWER_MILLIS) {
            close(Outcome.LEFT, 0);
        }
    }

    private void close(Outcome outcome, long retryAfter) {
        if (!closed) {
            closed = true;
            encounter.end();
            delivery.files().endAll(FileProblem.ROOM_OVER, false);
            tell(new RoomEvent.Closed(outcome, delivery.out().unconfirmed(), retryAfter));
        }
    }

    private void append(JournalEntry entry) {
        effects.add(new RoomEffect.Append(entry));
        uncommitted |= entry.mustBeSafe();
    }

    private void tell(RoomEvent event) {
        effects.add(new RoomEffect.Tell(event));
    }

    private List<RoomEffect> drain() {
        List<RoomEffect> drained = List.copyOf(effects);
        effects.clear();
        return drained;
    }

    private final class EncounterHost implements Encounter.Host {
        @Override
        public void tell(RoomEvent event) {
            RoomClient.this.tell(event);
        }

        @Override
        public void save(RoomRecord record) {
            effects.add(new RoomEffect.Save(record));
            uncommitted = true;
        }

        @Override
        public boolean isLeaving() {
            return leavingSince >= 0;
        }

        @Override
        public void close(Outcome outcome, long retryAfterMillis) {
            RoomClient.this.close(outcome, retryAfterMillis);
        }
    }
}
