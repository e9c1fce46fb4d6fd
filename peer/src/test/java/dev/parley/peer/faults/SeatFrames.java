package dev.parley.peer.faults;

import dev.parley.wire.Wire;
import java.util.Arrays;
import java.util.Optional;

/** By which CLAIM and RESUME the seats of one room were last taken, for each end and each of its two connections. Safe for many threads. */
final class SeatFrames {
    private final byte[][] latest = new byte[4][];
    private final byte[][] older = new byte[4][];

    private static int at(FaultLink link) {
        return 2 * link.end() + (link.watch().isRoom() ? 1 : 0);
    }

    synchronized void note(FaultLink link, byte[] frame) {
        int at = at(link);
        older[at] = latest[at];
        latest[at] = frame;
    }

    /** How somebody took this seat before: a RESUME, or an earlier CLAIM of the same process. */
    synchronized Optional<byte[]> before(FaultLink link) {
        byte[] last = latest[at(link)];
        byte[] first = older[at(link)];
        if (last == null || LinkWatch.type(last) == Wire.RESUME) {
            return Optional.ofNullable(last);
        }
        boolean sameProcess =
                first != null && LinkWatch.type(first) == Wire.CLAIM && Arrays.equals(instance(first), instance(last));
        return sameProcess ? Optional.of(first) : Optional.empty();
    }

    private static byte[] instance(byte[] claim) {
        return Arrays.copyOfRange(claim, claim.length - 8, claim.length - 4);
    }
}
