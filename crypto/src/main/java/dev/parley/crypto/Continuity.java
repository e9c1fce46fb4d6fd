package dev.parley.crypto;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The secrets that two people who have met hold in common, so that a later handshake proves more than an RSA key (PROTOCOL.md section
 * 5.8). Two slots: a flight lost at any point leaves both ends one that they share.
 */
public final class Continuity {
    static final int SECRET_BYTES = 32;

    private final Optional<Secret> current;
    private final Optional<Secret> next;

    private Continuity(Optional<Secret> current, Optional<Secret> next) {
        this.current = current;
        this.next = next;
    }

    /** Two who have not met. */
    public static Continuity none() {
        return new Continuity(Optional.empty(), Optional.empty());
    }

    /** What {@link #currentBytes} and {@link #nextBytes} gave: 32 bytes each, or none. */
    public static Optional<Continuity> of(byte[] current, byte[] next) {
        boolean fits = List.of(0, SECRET_BYTES).containsAll(List.of(current.length, next.length));
        return fits ? Optional.of(new Continuity(slot(current), slot(next))) : Optional.empty();
    }

    private static Optional<Secret> slot(byte[] bytes) {
        return bytes.length == 0 ? Optional.empty() : Optional.of(Secret.of(bytes));
    }

    /** Whether a handshake must find a secret in common. */
    public boolean isEmpty() {
        return current.isEmpty() && next.isEmpty();
    }

    /** After their CONFIRM: the secret that this handshake used stays valid beside the one that it made. */
    Continuity confirmed(Optional<Secret> used, Secret made) {
        return new Continuity(used, Optional.of(made));
    }

    /** After their READY: the other end has the new secret too. */
    public Continuity settled() {
        return new Continuity(next, next);
    }

    /** What we can offer, newest first. */
    List<Secret> offered() {
        List<Secret> offered = new ArrayList<>();
        next.ifPresent(offered::add);
        current.filter(secret -> next.isEmpty() || !next.get().matches(secret)).ifPresent(offered::add);
        return offered;
    }

    /** For a store that seals it. */
    public byte[] currentBytes() {
        return current.map(secret -> secret.expose().clone()).orElse(new byte[0]);
    }

    /** For a store that seals it. */
    public byte[] nextBytes() {
        return next.map(secret -> secret.expose().clone()).orElse(new byte[0]);
    }

    @Override
    public String toString() {
        return "Continuity[hidden]";
    }
}
