package dev.parley.relay.room;

import dev.parley.wire.SeatKey;
import dev.parley.wire.SeatState;
import java.util.Optional;

/** One of a room's two places: owned by a key, sat in by at most one connection. */
final class Seat<C> {
    private final SeatKey key;
    private Optional<C> connection = Optional.empty();
    private Optional<Source> source = Optional.empty();
    private long heldUntil;
    private int instance;
    private int attempt;

    Seat(SeatKey key) {
        this.key = key;
    }

    SeatKey key() {
        return key;
    }

    Optional<C> connection() {
        return connection;
    }

    SeatState state() {
        return connection.isPresent() ? SeatState.PRESENT : SeatState.HELD;
    }

    /** Attempts of one process only grow; another process may always come. */
    boolean isStale(int byInstance, int byAttempt) {
        return byInstance == instance && Integer.compareUnsigned(byAttempt, attempt) < 0;
    }

    void take(Arrival<C> arrival) {
        connection = Optional.of(arrival.connection());
        source = Optional.of(arrival.source());
        instance = arrival.instance();
        attempt = arrival.attempt();
    }

    /** Where the last connection came from. */
    Source source() {
        return source.orElseThrow();
    }

    void hold(long until) {
        connection = Optional.empty();
        heldUntil = until;
    }

    boolean isExpired(long now) {
        return connection.isEmpty() && now >= heldUntil;
    }
}
