package dev.parley.peer.faults;

import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Points of a peer's program between which nothing that counts happens. */
enum CrashLabel {
    /** An own message was handed to the journal. */
    SAID_APPENDED,
    /** One of theirs was. */
    TAKEN_APPENDED,
    /** The other end's ack was written down. */
    DELIVERED_APPENDED,
    BEFORE_COMMIT,
    /** All is safe, nothing of it sealed or acknowledged. */
    AFTER_COMMIT,
    BEFORE_SAVE,
    AFTER_SAVE,
    /** The person was told something. */
    TOLD,
    BEFORE_SHORTEN,
    AFTER_SHORTEN;

    private static final Set<Phase> AGREEING = EnumSet.of(Phase.FLIGHT_1, Phase.SHARE, Phase.CONFIRM, Phase.MOVING);
    private static final List<CrashLabel> WHILE_AGREEING =
            List.of(BEFORE_SAVE, AFTER_SAVE, BEFORE_COMMIT, AFTER_COMMIT, TOLD);
    private static final List<CrashLabel> WHILE_TALKING = List.of(
            SAID_APPENDED,
            TAKEN_APPENDED,
            DELIVERED_APPENDED,
            BEFORE_COMMIT,
            AFTER_COMMIT,
            TOLD,
            BEFORE_SHORTEN,
            AFTER_SHORTEN);

    /** One that a peer soon comes to. */
    static CrashLabel in(Phase phase, Random random) {
        List<CrashLabel> labels = AGREEING.contains(phase) ? WHILE_AGREEING : WHILE_TALKING;
        return labels.get(random.nextInt(labels.size()));
    }
}
