package dev.parley.relay.cli;

import dev.parley.relay.net.Count;
import dev.parley.relay.net.Relay;
import dev.parley.relay.net.RelayStats;
import dev.parley.relay.room.Limits;
import dev.parley.wire.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How a relay is, for a person: one line per fact. */
final class StatusText {
    private final List<String> lines = new ArrayList<>();

    private StatusText() {}

    /** {@code more} are lines of the caller's, in order. */
    static String of(Relay relay, Limits limits, Duration up, Map<String, String> more) {
        RelayStats stats = relay.stats();
        StatusText text = new StatusText();
        text.line("state", relay.isDraining() ? "stopping" : "ready");
        text.line("version", RelayVersion.number());
        text.line("up", up.toDays() + " d " + up.toHoursPart() + " h " + up.toMinutesPart() + " min");
        text.line(
                "connections",
                stats.connections() + " of " + limits.maxConnections() + ", " + stats.accepted() + " since the start");
        text.line(
                "rooms",
                stats.count(Count.ROOMS) + " of " + limits.maxRooms() + ", " + stats.count(Count.SEATS)
                        + " seats taken");
        text.line(
                "joins",
                stats.count(Count.JOINS_OPENED) + " opened, " + stats.count(Count.JOINS_JOINED) + " joined, "
                        + stats.count(Count.JOINS_RESUMED) + " resumed, " + stats.count(Count.JOINS_REFUSED)
                        + " refused");
        text.line("refused", refusals(stats));
        text.line(
                "forwarded",
                stats.count(Count.ENVELOPES) + " envelopes, "
                        + String.format(Locale.ROOT, "%.1f MiB", stats.count(Count.ENVELOPE_BYTES) / 1048576.0));
        text.line("faults", stats.faults() == 0 ? "none" : stats.faults() + ", last " + stats.lastFault());
        more.forEach(text::line);
        return String.join("\n", text.lines);
    }

    private static String refusals(RelayStats stats) {
        String all = Arrays.stream(Refusal.values())
                .filter(refusal -> stats.refusals(refusal) > 0)
                .map(refusal -> stats.refusals(refusal) + " " + refusal.name())
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? "nobody" : all;
    }

    private void line(String name, String value) {
        lines.add(String.format(Locale.ROOT, "%-15s %s", name, value));
    }
}
