package dev.parley.peer.cli;

import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.net.SocksProxy;
import dev.parley.peer.store.StateFolder;
import dev.parley.peer.store.StoreException;
import dev.parley.peer.ui.Screen;
import dev.parley.wire.AccessToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the relay is, for commands that do not bring their own. A flag wins as in {@link CommonOptions}. */
final class RelayOption {
    static final String BAD_ADDRESS =
            "--relay takes HOST or HOST:PORT, such as relay.example.org:4433, parley://HOST:PORT#pin=PIN, or tcp://HOST:PORT"
                    + " for plain TCP; an invite link goes to parley join";

    @Option(
            names = "--relay",
            paramLabel = "ADDRESS",
            description = {
                "The relay: HOST[:PORT], or parley://HOST[:PORT]#pin=PIN to say its key, both over TLS (plain TCP if HOST is"
                        + " this machine), or tcp://HOST[:PORT] for plain TCP.",
                "Default: PARLEY_RELAY, then config.json, then localhost:4433."
            })
    private String relay;

    @Mixin
    private final ProxyOption through = new ProxyOption();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "The token of a closed relay, on the first line of FILE; - is standard input, before a code. "
                    + "Also: PARLEY_RELAY_TOKEN.")
    private String tokenFile;

    /** What the token file or the environment says, once it was read: standard input can be read only once. */
    private Optional<AccessToken> token;

    /**
     * What to show the relay if it is closed. A token of the environment is for the relay {@code configured}: a link that leads elsewhere
     * must not carry it there.
     */
    RelayPass.Source pass(Wiring wiring, RelayAddress configured, Screen screen, Optional<SavedRooms> rooms)
            throws UsageException, InterruptedException {
        if (token == null) {
            token = token(wiring, screen);
        }
        Optional<AccessToken> given = token;
        boolean isForThisRun = tokenFile != null;
        Optional<SocksProxy> proxy = through.proxy(config(wiring), wiring.environment());
        return new RelayPass.Source() {
            @Override
            public RelayPass of(RelayAddress address) throws StateException {
                return pass(
                        wiring,
                        address,
                        given.filter(token -> isForThisRun || address.place().equals(configured.place())),
                        rooms);
            }

            @Override
            public Optional<SocksProxy> proxy() {
                return proxy;
            }
        };
    }

    private static Config config(Wiring wiring) throws UsageException {
        try {
            return Config.read(Config.defaultFile(wiring.environment()));
        } catch (ConfigException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private static RelayPass pass(
            Wiring wiring, RelayAddress address, Optional<AccessToken> given, Optional<SavedRooms> rooms)
            throws StateException {
        Path state = StateFolder.defaultPath(wiring.environment());
        if (rooms.isPresent() || !Files.isDirectory(state)) {
            return new RelayPass(wiring, address, given, rooms.map(SavedRooms::relayAccess));
        }
        // Nothing is to be written; what lies there may be shown all the same.
        try (StateFolder folder = StateFolder.open(state, Randomness.system())) {
            return new RelayPass(wiring, address, given, Optional.of(folder.relayAccess())).keepingNothing();
        } catch (StoreException e) {
            throw new StateException(e);
        }
    }

    private Optional<AccessToken> token(Wiring wiring, Screen screen) throws UsageException, InterruptedException {
        Optional<String> text = tokenFile == null
                ? Optional.ofNullable(wiring.environment().get("PARLEY_RELAY_TOKEN"))
                        .filter(set -> !set.isBlank())
                : Optional.of(
                        tokenFile.equals("-")
                                ? screen.readLine().orElse("")
                                : FirstLine.of(Path.of(tokenFile), "--token-file"));
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<AccessToken> token = AccessToken.parse(text.get());
        if (token.isEmpty()) {
            throw new UsageException((tokenFile == null ? "PARLEY_RELAY_TOKEN" : "--token-file")
                    + " holds no token: one begins with pt1_ and has 47 characters");
        }
        return token;
    }

    /** The relay of the command line or the environment. */
    Optional<RelayAddress> given(Map<String, String> environment) throws UsageException {
        Optional<String> text = Optional.ofNullable(relay)
                .or(() -> Optional.ofNullable(environment.get("PARLEY_RELAY")).filter(set -> !set.isBlank()));
        return text.isEmpty() ? Optional.empty() : Optional.of(parse(text.get()));
    }

    RelayAddress address(Config config, Map<String, String> environment) throws UsageException {
        Optional<RelayAddress> given = given(environment);
        return given.isPresent() ? given.get() : parse(config.get("relay").orElse("localhost"));
    }

    private static RelayAddress parse(String text) throws UsageException {
        return RelayAddress.parse(text).orElseThrow(() -> new UsageException(BAD_ADDRESS));
    }
}
