package dev.parley.peer.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a run did and what came of it, by fault and phase. */
final class FaultReport {
    private static final int MAX_SLOW = 30;

    /** One row of the table. */
    private static final class Row {
        private long hits;
        private long resends;
        private long dropped;
        private final List<Long> recoveries = new ArrayList<>();

        void add(Row other) {
            hits += other.hits;
            resends += other.resends;
            dropped += other.dropped;
            recoveries.addAll(other.recoveries);
        }
    }

    private final Map<FaultKind, Map<Phase, Row>> cells = new EnumMap<>(FaultKind.class);
    private final Map<String, Long> crashes = new TreeMap<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();
    private final List<Long> noticed = new ArrayList<>();
    private final List<String> slow = new ArrayList<>();

    FaultReport() {
        for (FaultKind kind : FaultKind.values()) {
            cells.put(kind, new EnumMap<>(Phase.class));
            for (Phase phase : Phase.values()) {
                cells.get(kind).put(phase, new Row());
            }
        }
    }

    private Row cell(FaultKind kind, Phase phase) {
        return cells.get(kind).get(phase);
    }

    synchronized void hit(FaultKind kind, Phase phase) {
        cell(kind, phase).hits++;
    }

    synchronized void resent(FaultKind kind, Phase phase, long frames) {
        cell(kind, phase).resends += frames;
    }

    synchronized void dropped(FaultKind kind, Phase phase, long frames) {
        cell(kind, phase).dropped += frames;
    }

    synchronized void recovered(FaultKind kind, Phase phase, long millis) {
        cell(kind, phase).recoveries.add(millis);
    }

    synchronized void crashed(String label) {
        crashes.merge(label, 1L, Long::sum);
    }

    synchronized void count(String what, long by) {
        counts.merge(what, by, Long::sum);
    }

    synchronized void fail(String failure) {
        failures.add(failure);
    }

    /** A silent cut was noticed: the end connected anew. */
    synchronized void noticed(long millis) {
        noticed.add(millis);
    }

    synchronized List<Long> noticed() {
        return List.copyOf(noticed);
    }

    synchronized List<Long> recoveries() {
        return all().stream().flatMap(row -> row.recoveries.stream()).toList();
    }

    /** Something that took long: worth a look, no failure. */
    synchronized void slow(String what) {
        if (slow.size() < MAX_SLOW) {
            slow.add(what);
        }
    }

    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    synchronized long hits() {
        return all().stream().mapToLong(cell -> cell.hits).sum();
    }

    synchronized long hits(FaultKind kind) {
        return cells.get(kind).values().stream().mapToLong(cell -> cell.hits).sum();
    }

    synchronized long resends() {
        return all().stream().mapToLong(cell -> cell.resends).sum();
    }

    synchronized long dropped() {
        return all().stream().mapToLong(cell -> cell.dropped).sum();
    }

    synchronized long count(String what) {
        return counts.getOrDefault(what, 0L);
    }

    private List<Row> all() {
        return cells.values().stream().flatMap(row -> row.values().stream()).toList();
    }

    /** Kinds that have a phase in which they neither hit nor are exempt. */
    synchronized List<String> gaps() {
        List<String> gaps = new ArrayList<>();
        for (FaultKind kind : FaultKind.values()) {
            for (Phase phase : Phase.values()) {
                if (cell(kind, phase).hits == 0 && FaultPlan.exempt(kind, phase).isEmpty()) {
                    gaps.add(kind + " in " + phase + " never hit");
                }
            }
        }
        return gaps;
    }

    /** For a person: one row for each fault and phase. */
    synchronized String table() {
        StringBuilder out = new StringBuilder(
                row("fault", "phase", "hits", "resends", "dropped", "measured", "median", "p99", "max"));
        Row sum = new Row();
        for (FaultKind kind : FaultKind.values()) {
            for (Phase phase : Phase.values()) {
                Row cell = cell(kind, phase);
                sum.add(cell);
                String why = cell.hits > 0 ? "" : FaultPlan.exempt(kind, phase).orElse("");
                out.append(row(kind.name(), phase.name(), cell, why));
            }
        }
        out.append(row("all", "", sum, ""));
        out.append("crash labels: ").append(crashes).append('\n').append(counts).append('\n');
        slow.forEach(what -> out.append("slow: ").append(what).append('\n'));
        failures.forEach(failure -> out.append("FAILED: ").append(failure).append('\n'));
        return out.toString();
    }

    private static String row(String... columns) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < columns.length; i++) {
            String blanks = " ".repeat(Math.max(1, (i < 2 ? 14 : 10) - columns[i].length()));
            row.append(i < 2 ? columns[i] + blanks : blanks + columns[i]);
        }
        return row.toString().stripTrailing() + "\n";
    }

    private static String row(String kind, String phase, Row sums, String why) {
        return row(
                kind,
                phase,
                Long.toString(sums.hits),
                Long.toString(sums.resends),
                Long.toString(sums.dropped),
                Integer.toString(sums.recoveries.size()),
                millis(sums.recoveries, 50),
                millis(sums.recoveries, 99),
                millis(sums.recoveries, 100),
                why);
    }

    /** A percentile, as {@code 412 ms}. */
    static String millis(List<Long> values, int percent) {
        if (values.isEmpty()) {
            return "-";
        }
        return percentile(values, percent) + " ms";
    }

    static long percentile(List<Long> values, int percent) {
        List<Long> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }
}
