package dev.parley.relay.cli;

import dev.parley.relay.log.RelayLog;
import dev.parley.relay.net.Count;
import dev.parley.relay.net.RelayStats;
import dev.parley.wire.Refusal;
import java.util.EnumMap;
import java.util.Map;

/**
 * Logs what was refused and what failed since the last time: one line each, however many there were, and nothing about whom it
 * concerned. On one thread.
 */
final class Tally {
    private final RelayStats stats;
    private final RelayLog log;
    private final Map<Refusal, Long> refused = new EnumMap<>(Refusal.class);
    private long failedHandshakes;
    private int faults;

    Tally(RelayStats stats, RelayLog log) {
        this.stats = stats;
        this.log = log;
    }

    void report() {
        reportRefusals();
        long handshakes = stats.count(Count.HANDSHAKES_FAILED);
        if (handshakes > failedHandshakes) {
            log.info("handshakes failed")
                    .with("count", handshakes - failedHandshakes)
                    .write();
            failedHandshakes = handshakes;
        }
        int now = stats.faults();
        if (now > faults) {
            log.error("fault")
                    .with("count", now - faults)
                    .with("last", stats.lastFault())
                    .write();
            faults = now;
        }
    }

    private void reportRefusals() {
        RelayLog.Line line = log.info("refused");
        boolean isNews = false;
        for (Refusal refusal : Refusal.values()) {
            long now = stats.refusals(refusal);
            long more = now - refused.getOrDefault(refusal, 0L);
            if (more > 0) {
                line.with(refusal.name(), more);
                refused.put(refusal, now);
                isNews = true;
            }
        }
        if (isNews) {
            line.write();
        }
    }
}
