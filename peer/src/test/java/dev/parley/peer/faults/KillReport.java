package dev.parley.peer.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which process was killed where, and what came of it. */
final class KillReport {
    private final Map<String, Map<KillPoint.Victim, Integer>> kills = new TreeMap<>();
    private final List<Long> recoveries = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Map<String, Integer> missed = new TreeMap<>();
    private int count;
    private int primed;
    private long messages;

    synchronized void killed(KillPoint point) {
        count++;
        kills.computeIfAbsent(point.label(), label -> new TreeMap<>()).merge(point.victim(), 1, Integer::sum);
    }

    /** A kill at no label, so that the next comes to one of a handshake. */
    synchronized void primed() {
        primed++;
    }

    synchronized void missed(KillPoint point) {
        missed.merge(point.label(), 1, Integer::sum);
    }

    synchronized void recovered(long millis) {
        recoveries.add(millis);
    }

    synchronized void messages(long taken) {
        messages += taken;
    }

    synchronized void fail(String failure) {
        failures.add(failure);
    }

    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    synchronized int count() {
        return count;
    }

    synchronized Map<String, Map<KillPoint.Victim, Integer>> kills() {
        return new TreeMap<>(kills);
    }

    synchronized String table() {
        StringBuilder out = new StringBuilder("killed at                          itself  other  relay\n");
        kills.forEach((label, victims) -> {
            out.append(label).append(" ".repeat(Math.max(1, 33 - label.length())));
            for (KillPoint.Victim victim : KillPoint.Victim.values()) {
                String number = Integer.toString(victims.getOrDefault(victim, 0));
                out.append(" ".repeat(Math.max(1, 7 - number.length()))).append(number);
            }
            out.append('\n');
        });
        out.append(count).append(" kills at labels, ").append(primed).append(" more to come to them, not come to: ");
        out.append(missed).append('\n');
        out.append(messages).append(" messages from journal to journal\n");
        out.append("talking again, with the start of a process: median ")
                .append(FaultReport.millis(recoveries, 50))
                .append(", p99 ")
                .append(FaultReport.millis(recoveries, 99))
                .append(", max ")
                .append(FaultReport.millis(recoveries, 100))
                .append('\n');
        failures.forEach(failure -> out.append("FAILED: ").append(failure).append('\n'));
        return out.toString();
    }
}
