package dev.parley.peer.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.crypto.Identity;
import dev.parley.crypto.Invite;
import dev.parley.crypto.Side;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.chat.Message;
import dev.parley.peer.chat.Untrusted;
import dev.parley.peer.net.Clocks;
import dev.parley.peer.net.Keeper;
import dev.parley.peer.net.PeerLoop;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.room.RoomClient;
import dev.parley.peer.room.RoomEvent;
import dev.parley.peer.room.RoomSettings;
import dev.parley.relay.net.Relay;
import dev.parley.relay.net.RelayOptions;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jline.terminal.Size;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** TT-10: how long a typed character takes to its echo while the other side floods, and what memory that takes. Prints its figures. */
@Tag("bench")
class TypingUnderFloodTest {
    private static final int PER_SECOND = Integer.getInteger("parley.messages", 5_000);
    private static final int SECONDS = Integer.getInteger("parley.seconds", 10);
    private static final int BETWEEN_GROUPS_MILLIS = 10;
    private static final int BETWEEN_KEYS_MILLIS = 100;
    private static final int FIRST_KEY = 0x100;
    private static final int MIB = 1 << 20;

    /** What a terminal is sent: waits for one character at a time. */
    private static final class Echoes extends OutputStream {
        private byte[] awaited = {};
        private CountDownLatch seen = new CountDownLatch(0);
        private byte before;
        private final AtomicLong bytes = new AtomicLong();

        synchronized CountDownLatch expect(String key) {
            awaited = key.getBytes(StandardCharsets.UTF_8);
            seen = new CountDownLatch(1);
            return seen;
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] written, int from, int length) {
            bytes.addAndGet(length);
            for (int i = from; i < from + length; i++) {
                if (awaited.length == 2 && before == awaited[0] && written[i] == awaited[1]) {
                    seen.countDown();
                }
                before = written[i];
            }
        }
    }

    private static long clock() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private static PeerLoop peer(int port, RoomSettings settings, java.util.function.Consumer<RoomEvent> events) {
        return new PeerLoop(
                new RelayAddress("127.0.0.1", port),
                new RoomClient(settings, Randomness.system()),
                new Clocks(TypingUnderFloodTest::clock, TypingUnderFloodTest::clock),
                Keeper.ephemeral(),
                events);
    }

    @Test
    void TT_10_typing_echoes_while_the_other_side_sends_5000_messages_a_second() throws Exception {
        Invite invite = Invite.generate(Randomness.system());
        Echoes echoes = new Echoes();
        LineDisciplineTerminal terminal =
                new LineDisciplineTerminal("test", "xterm-256color", echoes, StandardCharsets.UTF_8);
        terminal.setSize(new Size(200, 50));
        Texts texts = new Texts(Locale.ENGLISH);
        JLineScreen screen = new JLineScreen(
                terminal, new Look(true, true, false, Switches.unset()), texts, TypingUnderFloodTest::clock);
        AtomicLong received = new AtomicLong();
        CountDownLatch joined = new CountDownLatch(1);
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
        try (Relay relay = Relay.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new RelayOptions(2, 100, 100, ""),
                TypingUnderFloodTest::clock)) {
            int port = relay.address().getPort();
            ChatView view = new ChatView(screen, texts, invite.place(), "olga", Optional.empty());
            PeerLoop ours = peer(port, settings(invite, Side.OPENER, "olga"), event -> {
                view.on(event);
                if (event instanceof RoomEvent.Received) {
                    received.incrementAndGet();
                }
            });
            ChatSession session =
                    new ChatSession(screen, texts, view, ours, new MemoryShelf(), "test", AskAgain.never(texts));
            Thread chat = new Thread(() -> {
                try {
                    session.run();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            chat.setDaemon(true);
            chat.start();
            PeerLoop flooder = peer(port, settings(invite, Side.JOINER, "eve"), event -> {
                if (event instanceof RoomEvent.Joined) {
                    joined.countDown();
                }
            });
            flooder.start();
            assertThat(joined.await(60, TimeUnit.SECONDS)).isTrue();
            long heapBefore = usedHeap();

            AtomicLong sent = new AtomicLong();
            AtomicLong refused = new AtomicLong();
            ScheduledFuture<?> flood = timer.scheduleAtFixedRate(
                    () -> flooder.submit((client, now) -> {
                        for (int i = 0; i < PER_SECOND * BETWEEN_GROUPS_MILLIS / 1_000; i++) {
                            boolean taken = client.say(new Message.Text(
                                            Untrusted.of("flood line number " + sent.get() + " of many")))
                                    .isPresent();
                            (taken ? sent : refused).incrementAndGet();
                        }
                        return List.of();
                    }),
                    0,
                    BETWEEN_GROUPS_MILLIS,
                    TimeUnit.MILLISECONDS);
            List<Long> echoMicros = new ArrayList<>();
            List<Long> heap = new ArrayList<>();
            for (int key = 0; key < SECONDS * 1_000 / BETWEEN_KEYS_MILLIS; key++) {
                String typed = Character.toString(FIRST_KEY + key);
                CountDownLatch seen = echoes.expect(typed);
                ScheduledFuture<?> beat = timer.schedule(() -> {}, BETWEEN_KEYS_MILLIS, TimeUnit.MILLISECONDS);
                long start = System.nanoTime();
                terminal.processInputBytes(typed.getBytes(StandardCharsets.UTF_8));
                assertThat(seen.await(30, TimeUnit.SECONDS)).isTrue();
                echoMicros.add(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start));
                heap.add(Runtime.getRuntime().totalMemory()
                        - Runtime.getRuntime().freeMemory());
                beat.get();
            }
            long shown = received.get();
            flood.cancel(false);
            Collections.sort(echoMicros);
            System.out.printf(
                    "TT-10: %d messages/s asked for %d s: %d said, %d not taken by the outbox, %d shown in that time, %d MiB to the terminal%n",
                    PER_SECOND, SECONDS, sent.get(), refused.get(), shown, echoes.bytes.get() / MIB);
            System.out.printf(
                    "TT-10: echo of a key: median %.1f ms, p99 %.1f ms, most %.1f ms; heap before %d MiB, most %d MiB, after %d MiB%n",
                    echoMicros.get(echoMicros.size() / 2) / 1e3,
                    echoMicros.get(echoMicros.size() * 99 / 100) / 1e3,
                    echoMicros.get(echoMicros.size() - 1) / 1e3,
                    heapBefore / MIB,
                    Collections.max(heap) / MIB,
                    usedHeap() / MIB);
            assertThat(echoMicros.get(echoMicros.size() * 99 / 100)).isLessThan(100_000);
            assertThat(usedHeap()).isLessThan(heapBefore + 64 * MIB);
        } finally {
            timer.shutdownNow();
        }
    }

    private static RoomSettings settings(Invite invite, Side side, String name) {
        return new RoomSettings(
                invite.roomId(),
                side,
                Identity.generate(Randomness.system()),
                Optional.of(invite.secret()),
                Untrusted.of(name));
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
