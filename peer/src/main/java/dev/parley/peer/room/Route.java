package dev.parley.peer.room;

import dev.parley.wire.Envelope;
import dev.parley.wire.Intent;
import java.util.Optional;
import java.util.function.Consumer;

/** The leg through which the frames of the session flow now, if any. */
final class Route implements Conversation.Host {
    private final Presence presence;
    private final Company company;
    private final Consumer<RoomEvent> tell;
    private Optional<Leg> talking = Optional.empty();

    Route(Presence presence, Company company, Consumer<RoomEvent> tell) {
        this.presence = presence;
        this.company = company;
        this.tell = tell;
    }

    boolean isOpen() {
        return talking.isPresent();
    }

    boolean isThrough(Leg leg) {
        return talking.filter(leg::equals).isPresent();
    }

    Leg leg() {
        return talking.orElseThrow();
    }

    /** From now on through {@code leg}; a room that both hold a session for may be made anew by either. */
    void take(Leg leg) {
        talking = Optional.of(leg);
        leg.seating().expect(Intent.EITHER);
    }

    /** Nothing flows through this leg any more; if it was the one in use, the two are apart for now. */
    void detach(Leg leg, long now) {
        if (isThrough(leg)) {
            talking = Optional.empty();
            presence.breakOff(now);
            company.dropStranger();
        }
    }

    void detach(long now) {
        talking.ifPresent(leg -> detach(leg, now));
    }

    /** What flowed here came to nothing. */
    void fail(Outcome why, long now) {
        Leg leg = leg();
        detach(leg, now);
        leg.meeting().failed(why, now);
    }

    /** On in a new pairing. */
    void restart(long now) {
        Leg leg = leg();
        detach(leg, now);
        leg.seating().restart(now, 0);
    }

    void close() {
        talking = Optional.empty();
    }

    @Override
    public void send(Envelope envelope) {
        leg().send(envelope);
    }

    @Override
    public void tell(RoomEvent event) {
        tell.accept(event);
    }

    @Override
    public long unwritten() {
        return talking.map(Leg::unwritten).orElse(0L);
    }
}
