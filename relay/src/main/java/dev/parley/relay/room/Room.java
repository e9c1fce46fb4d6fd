package dev.parley.relay.room;

import dev.parley.wire.PeerEvent;
import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.SeatKey;
import dev.parley.wire.SeatState;
import dev.parley.wire.Wire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A meeting of at most two peers. Every change of the connection at either seat raises the pairing number by one and is told to the
 * other seat. Its methods are the transition table.
 */
final class Room<C> {
    /** Sources that an opener can shut out at a time; the oldest gives way. */
    private static final int MAX_BANS = 64;

    private final Optional<SeatKey> opener;
    private final List<Optional<Seat<C>>> seats = new ArrayList<>(List.of(Optional.empty(), Optional.empty()));
    private final Map<Source, Long> bannedUntil = new HashMap<>();
    private int pairing;

    /** {@code opener} is the key of the seat that made the room with intent OPEN; it alone may UNSEAT. */
    Room(Optional<SeatKey> opener) {
        this.opener = opener;
    }

    OptionalInt seatOf(SeatKey key) {
        int found = -1;
        for (int i = 0; i < seats.size(); i++) {
            if (seats.get(i).filter(seat -> seat.key().matches(key)).isPresent()) {
                found = i;
            }
        }
        return found < 0 ? OptionalInt.empty() : OptionalInt.of(found);
    }

    OptionalInt freeSeat() {
        for (int i = 0; i < seats.size(); i++) {
            if (seats.get(i).isEmpty()) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    Optional<Seat<C>> seat(int index) {
        return seats.get(index);
    }

    boolean isEmpty() {
        return seats.stream().allMatch(Optional::isEmpty);
    }

    boolean isBanned(Source source, long now) {
        Long until = bannedUntil.get(source);
        return until != null && now < until;
    }

    /** A newcomer takes a free seat. */
    void arrive(int index, SeatKey key, Arrival<C> arrival, List<Effect<C>> effects) {
        seats.set(index, Optional.of(new Seat<>(key)));
        sit(index, PeerEvent.ARRIVED, arrival, effects);
    }

    /** The owner of a seat comes back; whoever sat there is displaced. */
    void comeBack(int index, Arrival<C> arrival, List<Effect<C>> effects) {
        Seat<C> seat = seats.get(index).orElseThrow();
        if (seat.isStale(arrival.instance(), arrival.attempt())) {
            refuse(arrival.connection(), Refusal.STALE_ATTEMPT, effects);
            return;
        }
        seat.connection().ifPresent(older -> {
            effects.add(new Effect.Part<>(older));
            effects.add(new Effect.Send<>(older, new RelayFrame.Displaced()));
            effects.add(new Effect.End<>(older));
        });
        sit(index, PeerEvent.BACK, arrival, effects);
    }

    private void sit(int index, PeerEvent event, Arrival<C> arrival, List<Effect<C>> effects) {
        C connection = arrival.connection();
        seats.get(index).orElseThrow().take(arrival);
        pairing++;
        Optional<Seat<C>> other = seats.get(1 - index);
        effects.add(new Effect.Send<>(
                connection, new RelayFrame.Seated(index, other.map(Seat::state).orElse(SeatState.EMPTY), pairing)));
        other.flatMap(Seat::connection).ifPresent(across -> {
            effects.add(new Effect.DropQueued<>(across));
            effects.add(new Effect.Send<>(across, new RelayFrame.Peer(event, pairing)));
            effects.add(new Effect.Pair<>(connection, across));
        });
    }

    /** The connection at a seat broke: the seat is held. */
    void lose(int index, long now, List<Effect<C>> effects) {
        seats.get(index).orElseThrow().hold(now + Wire.SEAT_HOLD_SECONDS * 1_000L);
        pairing++;
        tellOther(index, PeerEvent.LOST, effects);
    }

    /** A seat is given up or expires. */
    void free(int index, List<Effect<C>> effects) {
        seats.set(index, Optional.empty());
        pairing++;
        tellOther(index, PeerEvent.LEFT, effects);
    }

    /** The seat that opened the room ends the other one; nothing happens where there is none. */
    boolean unseat(int byIndex, long now, List<Effect<C>> effects) {
        int index = 1 - byIndex;
        SeatKey by = seats.get(byIndex).orElseThrow().key();
        if (opener.filter(by::matches).isEmpty()) {
            return false;
        }
        seats.get(index).ifPresent(seat -> {
            ban(seat.source(), now);
            seat.connection().ifPresent(connection -> {
                effects.add(new Effect.Part<>(connection));
                refuse(connection, Refusal.UNSEATED, effects);
            });
            free(index, effects);
        });
        return true;
    }

    private void ban(Source source, long now) {
        bannedUntil.values().removeIf(until -> until <= now);
        if (bannedUntil.size() >= MAX_BANS) {
            bannedUntil.entrySet().stream()
                    .min(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .ifPresent(bannedUntil::remove);
        }
        bannedUntil.put(source, now + Wire.UNSEATED_BAN_SECONDS * 1_000L);
    }

    private void tellOther(int index, PeerEvent event, List<Effect<C>> effects) {
        seats.get(1 - index).flatMap(Seat::connection).ifPresent(across -> {
            effects.add(new Effect.Part<>(across));
            effects.add(new Effect.Send<>(across, new RelayFrame.Peer(event, pairing)));
        });
    }

    static <C> void refuse(C connection, Refusal refusal, List<Effect<C>> effects) {
        effects.add(new Effect.Send<>(connection, refusal.frame()));
        effects.add(new Effect.End<>(connection));
    }
}
