package dev.parley.peer.bench;

import java.util.Locale;

/**
 * What one run measured.
 *
 * @param envelopesPerSecond delivered in the window
 * @param p50Micros median one-way time, sender to receiver
 * @param cpuSecondsPerMillion CPU seconds of the measured process per million envelopes
 */
public record Figures(double envelopesPerSecond, double p50Micros, double p99Micros, double cpuSecondsPerMillion) {
    String format() {
        return String.format(
                Locale.ROOT,
                "%,12.0f envelopes/s   p50 %,9.0f µs   p99 %,9.0f µs   %7.3f CPU s per million",
                envelopesPerSecond,
                p50Micros,
                p99Micros,
                cpuSecondsPerMillion);
    }
}
