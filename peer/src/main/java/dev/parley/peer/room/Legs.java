package dev.parley.peer.room;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Our connections: one to the place of a code, one to the room that the two stay in, or both while they move. */
final class Legs {
    private final Where first;
    private Optional<Leg> place = Optional.empty();
    private Optional<Leg> room = Optional.empty();

    Legs(Where first) {
        this.first = first;
    }

    /** Whether we came by this leg. */
    boolean isFirst(Leg leg) {
        return leg.where() == first;
    }

    void add(Leg leg) {
        if (leg.where() == Where.PLACE) {
            place = Optional.of(leg);
        } else {
            // A room that another session led to is nobody's any more.
            room.ifPresent(Leg::retire);
            room = Optional.of(leg);
        }
    }

    Optional<Leg> at(Where where) {
        return where == Where.PLACE ? place : room;
    }

    /** The one that counts for the person: the room, once there is one. */
    Leg main() {
        return room.or(() -> place).orElseThrow();
    }

    List<Leg> all() {
        List<Leg> all = new ArrayList<>();
        place.ifPresent(all::add);
        room.ifPresent(all::add);
        return all;
    }

    void retirePlace() {
        place.ifPresent(Leg::retire);
        place = Optional.empty();
    }
}
