package dev.parley.peer.cli;

import dev.parley.crypto.Identity;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.net.Credentials;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.net.SocksProxy;
import dev.parley.peer.store.RelayAccess;
import dev.parley.peer.store.StoreException;
import dev.parley.peer.ui.Line;
import dev.parley.peer.ui.Screen;
import dev.parley.wire.AccessToken;
import dev.parley.wire.Wire;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What we show one relay if it is closed: a token that was given for this run or kept from an earlier one, our access key. A token goes
 * before the key.
 */
final class RelayPass {
    private static final int ISOLATION_BYTES = 16;

    private final Wiring wiring;
    private final String relay;
    private Optional<RelayAccess> kept;
    private Optional<AccessToken> token;
    private Optional<Identity> accessKey = Optional.empty();
    private Credentials shown = Credentials.none();

    /** A pass for whichever relay the run is on. */
    interface Source {
        RelayPass of(RelayAddress relay) throws StateException;

        /** What every relay is reached through, if anything. */
        default Optional<SocksProxy> proxy() {
            return Optional.empty();
        }

        /** The same with a login of its own for every run of a room, so that Tor keeps rooms on circuits of their own. */
        default Optional<SocksProxy> isolated(Randomness randomness) {
            return proxy().map(proxy -> proxy.isolated(HexFormat.of().formatHex(randomness.bytes(ISOLATION_BYTES))));
        }
    }

    /**
     * @param given for this run only
     * @param kept where tokens and access keys lie; empty to read and write none
     */
    RelayPass(Wiring wiring, RelayAddress relay, Optional<AccessToken> given, Optional<RelayAccess> kept)
            throws StateException {
        this.wiring = wiring;
        this.relay = relay.place();
        this.kept = kept;
        this.token = given;
        if (kept.isPresent()) {
            try {
                if (given.isEmpty()) {
                    token = kept.get()
                            .token(this.relay)
                            .filter(bytes -> bytes.length == AccessToken.BYTES)
                            .map(AccessToken::of);
                }
                accessKey = kept.get().key(this.relay).flatMap(Identity::decode);
            } catch (StoreException e) {
                throw new StateException(e);
            }
        }
    }

    /** For a relay of our own, which asks nobody. */
    static RelayPass none(Wiring wiring, RelayAddress relay) {
        try {
            return new RelayPass(wiring, relay, Optional.empty(), Optional.empty());
        } catch (StateException e) {
            throw new AssertionError("Nothing is read.", e);
        }
    }

    /** What is typed from now on is forgotten after this run. */
    RelayPass keepingNothing() {
        kept = Optional.empty();
        return this;
    }

    /** What to show on the next run of a room. */
    Credentials credentials() {
        shown = new Credentials(token, accessKey);
        return shown;
    }

    /**
     * The relay did not let us in: finds something else to show, if need be from the person.
     *
     * @return whether to try again
     */
    boolean findAnother(Screen screen) throws InterruptedException {
        boolean takesTokens = (shown.asked() & Wire.ADMISSION_TOKEN) != 0;
        boolean takesKeys = (shown.asked() & Wire.ADMISSION_KEY) != 0;
        if (takesTokens && takesKeys && shown.token().isPresent() && accessKey.isPresent()) {
            token = Optional.empty();
            return true;
        }
        if (!takesTokens || !screen.isInteractive()) {
            return false;
        }
        screen.tell(
                Line.warning(wiring.texts().get(shown.token().isPresent() ? "token.refused" : "token.wanted", relay)));
        Optional<String> typed = screen.ask(wiring.texts().get("token.ask"), true);
        while (typed.isPresent() && !typed.get().isBlank()) {
            Optional<AccessToken> read = AccessToken.parse(typed.get());
            if (read.isPresent()) {
                token = read;
                keep(read.get(), screen);
                return true;
            }
            screen.tell(Line.warning(wiring.texts().get("token.malformed")));
            typed = screen.ask(wiring.texts().get("token.ask"), true);
        }
        return false;
    }

    private void keep(AccessToken fresh, Screen screen) {
        if (kept.isPresent()) {
            try {
                kept.get().keepToken(relay, fresh.toByteArray());
                screen.tell(Line.note(wiring.texts().get("token.kept", relay)));
            } catch (StoreException e) {
                screen.tell(Line.warning(StateException.what(e) + " (" + e.path() + ")"));
            }
        }
    }
}
