package dev.parley.relay.net;

import dev.parley.relay.admission.Admission;
import dev.parley.relay.admission.Admittance;
import dev.parley.relay.admission.KeyChallenges;
import dev.parley.wire.PeerFrame;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The relay's door: the lists of the moment, which may be replaced while the relay runs. Any thread. */
public final class Gate {
    private final LongSupplier wallClock;
    private volatile Optional<KeyChallenges> challenges = Optional.empty();
    private volatile Admission lists;

    /** @param wallClock milliseconds since 1970: tokens expire by the calendar */
    public Gate(Admission lists, LongSupplier wallClock) {
        this.wallClock = wallClock;
        replace(lists);
    }

    /** Everybody may come in. */
    public static Gate open() {
        return new Gate(Admission.open(), () -> 0);
    }

    /** From now on these lists count, also for connections that have not shown anything yet. Who sits already stays. */
    public synchronized void replace(Admission fresh) {
        if (fresh.mode().takesKeys() && challenges.isEmpty()) {
            // Makes a key, which takes a while: only where keys are asked for, and before anybody is asked.
            challenges = Optional.of(new KeyChallenges());
        }
        lists = fresh;
    }

    Admission lists() {
        return lists;
    }

    boolean denies(InetAddress address) {
        return lists.denies(address.getAddress());
    }

    Admittance.Answer onToken(Admittance admittance, PeerFrame.AdmitToken frame) {
        return admittance.onToken(frame, lists, wallClock.getAsLong());
    }

    Admittance.Answer onKey(Admittance admittance, PeerFrame.AdmitKey frame, Admittance.Connected connected) {
        return admittance.onKey(frame, lists, challenges, connected);
    }

    Admittance.Answer onProof(Admittance admittance, PeerFrame.AdmitProof frame) {
        return admittance.onProof(frame, lists);
    }
}
