package dev.parley.peer.room;

import dev.parley.crypto.Side;

/** When something is due in an encounter by time alone; {@link Long#MAX_VALUE} if it is not. */
final class Deadlines {
    private static final long UNPROVEN_MILLIS = 20_000;
    private static final long CODE_LIFE_MILLIS = 24 * 60 * 60_000L;

    private final Legs legs;
    private final Presence presence;
    private final Company company;
    private final long patience;
    private long began;
    private long heardAt;

    Deadlines(Legs legs, Presence presence, Company company, long patience) {
        this.legs = legs;
        this.presence = presence;
        this.company = company;
        this.patience = patience;
    }

    void begin(long now) {
        began = now;
    }

    /** The other end showed that it is alive, or a pairing with it began. */
    void heard(long now) {
        heardAt = now;
    }

    long heardAt() {
        return heardAt;
    }

    /** When the other end has had long enough to show that it hears us; only while frames flow. */
    long unproven() {
        return company.current().isProven() ? Long.MAX_VALUE : heardAt + UNPROVEN_MILLIS;
    }

    /** When the person must be told that the two are apart. */
    long breakDue() {
        Leg main = legs.main();
        return main.meeting().isCodeNeeded() ? Long.MAX_VALUE : presence.breakDue(main.seating());
    }

    /** An opener's code dies after a day. */
    long codeEnds() {
        return legs.at(Where.PLACE)
                .filter(leg -> leg.meeting().side() == Side.OPENER)
                .map(leg -> began + CODE_LIFE_MILLIS)
                .orElse(Long.MAX_VALUE);
    }

    long patienceEnds() {
        if (company.hasSession() || presence.isTogether()) {
            return presence.patienceEnds(patience);
        }
        Leg leg = legs.main();
        return leg.meeting().isCodeNeeded() ? Long.MAX_VALUE : leg.seating().absenceReaches(patience);
    }

    /** The first of all; {@code talking} while frames flow. */
    long next(boolean talking) {
        long next = Math.min(breakDue(), Math.min(patienceEnds(), codeEnds()));
        return talking ? Math.min(next, Math.min(company.current().settleAt(), unproven())) : next;
    }
}
