package dev.parley.relay.net;

import dev.parley.relay.room.Limits;
import dev.parley.relay.room.RateLimit;
import dev.parley.relay.room.Source;
import java.util.HashMap;
import java.util.Map;

/**
 * How much each source has of the relay at the moment. The machine's own addresses are not counted: whoever is there, or a proxy, cannot
 * be told apart. Shared by all threads of the relay; what nobody would miss is forgotten each second.
 */
final class Sources {
    private static final long MINUTE_MILLIS = 60_000;

    private final Map<Source, Account> accounts = new HashMap<>();
    private Limits limits;

    private static final class Account {
        private int connections;
        private RateLimit joins;
    }

    Sources(Limits limits) {
        this.limits = limits;
    }

    /** From now on with these; running accounts of joins begin anew. */
    synchronized void use(Limits newLimits) {
        limits = newLimits;
        accounts.values().forEach(account -> account.joins = null);
    }

    /** Counts one more connection; false if that is one too many, and nothing is counted then. */
    synchronized boolean arrive(Source source, long now) {
        if (source.isOwn()) {
            return true;
        }
        Account account = accounts.computeIfAbsent(source, fresh -> new Account());
        if (limits.connectionsPerSource() > 0 && account.connections >= limits.connectionsPerSource()
                || !takeJoin(account, now)) {
            return false;
        }
        account.connections++;
        return true;
    }

    /** Counts one more join on a connection that has had its first; false if that is one too many. */
    synchronized boolean joinAgain(Source source, long now) {
        return source.isOwn() || takeJoin(accounts.computeIfAbsent(source, fresh -> new Account()), now);
    }

    /** A connection that was counted is gone. */
    synchronized void leave(Source source) {
        Account account = accounts.get(source);
        if (account != null) {
            account.connections--;
        }
    }

    synchronized void tick(long now) {
        accounts.values()
                .removeIf(account -> account.connections == 0 && (account.joins == null || account.joins.isFull(now)));
    }

    /** How many sources are remembered. */
    synchronized int size() {
        return accounts.size();
    }

    private boolean takeJoin(Account account, long now) {
        int most = limits.joinsPerMinutePerSource();
        if (most == 0) {
            return true;
        }
        if (account.joins == null) {
            account.joins = new RateLimit(most, most, MINUTE_MILLIS, now);
        }
        return account.joins.take(now);
    }
}
