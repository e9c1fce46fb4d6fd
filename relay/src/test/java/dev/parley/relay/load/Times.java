package dev.parley.relay.load;

import java.util.Arrays;

/** Many nanosecond times; one thread at a time. */
final class Times {
    private static final double NANOS_PER_MILLI = 1e6;

    private long[] values = new long[1_024];
    private int count;

    void add(long nanos) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = nanos;
    }

    void clear() {
        count = 0;
    }

    int count() {
        return count;
    }

    /** In milliseconds; 0 if there are none. */
    double percentile(double share) {
        if (count == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(count - 1L, (long) (count * share))] / NANOS_PER_MILLI;
    }

    @Override
    public String toString() {
        return String.format(
                java.util.Locale.ROOT,
                "%,d times, p50 %.2f ms, p99 %.2f ms, max %.2f ms",
                count,
                percentile(0.50),
                percentile(0.99),
                percentile(1));
    }
}
