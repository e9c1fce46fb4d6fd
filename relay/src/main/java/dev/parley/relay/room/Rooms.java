package dev.parley.relay.room;

import dev.parley.wire.Challenge;
import dev.parley.wire.Intent;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.Refusal;
import dev.parley.wire.RoomId;
import dev.parley.wire.SeatKey;
import dev.parley.wire.Wire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All rooms of one event loop. Every method is one input and gives the effects in order; refusals that a stranger could learn from have
 * the same bytes. Times are monotonic milliseconds.
 *
 * @param <C> the network's connection, used as an identity only
 */
public final class Rooms<C> {
    /** Stands in where there is no seat, so that a refused proof costs the same whether or not the room exists. */
    private static final SeatKey NOBODY = SeatKey.of(new byte[Wire.SEAT_KEY_BYTES]);

    private int maxRooms;
    private final ProofCheck proofs;
    private final Map<RoomId, Room<C>> rooms = new HashMap<>();
    private final Map<C, Place> places = new HashMap<>();

    /** When seats without a connection are freed, the first to be freed first: all are held equally long. */
    private final Map<Place, Long> held = new LinkedHashMap<>();

    /** Checks a RESUME's proof against a seat's key. */
    @FunctionalInterface
    public interface ProofCheck {
        boolean holds(SeatKey key, Challenge challenge, PeerFrame.Resume resume);
    }

    /** One seat. */
    private record Place(RoomId room, int seat) {}

    public Rooms(int maxRooms, ProofCheck proofs) {
        this.maxRooms = maxRooms;
        this.proofs = proofs;
    }

    /** How many rooms exist. */
    public int size() {
        return rooms.size();
    }

    /** How many seats have a connection. */
    public int seats() {
        return places.size();
    }

    /** From now on no room is made where there are that many; 0 for none at all. */
    public void allow(int newMaxRooms) {
        maxRooms = newMaxRooms;
    }

    public List<Effect<C>> claim(C connection, Source source, PeerFrame.Claim claim, long now) {
        List<Effect<C>> effects = new ArrayList<>();
        if (claim.protocol() < Wire.MIN_PROTOCOL || claim.protocol() > Wire.MAX_PROTOCOL) {
            Room.refuse(connection, Refusal.UNSUPPORTED_PROTOCOL, effects);
            return effects;
        }
        Arrival<C> arrival = new Arrival<>(connection, source, claim.instance(), claim.attempt());
        Room<C> room = rooms.get(claim.room());
        if (room == null) {
            if (claim.intent() == Intent.JOIN) {
                Room.refuse(connection, Refusal.ROOM_UNAVAILABLE, effects);
            } else if (rooms.size() >= maxRooms) {
                Room.refuse(connection, Refusal.BUSY, effects);
            } else {
                room = new Room<>(claim.intent() == Intent.OPEN ? Optional.of(claim.key()) : Optional.empty());
                rooms.put(claim.room(), room);
                room.arrive(0, claim.key(), arrival, effects);
                places.put(connection, new Place(claim.room(), 0));
            }
            return effects;
        }
        OptionalInt own = room.seatOf(claim.key());
        if (own.isPresent()) {
            comeBack(claim.room(), room, own.getAsInt(), arrival, effects);
            return effects;
        }
        OptionalInt free = room.freeSeat();
        if (free.isEmpty() || claim.intent() == Intent.OPEN || room.isBanned(source, now)) {
            Room.refuse(connection, Refusal.ROOM_UNAVAILABLE, effects);
            return effects;
        }
        room.arrive(free.getAsInt(), claim.key(), arrival, effects);
        places.put(connection, new Place(claim.room(), free.getAsInt()));
        return effects;
    }

    /** A refused RESUME leaves the connection open for a CLAIM. */
    public List<Effect<C>> resume(C connection, Source source, Challenge challenge, PeerFrame.Resume resume, long now) {
        List<Effect<C>> effects = new ArrayList<>();
        if (resume.protocol() < Wire.MIN_PROTOCOL || resume.protocol() > Wire.MAX_PROTOCOL) {
            Room.refuse(connection, Refusal.UNSUPPORTED_PROTOCOL, effects);
            return effects;
        }
        Room<C> room = rooms.get(resume.room());
        int own = -1;
        for (int i = 0; i < 2; i++) {
            boolean exists = room != null && room.seat(i).isPresent();
            SeatKey key = exists ? room.seat(i).get().key() : NOBODY;
            if (proofs.holds(key, challenge, resume) && exists) {
                own = i;
            }
        }
        if (own < 0) {
            effects.add(new Effect.Send<>(connection, Refusal.ROOM_UNAVAILABLE.frame()));
            return effects;
        }
        comeBack(
                resume.room(),
                room,
                own,
                new Arrival<>(connection, source, resume.instance(), resume.attempt()),
                effects);
        return effects;
    }

    private void comeBack(RoomId id, Room<C> room, int seat, Arrival<C> arrival, List<Effect<C>> effects) {
        room.seat(seat).flatMap(Seat::connection).ifPresent(places::remove);
        Place place = new Place(id, seat);
        room.comeBack(seat, arrival, effects);
        room.seat(seat).flatMap(Seat::connection).ifPresent(sitting -> {
            places.put(sitting, place);
            held.remove(place);
        });
    }

    /** The seat is free at once; the connection may claim again. */
    public List<Effect<C>> leave(C connection) {
        List<Effect<C>> effects = new ArrayList<>();
        Place place = places.remove(connection);
        if (place != null) {
            Room<C> room = rooms.get(place.room());
            effects.add(new Effect.Part<>(connection));
            room.free(place.seat(), effects);
            forgetIfEmpty(place.room(), room);
            effects.add(new Effect.Unseated<>(connection));
        }
        return effects;
    }

    /** Ends the other seat; a frame that this connection may not send is a {@code BAD_FRAME}. */
    public List<Effect<C>> unseat(C connection, long now) {
        List<Effect<C>> effects = new ArrayList<>();
        Place place = places.get(connection);
        if (place == null) {
            return effects;
        }
        Room<C> room = rooms.get(place.room());
        Optional<C> across = room.seat(1 - place.seat()).flatMap(Seat::connection);
        if (room.unseat(place.seat(), now, effects)) {
            across.ifPresent(places::remove);
        } else {
            places.remove(connection);
            room.free(place.seat(), effects);
            forgetIfEmpty(place.room(), room);
            effects.add(new Effect.Part<>(connection));
            Room.refuse(connection, Refusal.BAD_FRAME, effects);
        }
        return effects;
    }

    /** The connection broke; its seat is held. */
    public List<Effect<C>> lost(C connection, long now) {
        List<Effect<C>> effects = new ArrayList<>();
        Place place = places.remove(connection);
        if (place != null) {
            rooms.get(place.room()).lose(place.seat(), now, effects);
            held.remove(place);
            held.put(place, now + Wire.SEAT_HOLD_SECONDS * 1_000L);
        }
        return effects;
    }

    /** Frees seats whose hold has run out; costs nothing for those that are sat in. */
    public List<Effect<C>> tick(long now) {
        List<Effect<C>> effects = new ArrayList<>();
        for (Iterator<Map.Entry<Place, Long>> all = held.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Place, Long> next = all.next();
            if (next.getValue() > now) {
                break;
            }
            all.remove();
            Place place = next.getKey();
            Room<C> room = rooms.get(place.room());
            if (room != null
                    && room.seat(place.seat())
                            .filter(seat -> seat.isExpired(now))
                            .isPresent()) {
                room.free(place.seat(), effects);
                forgetIfEmpty(place.room(), room);
            }
        }
        return effects;
    }

    private void forgetIfEmpty(RoomId id, Room<C> room) {
        if (room.isEmpty()) {
            rooms.remove(id);
        }
    }
}
