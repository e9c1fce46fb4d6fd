package dev.parley.relay.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.relay.admission.Admission;
import dev.parley.relay.admission.AdmissionMode;
import dev.parley.relay.admission.DenyList;
import dev.parley.relay.admission.ListedToken;
import dev.parley.relay.admission.TestKeys;
import dev.parley.wire.AccessToken;
import dev.parley.wire.AdmissionProof;
import dev.parley.wire.PeerFrame;
import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How long a stranger waits at the door of a closed relay, by what it shows, in random order (TR-14). The bytes are asserted, the times
 * printed: medians, and how often it takes longer than the first of its kind (0.50 is even).
 */
@Tag("long")
class AdmissionTimesTest {
    private static final long SEED = 20_261_122;
    private static final int LISTED = 500;
    private static final int WARM_UP = 2_000;
    private static final int TRIES = 5_000;

    private static final TestKeys ANNA = TestKeys.fresh();
    private static final TestKeys EVE = TestKeys.fresh();

    private enum Shown {
        UNKNOWN_TOKEN,
        UNKNOWN_TOKEN_AGAIN,
        EXPIRED_TOKEN,
        /** From ADMIT to CHALLENGE. */
        UNLISTED_KEY,
        UNLISTED_KEY_AGAIN,
        LISTED_KEY,
        /** From a wrong proof to its refusal. */
        PROOF_OF_UNLISTED,
        PROOF_OF_UNLISTED_AGAIN,
        PROOF_OF_LISTED
    }

    private final Random random = new Random(SEED);

    @Test
    void TR_14_who_is_not_let_in_waits_as_long_whatever_it_shows() throws IOException {
        List<ListedToken> tokens = new ArrayList<>();
        for (int i = 0; i < LISTED; i++) {
            tokens.add(new ListedToken("t" + i, token(i).hash(), i == 0 ? OptionalLong.of(0) : OptionalLong.empty()));
        }
        Gate gate =
                new Gate(new Admission(AdmissionMode.EITHER, tokens, List.of(ANNA.listed()), DenyList.NOBODY), () -> 1);
        try (LoopbackRelay relay = new LoopbackRelay(new RelayOptions(1, 2_000, 1_000, ""), Optional.empty(), gate)) {
            measure(relay, WARM_UP);
            Map<Shown, long[]> nanos = measure(relay, TRIES);
            System.out.printf("at the door, %,d tries for each, %d tokens listed, seed %d:%n", TRIES, LISTED, SEED);
            nanos.forEach((shown, times) -> {
                long[] base = nanos.get(Shown.values()[shown.ordinal() / 3 * 3]);
                System.out.printf(
                        "  %-24s median %6.1f us  quartiles %6.1f %6.1f  slower than its first %.3f%n",
                        shown,
                        times[TRIES / 2] / 1e3,
                        times[TRIES / 4] / 1e3,
                        times[TRIES * 3 / 4] / 1e3,
                        RefusalTimesTest.shareAbove(times, base));
            });
        }
    }

    private static AccessToken token(int number) {
        return AccessToken.of(
                ByteBuffer.allocate(AccessToken.BYTES).putInt(number).array());
    }

    private Map<Shown, long[]> measure(LoopbackRelay relay, int rounds) throws IOException {
        Map<Shown, long[]> nanos = new LinkedHashMap<>();
        for (Shown shown : Shown.values()) {
            nanos.put(shown, new long[rounds]);
        }
        List<Shown> order = new ArrayList<>(nanos.keySet());
        for (int round = 0; round < rounds; round++) {
            Collections.shuffle(order, random);
            for (Shown shown : order) {
                nanos.get(shown)[round] = wait(relay, shown);
            }
        }
        nanos.values().forEach(Arrays::sort);
        return nanos;
    }

    private static long wait(LoopbackRelay relay, Shown shown) throws IOException {
        SocketPeer stranger = relay.stranger();
        try {
            return switch (shown) {
                case UNKNOWN_TOKEN, UNKNOWN_TOKEN_AGAIN -> refusal(stranger, new PeerFrame.AdmitToken(token(-1)));
                case EXPIRED_TOKEN -> refusal(stranger, new PeerFrame.AdmitToken(token(0)));
                case UNLISTED_KEY, UNLISTED_KEY_AGAIN -> challenge(stranger, EVE);
                case LISTED_KEY -> challenge(stranger, ANNA);
                case PROOF_OF_UNLISTED, PROOF_OF_UNLISTED_AGAIN -> proof(stranger, EVE);
                case PROOF_OF_LISTED -> proof(stranger, ANNA);
            };
        } finally {
            // So that tens of thousands of connections leave no ports waiting.
            stranger.reset();
        }
    }

    private static long proof(SocketPeer stranger, TestKeys named) throws IOException {
        challenge(stranger, named);
        return refusal(stranger, new PeerFrame.AdmitProof(AdmissionProof.of(new byte[32])));
    }

    private static long challenge(SocketPeer stranger, TestKeys named) throws IOException {
        long began = System.nanoTime();
        stranger.send(new PeerFrame.AdmitKey(named.id()));
        RelayFrame answer = stranger.read();
        long took = System.nanoTime() - began;
        assertThat(answer).isInstanceOf(RelayFrame.KeyChallenge.class);
        return took;
    }

    private static long refusal(SocketPeer stranger, PeerFrame frame) throws IOException {
        long began = System.nanoTime();
        stranger.send(frame);
        RelayFrame answer = stranger.read();
        long took = System.nanoTime() - began;
        assertThat(answer).isEqualTo(Refusal.NOT_ADMITTED.frame());
        return took;
    }
}
