package dev.parley.peer.room;

import dev.parley.wire.Challenge;
import dev.parley.wire.RelayFrame;
import dev.parley.wire.Wire;
import java.util.ArrayDeque;
import java.util.Random;

/** One connection, with what is under way in both directions. */
final class SimulatedLink {
    final SimulatedRoom.End end;
    final Where where;
    final ArrayDeque<byte[]> toRelay = new ArrayDeque<>();
    final ArrayDeque<RelayFrame> toPeer = new ArrayDeque<>();
    final Challenge challenge;
    boolean opened;
    boolean seated;
    boolean ending;
    boolean hungUp;
    boolean cut;
    boolean gone;
    long relayNoticesAt = Long.MAX_VALUE;
    SimulatedLink partner;

    SimulatedLink(SimulatedRoom.End end, Where where, Random random) {
        this.end = end;
        this.where = where;
        byte[] drawn = new byte[Wire.CHALLENGE_BYTES];
        random.nextBytes(drawn);
        this.challenge = Challenge.of(drawn);
    }

    /** Cuts it: some of what was under way may still arrive, the rest is lost; the relay notices at once or only after a while. */
    void sever(Random random, long now) {
        cut = true;
        int kept = toRelay.isEmpty() ? 0 : random.nextInt(toRelay.size() + 1);
        while (toRelay.size() > kept) {
            toRelay.removeLast();
        }
        relayNoticesAt = random.nextBoolean() ? now : now + random.nextInt(28_000);
    }

    boolean isCurrent() {
        return end.links.get(where) == this;
    }
}
