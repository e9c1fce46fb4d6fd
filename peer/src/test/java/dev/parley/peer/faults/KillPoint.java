package dev.parley.peer.faults;

import dev.parley.crypto.EnvelopeKind;
import dev.parley.wire.Wire;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Where which process is killed: when one end comes to a label of its program, or when a frame of its connection passes.
 *
 * @param code a label of the peer's program, unless it is a frame
 * @param frame what passes, unless it is a label
 */
record KillPoint(Optional<CrashLabel> code, Optional<Passing> frame, Victim victim, int end, int countdown) {
    /** Who dies, seen from the end that came to the point. */
    enum Victim {
        ITSELF,
        OTHER,
        RELAY
    }

    /** A frame between a peer and the relay. */
    enum Passing {
        CLAIM,
        RESUME,
        SEATED,
        HELLO,
        SHARE,
        CONFIRM,
        READY,
        RESUME_SESSION,
        REKEY,
        FRAME;

        private static final Set<Passing> AFTER_A_CUT = EnumSet.of(RESUME, SEATED, RESUME_SESSION);

        boolean is(byte[] bytes) {
            boolean session = LinkWatch.isEnvelope(bytes, EnvelopeKind.SESSION_FRAME);
            return switch (this) {
                case CLAIM -> LinkWatch.type(bytes) == Wire.CLAIM;
                case RESUME -> LinkWatch.type(bytes) == Wire.RESUME;
                case SEATED -> LinkWatch.type(bytes) == Wire.SEATED;
                case HELLO -> LinkWatch.isEnvelope(bytes, EnvelopeKind.HELLO);
                case SHARE -> LinkWatch.isEnvelope(bytes, EnvelopeKind.SHARE);
                case CONFIRM -> LinkWatch.isEnvelope(bytes, EnvelopeKind.CONFIRM);
                case READY -> session && LinkWatch.seq(bytes) == 0;
                case RESUME_SESSION -> LinkWatch.isEnvelope(bytes, EnvelopeKind.RESUME_SESSION);
                case REKEY -> session && bytes.length > 1_000;
                case FRAME -> session;
            };
        }
    }

    String label() {
        return code.map(label -> "code " + label)
                .orElseGet(() -> "frame " + frame.orElseThrow().name());
    }

    /** Whether two peers that talk come here only after one of them was started anew. */
    boolean needsHandshake() {
        return code.filter(label -> label == CrashLabel.BEFORE_SAVE || label == CrashLabel.AFTER_SAVE)
                        .isPresent()
                || frame.filter(passing -> passing.ordinal() >= Passing.HELLO.ordinal()
                                        && passing.ordinal() <= Passing.READY.ordinal()
                                || passing == Passing.CLAIM)
                        .isPresent();
    }

    /** Whether they come here only after a cut. */
    boolean needsCut() {
        return frame.filter(Passing.AFTER_A_CUT::contains).isPresent();
    }

    /** Every point once, in random order, then again. */
    static final class Deck {
        private final Random random;
        private final Deque<KillPoint> points = new ArrayDeque<>();

        Deck(long seed) {
            random = new Random(seed);
        }

        synchronized KillPoint draw() {
            if (points.isEmpty()) {
                List<KillPoint> fresh = new ArrayList<>();
                for (Victim victim : Victim.values()) {
                    for (CrashLabel label : CrashLabel.values()) {
                        fresh.add(of(Optional.of(label), Optional.empty(), victim));
                    }
                    for (Passing passing : Passing.values()) {
                        fresh.add(of(Optional.empty(), Optional.of(passing), victim));
                    }
                }
                Collections.shuffle(fresh, random);
                points.addAll(fresh);
            }
            return points.remove();
        }

        private KillPoint of(Optional<CrashLabel> code, Optional<Passing> frame, Victim victim) {
            KillPoint soonest = new KillPoint(code, frame, victim, random.nextInt(2), 0);
            boolean rare = soonest.needsCut()
                    || soonest.needsHandshake()
                    || code.filter(label -> label.ordinal() >= CrashLabel.BEFORE_SAVE.ordinal())
                            .isPresent();
            return rare ? soonest : new KillPoint(code, frame, victim, soonest.end(), random.nextInt(4));
        }
    }
}
