package dev.parley.peer.room;

import dev.parley.crypto.Agreement;
import dev.parley.crypto.Continuity;
import dev.parley.crypto.IdentityKey;
import dev.parley.crypto.Mode;
import dev.parley.crypto.SafetyNumber;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.wire.Intent;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * By what the two know each other again: the record, and whether it outlives a goodbye (PROTOCOL.md section 5.8). What a handshake changes is
 * saved by {@link #save}; everything else saves itself.
 */
final class Acquaintance {
    private final Randomness randomness;
    private final Consumer<RoomRecord> saver;
    private final Predicate<IdentityKey> blocked;
    private RoomRecord record;
    private boolean kept;

    Acquaintance(RoomSettings settings, Randomness randomness, Consumer<RoomRecord> saver) {
        this.randomness = randomness;
        this.saver = saver;
        this.blocked = settings.blocked();
        this.kept = settings.kept();
        this.record = settings.known()
                .map(RoomRecord::nextRun)
                .orElseGet(() -> RoomRecord.fresh(
                        settings.room(),
                        Seating.freshKey(randomness),
                        Arrivals.fresh(randomness),
                        settings.identity()));
    }

    void save() {
        saver.accept(record);
    }

    private void change(RoomRecord changed) {
        record = changed;
        save();
    }

    void keep(boolean keeps) {
        kept = keeps;
    }

    boolean isKept() {
        return kept;
    }

    /** Whether the two are in a room that only they know of. */
    boolean isPrivate() {
        return record.isPrivate();
    }

    /** Whether both persons have decided to go on with somebody who may know nothing of what went before. */
    boolean isLenient() {
        return record.lenient();
    }

    Trust trust() {
        return record.trust();
    }

    /** In the place of a code everybody is new. */
    Continuity continuity(Where where) {
        return where == Where.PLACE ? Continuity.none() : record.continuity();
    }

    /** Whether it is settled who should be at the other end there. */
    boolean isKnown(Where where) {
        return where == Where.ROOM && (record.isPrivate() || record.pin().isPresent() && !record.pending());
    }

    /** Whether somebody with another key still holds the secret that the two had in common. */
    boolean sharesSecret(Agreement agreement) {
        return !record.continuity().isEmpty() && !agreement.continuityLost();
    }

    SafetyNumber safetyNumber(IdentityKey theirs) {
        return SafetyNumber.of(record.identity().publicKey(), theirs);
    }

    /** How we came to the relay. */
    Leg.Way firstWay(RoomSettings settings) {
        return new Leg.Way(
                settings.where(),
                settings.room(),
                record.seatKey(),
                record.arrivals(),
                settings.side(),
                settings.intent(),
                settings.identity(),
                settings.code(),
                blocked);
    }

    /** How we come to the room that only the two know of. */
    Leg.Way privateWay() {
        return new Leg.Way(
                Where.ROOM,
                record.room(),
                record.seatKey(),
                record.arrivals(),
                Side.SYMMETRIC,
                Intent.EITHER,
                record.identity(),
                Optional.empty(),
                blocked);
    }

    /** Why this is not who should be there, if it is not. */
    Optional<Trust> objection(Agreement agreement, Where where) {
        return record.objection(agreement, where);
    }

    /** A handshake succeeded; after one at the place of a code the two go on in a room of their own. */
    void met(Agreement agreement, Where where, Mode mode) {
        record = record.met(agreement, where, mode);
        if (where == Where.PLACE) {
            record = record.movedTo(agreement.privateRoom(), Seating.freshKey(randomness), Arrivals.fresh(randomness));
        }
    }

    void settled() {
        change(record.settled());
    }

    void verified() {
        change(record.trusted(Trust.VERIFIED));
    }

    void adopt(Agreement theirs) {
        change(record.adopting(theirs.theirKey(), theirs.continuity()));
    }

    void forget() {
        change(record.forgotten());
    }
}
