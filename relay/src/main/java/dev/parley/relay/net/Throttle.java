package dev.parley.relay.net;

import dev.parley.relay.room.RateLimit;

/**
 * One connection's part in its room's account of bytes. What was read is passed on; then the connection is left alone until the account is
 * even again. Who stays in a room keeps the account, so coming back does not clear it.
 */
final class Throttle {
    private static final long NEVER = Long.MIN_VALUE;

    private RateLimit account;
    private long pausedUntil = NEVER;

    /** From now on both draw on one account. */
    void share(Throttle other) {
        account = account == null ? other.account : account;
    }

    /** Charges the room for bytes that were passed on, with a second's worth at once; whether to pause now. */
    boolean charge(int bytes, long perSecond, long now) {
        if (account == null) {
            account = new RateLimit(perSecond, perSecond, 1_000, now);
        }
        long even = account.spend(bytes, now);
        if (even > now) {
            pausedUntil = even;
        }
        return even > now;
    }

    boolean isPaused() {
        return pausedUntil != NEVER;
    }

    /** Whether the pause is over; from then on it is. */
    boolean mayGoOn(long now) {
        if (now < pausedUntil) {
            return false;
        }
        pausedUntil = NEVER;
        return true;
    }
}
