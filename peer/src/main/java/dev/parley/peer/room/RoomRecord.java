package dev.parley.peer.room;

import dev.parley.crypto.Agreement;
import dev.parley.crypto.Continuity;
import dev.parley.crypto.Identity;
import dev.parley.crypto.IdentityKey;
import dev.parley.crypto.Mode;
import dev.parley.crypto.Pin;
import dev.parley.wire.LengthPrefixed;
import dev.parley.wire.RoomId;
import dev.parley.wire.SeatKey;
import dev.parley.wire.Wire;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a room is remembered by (PROTOCOL.md section 8.6): one RSA pair for each room, and who was met there.
 *
 * @param arrivals how our seats there are numbered
 * @param isPrivate whether only the two who met know of this room; otherwise it has a name that others may guess
 * @param pending whether the other end's READY was never opened: what we know of it is not yet firm
 * @param lenient whether the person has accepted to go on without a secret in common, until the other end's READY is opened
 * @param pin the key of whoever we met here
 */
public record RoomRecord(
        RoomId room,
        SeatKey seatKey,
        Arrivals arrivals,
        boolean isPrivate,
        boolean pending,
        boolean lenient,
        Identity identity,
        Optional<Pin> pin,
        Trust trust,
        Continuity continuity) {
    private static final int VERSION = 1;
    private static final int ITEMS = 11;
    private static final int MAX_ITEM_BYTES = 4_096;

    /** A room nobody was met in. */
    static RoomRecord fresh(RoomId room, SeatKey seatKey, Arrivals arrivals, Identity identity) {
        return new RoomRecord(
                room,
                seatKey,
                arrivals,
                false,
                false,
                false,
                identity,
                Optional.empty(),
                Trust.UNVERIFIED,
                Continuity.none());
    }

    /** Whether nobody is settled yet as the one to be met there. */
    private boolean isFree(Where where) {
        return pin.isEmpty() || pending && (where == Where.PLACE || !isPrivate);
    }

    /** Why nothing may be said to whoever agreed with us there; empty if nothing is against it. */
    Optional<Trust> objection(Agreement agreement, Where where) {
        if (isFree(where)) {
            return Optional.empty();
        }
        if (!pin.equals(Optional.of(agreement.theirKey().pin()))) {
            return Optional.of(Trust.CHANGED);
        }
        return agreement.continuityLost() && !lenient ? Optional.of(Trust.CONTINUITY_LOST) : Optional.empty();
    }

    /** Somebody's CONFIRM verified: from here on the key and the new secret are remembered. */
    RoomRecord met(Agreement agreement, Where where, Mode mode) {
        return new RoomRecord(
                room,
                seatKey,
                arrivals,
                isPrivate,
                pending || pin.isEmpty(),
                lenient,
                identity,
                Optional.of(agreement.theirKey().pin()),
                reached(where, mode),
                agreement.continuity());
    }

    private Trust reached(Where where, Mode mode) {
        if (mode == Mode.CODE || !isFree(where) && trust == Trust.VERIFIED) {
            return Trust.VERIFIED;
        }
        return isFree(where) ? Trust.UNVERIFIED : Trust.KNOWN;
    }

    /** The same two in the room that only they know of. */
    RoomRecord movedTo(RoomId privateRoom, SeatKey freshKey, Arrivals fresh) {
        return new RoomRecord(privateRoom, freshKey, fresh, true, pending, lenient, identity, pin, trust, continuity);
    }

    /** The other end's READY was opened. */
    RoomRecord settled() {
        return new RoomRecord(
                room, seatKey, arrivals, isPrivate, false, false, identity, pin, trust, continuity.settled());
    }

    /** The person decided to go on with another key, or without the common secret. */
    RoomRecord adopting(IdentityKey theirs, Continuity known) {
        return new RoomRecord(
                room,
                seatKey,
                arrivals,
                isPrivate,
                false,
                true,
                identity,
                Optional.of(theirs.pin()),
                Trust.UNVERIFIED,
                known);
    }

    RoomRecord trusted(Trust reached) {
        return new RoomRecord(room, seatKey, arrivals, isPrivate, pending, lenient, identity, pin, reached, continuity);
    }

    /** The same room with another key pair of ours: the other end will have to accept it. */
    public RoomRecord rotated(Identity fresh) {
        return new RoomRecord(room, seatKey, arrivals, isPrivate, pending, lenient, fresh, pin, trust, continuity);
    }

    /** Whoever was met here left for good and is not remembered. */
    RoomRecord forgotten() {
        return fresh(room, seatKey, arrivals, identity);
    }

    /** Another run of the program goes on with this room. */
    RoomRecord nextRun() {
        return new RoomRecord(
                room, seatKey, arrivals.nextRun(), isPrivate, pending, lenient, identity, pin, trust, continuity);
    }

    /** The record as bytes that hold secrets: for a store that seals them. */
    public byte[] encode() {
        return new LengthPrefixed()
                .u8(VERSION)
                .bytes(room.toByteArray())
                .bytes(seatKey.toByteArray())
                .u8((isPrivate ? 1 : 0) | (pending ? 2 : 0) | (lenient ? 4 : 0))
                .bytes(identity.encode())
                .bytes(pin.map(Pin::toByteArray).orElse(new byte[0]))
                .u8(trust.ordinal())
                .bytes(continuity.currentBytes())
                .bytes(continuity.nextBytes())
                .u32(arrivals.instance())
                .u32(arrivals.run())
                .toByteArray();
    }

    /** The record that {@link #encode} wrote; empty for anything else, also for one of a later version. */
    public static Optional<RoomRecord> decode(byte[] encoded) {
        ByteBuffer in = ByteBuffer.wrap(encoded);
        List<byte[]> items = LengthPrefixed.split(in, ITEMS, MAX_ITEM_BYTES).orElse(List.of());
        if (items.isEmpty()
                || in.hasRemaining()
                || !Arrays.equals(items.get(0), new byte[] {VERSION})
                || items.get(1).length != Wire.ROOM_ID_BYTES
                || items.get(2).length != Wire.SEAT_KEY_BYTES
                || items.get(3).length != 1
                || !List.of(0, Pin.BYTES).contains(items.get(5).length)
                || items.get(6).length != 1
                || items.get(6)[0] < 0
                || items.get(6)[0] >= Trust.values().length
                || items.get(9).length != 4
                || items.get(10).length != 4) {
            return Optional.empty();
        }
        Optional<Identity> identity = Identity.decode(items.get(4));
        Optional<Continuity> continuity = Continuity.of(items.get(7), items.get(8));
        if (identity.isEmpty() || continuity.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new RoomRecord(
                RoomId.of(items.get(1)),
                SeatKey.of(items.get(2)),
                new Arrivals(
                        ByteBuffer.wrap(items.get(9)).getInt(),
                        ByteBuffer.wrap(items.get(10)).getInt()),
                (items.get(3)[0] & 1) != 0,
                (items.get(3)[0] & 2) != 0,
                (items.get(3)[0] & 4) != 0,
                identity.get(),
                items.get(5).length == 0 ? Optional.empty() : Optional.of(Pin.of(items.get(5))),
                Trust.values()[items.get(6)[0]],
                continuity.get()));
    }
}
