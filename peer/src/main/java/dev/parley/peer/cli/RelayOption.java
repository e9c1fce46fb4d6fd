package dev.parley.peer.cli;

import dev.parley.peer.net.RelayAddress;
import java.util.Map;
import java.util.Optional;
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
