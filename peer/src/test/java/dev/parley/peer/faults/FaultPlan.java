package dev.parley.peer.faults;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/** Deals faults to rooms from shuffled decks that hold each fault of each phase once, so that all come equally often. */
final class FaultPlan {
    /** Phases that a code room goes through once, and in which its code can be used up. */
    private static final Set<Phase> BEFORE = EnumSet.of(
            Phase.CONNECTING, Phase.SEATING, Phase.WAITING, Phase.FLIGHT_1, Phase.SHARE, Phase.CONFIRM, Phase.MOVING);

    private static final Set<Phase> DURING = EnumSet.of(
            Phase.CONNECTING,
            Phase.SEATING,
            Phase.WAITING,
            Phase.FLIGHT_1,
            Phase.SHARE,
            Phase.CONFIRM,
            Phase.TALKING,
            Phase.REKEY,
            Phase.RESUMING);

    private final Random random;
    private final Set<FaultKind> kinds;
    private final Deque<Fault> before = new ArrayDeque<>();
    private final Deque<Fault> during = new ArrayDeque<>();
    private final Deque<Fault> leaving = new ArrayDeque<>();

    FaultPlan(long seed, Set<FaultKind> kinds) {
        this.random = new Random(seed);
        this.kinds = kinds;
    }

    /** Why that fault cannot be in that phase, if so. */
    static Optional<String> exempt(FaultKind kind, Phase phase) {
        return Optional.empty();
    }

    private Fault draw(Deque<Fault> deck, Set<Phase> phases) {
        if (deck.isEmpty()) {
            List<Fault> fresh = new ArrayList<>();
            for (FaultKind kind : kinds) {
                for (Phase phase : phases) {
                    if (exempt(kind, phase).isEmpty()) {
                        int most = phase == Phase.TALKING ? 40 : phase == Phase.LEAVING ? 3 : 2;
                        fresh.add(new Fault(kind, phase, random.nextInt(most), random.nextLong()));
                    }
                }
            }
            Collections.shuffle(fresh, random);
            deck.addAll(fresh);
        }
        return deck.remove();
    }

    /** What happens to one room, in order. */
    synchronized List<Fault> deal(int duringCount) {
        List<Fault> plan = new ArrayList<>();
        // Before a record is safe a crash ends the code with its process: there is nothing to come back to.
        Predicate<Fault> codeLives = fault -> fault.kind() != FaultKind.PEER_CRASH || fault.phase() == Phase.MOVING;
        Fault first = draw(before, BEFORE);
        while (!codeLives.test(first)) {
            first = draw(before, BEFORE);
        }
        plan.add(first);
        for (int i = 0; i < duringCount; i++) {
            plan.add(draw(during, DURING));
        }
        plan.add(draw(leaving, EnumSet.of(Phase.LEAVING)));
        return plan;
    }
}
