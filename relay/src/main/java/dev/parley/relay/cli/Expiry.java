package dev.parley.relay.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** When something ends: {@code 12h}, {@code 30d}, {@code 4w} from now, or the end of a day such as {@code 2027-01-31} (UTC). */
final class Expiry {
    private static final Map<String, ChronoUnit> UNITS = Map.of("h", ChronoUnit.HOURS, "d", ChronoUnit.DAYS);
    private static final int DAYS_PER_WEEK = 7;

    private Expiry() {}

    /** Empty if it is no such text, or lies in the past. */
    static Optional<Instant> parse(String text, Instant now) {
        Instant end;
        if (text.matches("[1-9][0-9]{0,4}[hdw]")) {
            long count = Long.parseLong(text.substring(0, text.length() - 1));
            String unit = text.substring(text.length() - 1);
            Instant start = now.truncatedTo(ChronoUnit.SECONDS);
            end = unit.equals("w")
                    ? start.plus(DAYS_PER_WEEK * count, ChronoUnit.DAYS)
                    : start.plus(count, UNITS.get(unit));
        } else {
            try {
                end = LocalDate.parse(text)
                        .plusDays(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant();
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }
        return end.isAfter(now) ? Optional.of(end) : Optional.empty();
    }
}
