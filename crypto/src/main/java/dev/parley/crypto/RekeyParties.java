package dev.parley.crypto;

import dev.parley.crypto.primitive.Randomness;

/** Who rekeys with whom: our key pair, their key, and where fresh bytes come from. */
final class RekeyParties {
    private final Identity ours;
    private final IdentityKey theirs;
    private final Randomness randomness;

    RekeyParties(Identity ours, IdentityKey theirs, Randomness randomness) {
        this.ours = ours;
        this.theirs = theirs;
        this.randomness = randomness;
    }

    Identity ours() {
        return ours;
    }

    IdentityKey theirs() {
        return theirs;
    }

    Randomness randomness() {
        return randomness;
    }
}
