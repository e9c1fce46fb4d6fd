package dev.parley.crypto;

import dev.parley.crypto.CryptoException.Reason;
import dev.parley.crypto.primitive.Hash;
import dev.parley.crypto.primitive.Randomness;
import java.util.Optional;

/** Third step: all keys are derived, the other end has not yet shown that it has the same. */
public final class HandshakeConfirm {
    private final HandshakeTerms terms;
    private final HelloMessage theirs;
    private final Role role;
    private final KeySchedule keys;
    private final Optional<Secret> shared;
    private final Randomness randomness;
    private final byte[] confirmation;
    private boolean spent;

    /** {@code shared}: the continuity secret that went into the keys, if any. */
    HandshakeConfirm(
            HandshakeTerms terms,
            HelloMessage theirs,
            Role role,
            KeySchedule keys,
            Optional<Secret> shared,
            Randomness randomness) {
        this.terms = terms;
        this.shared = shared;
        this.theirs = theirs;
        this.role = role;
        this.keys = keys;
        this.randomness = randomness;
        this.confirmation = keys.confirmation(role);
    }

    /** Flight 3, without envelope byte. In code mode the opener sends it only after {@link #onConfirm}. */
    public byte[] confirm() {
        return confirmation.clone();
    }

    /** Verifies their flight 3: from here on the session exists. */
    public Agreement onConfirm(byte[] theirConfirmation) throws CryptoException {
        if (spent) {
            throw new IllegalStateException("This handshake step was used already.");
        }
        spent = true;
        try (keys) {
            if (!Hash.equal(keys.confirmation(role.other()), theirConfirmation)) {
                throw new CryptoException(Reason.NOT_CONFIRMED);
            }
            byte[] id = keys.sessionId();
            Session session = new Session(
                    role,
                    id,
                    keys.root(),
                    new Resumption(role, id, keys.resumeKey(role), keys.resumeKey(role.other())),
                    new RekeyParties(terms.identity(), theirs.identityKey(), randomness),
                    theirs.maxBody());
            return new Agreement(
                    session,
                    theirs.identityKey(),
                    SafetyNumber.ofSession(keys.sessionNumber()),
                    keys.privateRoom(),
                    terms.continuity().confirmed(shared, keys.continuity()),
                    shared.isEmpty() && !terms.continuity().isEmpty());
        }
    }

    @Override
    public String toString() {
        return "HandshakeConfirm[hidden]";
    }
}
