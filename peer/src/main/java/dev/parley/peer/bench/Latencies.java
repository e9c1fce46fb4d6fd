package dev.parley.peer.bench;

/** Counts of one-way times in buckets 5 % wide, from 100 ns up. */
final class Latencies {
    private static final double BASE_NANOS = 100;
    private static final double STEP = Math.log(1.05);
    private final long[] buckets = new long[500];
    private long count;

    void add(long nanos) {
        int bucket = nanos <= BASE_NANOS ? 0 : (int) (Math.log(nanos / BASE_NANOS) / STEP);
        buckets[Math.min(bucket, buckets.length - 1)]++;
        count++;
    }

    long count() {
        return count;
    }

    void clear() {
        java.util.Arrays.fill(buckets, 0);
        count = 0;
    }

    /** The time below which that share of all lies, in microseconds. */
    double micros(double share) {
        long wanted = (long) (share * count);
        long seen = 0;
        for (int i = 0; i < buckets.length; i++) {
            seen += buckets[i];
            if (seen > wanted) {
                return BASE_NANOS * Math.exp(i * STEP) / 1_000;
            }
        }
        return 0;
    }
}
