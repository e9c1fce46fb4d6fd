package dev.parley.relay.admission;

import dev.parley.wire.AccessToken;
import dev.parley.wire.Challenge;
import dev.parley.wire.Wire;
import java.security.SecureRandom;

/** Fresh challenges for WELCOME, and fresh tokens. */
public final class Challenges {
    private final SecureRandom random = new SecureRandom();

    public Challenge fresh() {
        byte[] bytes = new byte[Wire.CHALLENGE_BYTES];
        random.nextBytes(bytes);
        return Challenge.of(bytes);
    }

    public AccessToken freshToken() {
        byte[] bytes = new byte[AccessToken.BYTES];
        random.nextBytes(bytes);
        return AccessToken.of(bytes);
    }
}
