package dev.parley.relay.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.FrameCodec;
import dev.parley.wire.Intent;
import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A pair talks while a thousand strangers a second claim their room, over real sockets and with the real clock (TR-07). What is asserted
 * are the bytes of the refusals and that no envelope is lost; the delays are printed.
 */
@Tag("long")
class ThirdJoinersTest {
    private static final int ROOM = 1;
    private static final int SECONDS = 30;
    private static final int CLAIMS_PER_SECOND = 1_000;
    private static final int ENVELOPES_PER_SECOND = 500;
    private static final int ENVELOPE_BYTES = 300;
    private static final int ATTACKERS = 8;
    private static final byte[] UNAVAILABLE = FrameCodec.encode(Refusal.ROOM_UNAVAILABLE.frame());

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @Test
    void TR_07_a_thousand_third_joiners_a_second_do_not_slow_the_pair() throws Exception {
        String given = System.getProperty("parley.runs", "");
        int runs = given.isEmpty() ? 3 : Integer.parseInt(given);
        try (Relay relay = Relay.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                RelayOptions.defaults(),
                () -> System.nanoTime() / 1_000_000)) {
            SocketPeer opener = seated(relay, 1, Intent.OPEN);
            SocketPeer joiner = seated(relay, 2, Intent.JOIN);
            assertThat(opener.read()).isInstanceOf(RelayFrame.Peer.class);
            talk(opener, joiner, 5);
            for (int run = 1; run <= runs; run++) {
                long[] alone = talk(opener, joiner, SECONDS);
                Future<Integer> attack = threads.submit(() -> attack(relay.address()));
                long[] attacked = talk(opener, joiner, SECONDS);
                int refused = attack.get();
                System.out.printf(
                        "third joiners, run %d: %,d refused, 0 of %,d envelopes lost%n",
                        run, refused, 4 * alone.length);
                print("p50", quantile(alone, 0.50), quantile(attacked, 0.50));
                print("p99", quantile(alone, 0.99), quantile(attacked, 0.99));
                print("p99 of the median second", p99OfTheMedianSecond(alone), p99OfTheMedianSecond(attacked));
            }
            opener.close();
            joiner.close();
        } finally {
            threads.shutdownNow();
        }
    }

    private static SocketPeer seated(Relay relay, int key, Intent intent) throws IOException {
        SocketPeer peer = new SocketPeer(relay.address(), 0);
        peer.welcomed();
        peer.claim(SocketPeer.claim(ROOM, key, intent));
        return peer;
    }

    private static void print(String what, double alone, double attacked) {
        System.out.printf(
                "  there and back, %s: %.2f ms alone, %.2f ms attacked, ratio %.2f%n",
                what, alone, attacked, attacked / alone);
    }

    /** One envelope there and back at each due time; how many nanoseconds after the due time each was back. */
    private long[] talk(SocketPeer opener, SocketPeer joiner, int seconds) throws Exception {
        int count = seconds * ENVELOPES_PER_SECOND;
        Future<?> echo = threads.submit((Callable<Void>) () -> {
            for (int i = 0; i < count; i++) {
                joiner.forward(joiner.readEnvelope());
            }
            return null;
        });
        long[] nanos = new long[count];
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            byte[] body = ByteBuffer.allocate(ENVELOPE_BYTES).putInt(i).array();
            long due = begin + i * (TimeUnit.SECONDS.toNanos(1) / ENVELOPES_PER_SECOND);
            awaitTime(due);
            opener.forward(body);
            assertThat(opener.readEnvelope()).isEqualTo(body);
            nanos[i] = System.nanoTime() - due;
        }
        echo.get();
        return nanos;
    }

    /** As many connections with one claim each as the rate asks for; how many were refused. */
    private int attack(InetSocketAddress relay) throws Exception {
        AtomicInteger next = new AtomicInteger();
        long begin = System.nanoTime();
        int count = SECONDS * CLAIMS_PER_SECOND;
        Callable<Integer> attacker = () -> {
            int refused = 0;
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                awaitTime(begin + i * (TimeUnit.SECONDS.toNanos(1) / CLAIMS_PER_SECOND));
                claimAndBeRefused(relay, i);
                refused++;
            }
            return refused;
        };
        int refused = 0;
        for (Future<Integer> done : threads.invokeAll(Collections.nCopies(ATTACKERS, attacker))) {
            refused += done.get();
        }
        System.out.printf("attack: %,d claims in %.1f s%n", refused, (System.nanoTime() - begin) / 1e9);
        return refused;
    }

    private static void claimAndBeRefused(InetSocketAddress relay, int number) throws IOException {
        try (Socket socket = new Socket()) {
            // A reset at the end, so that tens of thousands of connections leave no ports waiting.
            socket.setSoLinger(true, 0);
            socket.setSoTimeout(15_000);
            socket.connect(relay);
            Intent intent = number % 2 == 0 ? Intent.JOIN : Intent.EITHER;
            socket.getOutputStream().write(FrameCodec.encode(SocketPeer.claim(ROOM, 3 + number, intent)));
            byte[] heard = socket.getInputStream().readAllBytes();
            int welcome = Wire.LENGTH_BYTES + ByteBuffer.wrap(heard).getInt();
            assertThat(Arrays.copyOfRange(heard, welcome, heard.length))
                    .as("claim %d", number)
                    .isEqualTo(UNAVAILABLE);
        }
    }

    private static void awaitTime(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static double quantile(long[] nanos, double at) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[(int) (at * (sorted.length - 1))] / 1e6;
    }

    /** Where other work stops the whole machine now and then, one such second decides the p99 of all; not this one. */
    private static double p99OfTheMedianSecond(long[] nanos) {
        return IntStream.range(0, SECONDS)
                .mapToDouble(second -> quantile(
                        Arrays.copyOfRange(nanos, second * ENVELOPES_PER_SECOND, (second + 1) * ENVELOPES_PER_SECOND),
                        0.99))
                .sorted()
                .skip(SECONDS / 2)
                .findFirst()
                .orElseThrow();
    }
}
