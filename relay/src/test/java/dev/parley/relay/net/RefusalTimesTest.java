package dev.parley.relay.net;

import static dev.parley.relay.net.SocketPeer.claim;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.Intent;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How long a stranger waits for its refusal, by the state of the room it claims, in random order (TR-10). The bytes are asserted, the
 * times printed: medians, and how often a refusal of this state takes longer than one of a room that never was (0.50 is even).
 */
@Tag("long")
class RefusalTimesTest {
    private static final long SEED = 20_261_121;
    private static final int ROOMS = 40;
    private static final int WARM_UP = 2_000;
    private static final int TRIES = 10_000;
    private static final int STRANGER = 9;

    /** Rooms of state {@code n} are numbered from {@code n * ROOMS}. */
    private enum State {
        NEVER_WAS(Intent.JOIN),
        /** The same again: what the machine alone makes of it. */
        NEVER_WAS_AGAIN(Intent.JOIN),
        EXPIRED(Intent.JOIN),
        /** Both left: as after three failed guesses. */
        BURNT(Intent.JOIN),
        FULL(Intent.JOIN),
        /** One seat taken, and the claim wants a new room. */
        WRONG_INTENT(Intent.OPEN),
        /** One seat free, and the stranger's address was shown the door. */
        BANNED(Intent.JOIN);

        final Intent intent;

        State(Intent intent) {
            this.intent = intent;
        }

        int room(int number) {
            return 1 + ordinal() * ROOMS + number;
        }
    }

    private final Random random = new Random(SEED);

    @Test
    void TR_10_refusals_take_as_long_whatever_the_room() throws IOException {
        try (LoopbackRelay relay = new LoopbackRelay(1)) {
            prepare(relay);
            measure(relay, WARM_UP);
            Map<State, long[]> nanos = measure(relay, TRIES);
            System.out.printf("refusals, %,d tries for each state, seed %d:%n", TRIES, SEED);
            long[] base = nanos.get(State.NEVER_WAS);
            nanos.forEach((state, times) -> System.out.printf(
                    "  %-16s median %6.1f us  quartiles %6.1f %6.1f  slower than NEVER_WAS %.3f%n",
                    state,
                    times[TRIES / 2] / 1e3,
                    times[TRIES / 4] / 1e3,
                    times[TRIES * 3 / 4] / 1e3,
                    shareAbove(times, base)));
        }
    }

    private static void prepare(LoopbackRelay relay) throws IOException {
        List<SocketPeer> gone = new ArrayList<>();
        for (int i = 0; i < ROOMS; i++) {
            gone.addAll(List.of(relay.pair(State.EXPIRED.room(i))));
        }
        for (SocketPeer peer : gone) {
            peer.close();
        }
        relay.advance(70_000);
        for (int i = 0; i < ROOMS; i++) {
            SocketPeer[] leaving = relay.pair(State.BURNT.room(i));
            leaving[0].send(new PeerFrame.Leave());
            assertThat(leaving[1].read()).isInstanceOf(RelayFrame.Peer.class);
            leaving[1].send(new PeerFrame.Leave());
            leaving[1].ping(i);
            relay.pair(State.FULL.room(i));
            relay.connect().claim(claim(State.WRONG_INTENT.room(i), 1, Intent.OPEN));
            SocketPeer[] banning = relay.pair(State.BANNED.room(i));
            banning[0].send(new PeerFrame.Unseat());
            assertThat(banning[0].read()).isInstanceOf(RelayFrame.Peer.class);
        }
    }

    /** Each state once a round in an order of its own; nanoseconds from CLAIM to its refusal, sorted. */
    private Map<State, long[]> measure(LoopbackRelay relay, int rounds) throws IOException {
        Map<State, long[]> nanos = new LinkedHashMap<>();
        for (State state : State.values()) {
            nanos.put(state, new long[rounds]);
        }
        List<State> order = new ArrayList<>(nanos.keySet());
        for (int round = 0; round < rounds; round++) {
            Collections.shuffle(order, random);
            for (State state : order) {
                nanos.get(state)[round] = refusal(relay, state);
            }
        }
        nanos.values().forEach(Arrays::sort);
        return nanos;
    }

    private long refusal(LoopbackRelay relay, State state) throws IOException {
        SocketPeer stranger = relay.stranger();
        try {
            PeerFrame.Claim claim = claim(state.room(random.nextInt(ROOMS)), STRANGER, state.intent);
            long began = System.nanoTime();
            stranger.send(claim);
            RelayFrame answer = stranger.read();
            long took = System.nanoTime() - began;
            assertThat(answer).as("seed %d, %s", SEED, state).isEqualTo(Refusal.ROOM_UNAVAILABLE.frame());
            return took;
        } finally {
            // So that tens of thousands of connections leave no ports waiting.
            stranger.reset();
        }
    }

    /** The chance that one of {@code times} is above one of {@code base}, ties by half: the Mann-Whitney statistic. Both sorted. */
    static double shareAbove(long[] times, long[] base) {
        long twice = 0;
        int below = 0;
        int notAbove = 0;
        for (long time : times) {
            while (below < base.length && base[below] < time) {
                below++;
            }
            while (notAbove < base.length && base[notAbove] <= time) {
                notAbove++;
            }
            twice += below + notAbove;
        }
        return twice / (2.0 * times.length * base.length);
    }
}
