package dev.parley.peer.net;

import dev.parley.crypto.Identity;
import dev.parley.wire.AccessToken;
import java.util.Optional;

/** What we can show a relay that does not serve everybody (PROTOCOL.md section 3.6), and what it last asked for. Any thread. */
public final class Credentials {
    private final Optional<AccessToken> token;
    private final Optional<Identity> accessKey;
    private volatile int asked;

    public Credentials(Optional<AccessToken> token, Optional<Identity> accessKey) {
        this.token = token;
        this.accessKey = accessKey;
    }

    /** Enough for an open relay. */
    public static Credentials none() {
        return new Credentials(Optional.empty(), Optional.empty());
    }

    public Optional<AccessToken> token() {
        return token;
    }

    public Optional<Identity> accessKey() {
        return accessKey;
    }

    void askedFor(int admission) {
        asked = admission;
    }

    /** The admission byte of the last WELCOME; 0 before the first. */
    public int asked() {
        return asked;
    }

    @Override
    public String toString() {
        return "Credentials[hidden]";
    }
}
