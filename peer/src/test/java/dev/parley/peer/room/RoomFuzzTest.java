package dev.parley.peer.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.crypto.EnvelopeKind;
import dev.parley.wire.Envelope;
import dev.parley.wire.FrameCodec;
import dev.parley.wire.NoticeKind;
import dev.parley.wire.PeerEvent;
import dev.parley.wire.Refusal;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.SeatState;
import dev.parley.wire.WireException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Two people in a room whose relay does anything, whose programs are killed, and whose lines are cut: what is shown was said, in order. */
class RoomFuzzTest {
    private static final int MAX_STEPS = 150;
    private static final int MAX_HELD = 32;

    @FuzzTest(maxDuration = "10m")
    void TP_13_whatever_a_relay_does_what_is_shown_was_said_once_and_in_order(FuzzedDataProvider data) {
        SimulatedRoom sim = new SimulatedRoom(1);
        SimulatedRoom.End one = sim.add(TestIdentities.named("r", TestIdentities.ONE, "one"));
        SimulatedRoom.End two = sim.add(TestIdentities.named("r", TestIdentities.TWO, "two"));
        one.start();
        two.start();
        if (data.consumeBoolean()) {
            sim.quiesce();
        }
        List<Envelope> seen = new ArrayList<>();
        sim.tamper = (from, envelope) -> {
            if (seen.size() < MAX_HELD) {
                seen.add(envelope);
            }
            return tampered(envelope, seen, data);
        };
        int said = 0;
        for (int i = 0; i < MAX_STEPS && data.remainingBytes() > 0; i++) {
            SimulatedRoom.End end = sim.ends.get(data.consumeInt(0, 1));
            switch (data.consumeInt(0, 12)) {
                case 0, 1 -> {
                    if (!end.frozen) {
                        end.trySay("%s %06d".formatted(end == one ? "one" : "two", said++));
                        sim.settle(end);
                    }
                }
                case 2, 3 -> sim.quiesce();
                case 4 -> sim.step();
                case 5 -> sim.passTime(1_000);
                case 6 -> sim.runUntil(() -> false, data.consumeInt(1, 90) * 1_000L);
                case 7 -> sim.cut(end);
                case 8 -> sim.restartRelay();
                case 9 -> {
                    if (!end.frozen) {
                        end.kill();
                    }
                    end.reopen();
                }
                case 10, 11 -> lie(end, data);
                default -> {
                    if (data.consumeInt(0, 9) == 0 && !end.frozen) {
                        end.run(end.client.leave(sim.now));
                    }
                }
            }
        }
        sim.tamper = (from, envelope) -> List.of(envelope);
        sim.runUntil(() -> false, 30_000);
        assertSaid(one, "two");
        assertSaid(two, "one");
    }

    private static void assertSaid(SimulatedRoom.End end, String by) {
        assertThat(end.texts()).allMatch(text -> text.startsWith(by)).isSorted();
        assertThat(new HashSet<>(end.texts())).hasSameSizeAs(end.texts());
    }

    private static List<Envelope> tampered(Envelope envelope, List<Envelope> seen, FuzzedDataProvider data) {
        return switch (data.consumeInt(0, 24)) {
            case 1 -> List.of();
            case 2 -> List.of(envelope, envelope);
            case 3 -> List.of(seen.get(data.consumeInt(0, seen.size() - 1)), envelope);
            case 4 -> {
                byte[] flipped = envelope.toByteArray();
                flipped[data.consumeInt(0, flipped.length - 1)] ^= data.consumeByte();
                yield List.of(Envelope.of(flipped));
            }
            case 5 -> {
                byte[] whole = envelope.toByteArray();
                yield List.of(Envelope.of(Arrays.copyOf(whole, data.consumeInt(1, whole.length))));
            }
            default -> List.of(envelope);
        };
    }

    /** A frame that the relay makes up, toward one end. */
    private static void lie(SimulatedRoom.End end, FuzzedDataProvider data) {
        SimulatedLink link = end.link();
        if (link == null || end.frozen) {
            return;
        }
        int pairing = data.consumeInt(0, 20);
        switch (data.consumeInt(0, 7)) {
            case 0 -> link.toPeer.add(new RelayFrame.Peer(data.pickValue(PeerEvent.values()), pairing));
            case 1 ->
                link.toPeer.add(
                        new RelayFrame.Seated(data.consumeInt(0, 1), data.pickValue(SeatState.values()), pairing));
            case 2 -> link.toPeer.add(new RelayFrame.Notice(data.pickValue(NoticeKind.values()), 1_000, "back soon"));
            case 3 -> link.toPeer.add(new RelayFrame.Displaced());
            case 4 -> link.toPeer.add(data.pickValue(Refusal.values()).frame());
            case 5 -> link.toPeer.add(new RelayFrame.Ping(pairing));
            case 6 -> raw(data.consumeBytes(60)).ifPresent(link.toPeer::add);
            default -> {
                byte[] body = data.consumeBytes(80);
                byte[] envelope = Arrays.copyOf(body, body.length + 1);
                envelope[0] = data.pickValue(EnvelopeKind.values()).code();
                link.toPeer.add(new RelayFrame.Deliver(Envelope.of(envelope)));
            }
        }
    }

    private static Optional<RelayFrame> raw(byte[] bytes) {
        try {
            return Optional.of(FrameCodec.decodeRelay(bytes));
        } catch (WireException e) {
            return Optional.empty();
        }
    }
}
