package dev.parley.peer.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A sender that always has something to send, over a way with a rate, a length and a queue without end; milliseconds go by one by one. */
class PaceTest {
    private record Piece(long seq, int bytes, long ackAt) {}

    private final Pace pace = new Pace();
    private final ArrayDeque<Piece> under = new ArrayDeque<>();
    private long now = 1_000;
    private long seq;
    private double rate;
    private long oneWay;

    /** What the way lets through at once after a pause, as time. */
    private long credit;

    /** When the last byte of the queue will have been sent. */
    private double freeAt;

    private long delivered;
    private double longestQueue;

    /** @param perMilli bytes that the way takes in a millisecond */
    private void way(double perMilli, long roundTrip) {
        rate = perMilli;
        oneWay = roundTrip / 2;
    }

    private void pass(long millis) {
        longestQueue = 0;
        delivered = 0;
        for (long end = now + millis; now < end; now++) {
            while (!under.isEmpty() && under.peek().ackAt() <= now) {
                Piece piece = under.remove();
                delivered += piece.bytes();
                pace.acknowledge(piece.seq() + 1, now);
            }
            while (pace.maySeal()) {
                int bytes = pace.chunkBytes();
                pace.sealed(seq, bytes, now);
                freeAt = Math.max(freeAt, (double) (now - credit)) + bytes / rate;
                under.add(new Piece(seq++, bytes, Math.max(now, (long) Math.ceil(freeAt)) + 2 * oneWay));
            }
            longestQueue = Math.max(longestQueue, freeAt - now);
        }
    }

    /** What a line of text waits for that is sealed at the worst moment. */
    private void assertQueue(long millis) {
        assertThat(longestQueue).isLessThanOrEqualTo((double) millis);
    }

    private void assertFilled(double share, long millis) {
        assertThat(delivered).isGreaterThan((long) (share * rate * (double) millis));
    }

    @ParameterizedTest
    @CsvSource({"1000, 0", "1000, 2", "1000, 20", "1000, 200", "10000, 40", "10000, 200", "50000, 100", "250, 30"})
    void a_shaped_way_is_filled_and_its_queue_stays_short(double perMilli, long roundTrip) {
        way(perMilli, roundTrip);
        pass(5_000);
        pass(30_000);
        assertQueue(120);
        assertFilled(0.9, 30_000);
    }

    @Test
    void from_the_first_byte_on_a_line_waits_for_little() {
        way(1_000, 10);
        pass(5_000);
        assertQueue(110);
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 10, 20})
    void a_way_that_lets_a_burst_through_does_not_look_wide(long burst) {
        credit = burst;
        way(1_000, 4);
        pass(3_000);
        assertQueue(130);
        pass(15_000);
        assertQueue(130);
        assertFilled(0.9, 15_000);
    }

    @Test
    void a_way_of_200_ms_is_filled_within_seconds() {
        way(10_000, 200);
        pass(3_000);
        pass(5_000);
        assertFilled(0.9, 5_000);
    }

    @Test
    void without_a_limit_the_window_opens_fully() {
        way(500_000, 0);
        pass(300);
        assertThat(pace.window()).isEqualTo(Pace.MAX_WINDOW_BYTES);
        assertThat(pace.chunkBytes()).isEqualTo(Pace.MAX_CHUNK_BYTES);
    }

    @Test
    void a_way_that_narrows_is_found_out_within_seconds() {
        way(20_000, 20);
        pass(5_000);
        way(1_000, 20);
        pass(5_000);
        pass(10_000);
        assertQueue(110);
        assertFilled(0.9, 10_000);
    }

    @Test
    void a_way_that_widens_or_grows_longer_is_filled_again() {
        way(1_000, 20);
        pass(5_000);
        way(20_000, 20);
        pass(3_000);
        pass(5_000);
        assertFilled(0.85, 5_000);
        way(20_000, 150);
        pass(30_000);
        pass(5_000);
        assertFilled(0.8, 5_000);
        assertQueue(200);
    }

    @Test
    void one_chunk_may_always_be_under_way_on_the_slowest_way() {
        way(2, 500);
        pass(60_000);
        assertThat(delivered).isGreaterThan(60_000);
        assertThat(pace.chunkBytes()).isEqualTo(Pace.MIN_CHUNK_BYTES);
        assertThat(pace.window()).isLessThan(2 * Pace.MIN_WINDOW_BYTES);
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 1_000})
    void pauses_of_the_disk_do_not_make_the_way_look_narrow(long pause) {
        way(10_000, 20);
        pass(5_000);
        long before = pace.window();
        for (int i = 0; i < 20; i++) {
            pace.ranDry(now);
            now += pause;
            pass(3);
        }
        assertThat(pace.window()).isGreaterThan(before / 4);
    }

    @Test
    void after_a_cut_what_was_under_way_teaches_nothing() {
        way(10_000, 20);
        pass(5_000);
        now += 30_000;
        pace.restart(seq);
        assertThat(pace.window()).isEqualTo(Pace.MIN_WINDOW_BYTES);
        under.clear();
        pace.acknowledge(seq, now);
        freeAt = now;
        pass(3_000);
        pass(3_000);
        assertFilled(0.9, 3_000);
        assertQueue(110);
    }
}
