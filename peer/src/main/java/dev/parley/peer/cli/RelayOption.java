package dev.parley.peer.cli;

import dev.parley.peer.net.RelayAddress;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the relay is, for commands that do not bring their own. A flag wins as in {@link CommonOptions}. */
final class RelayOption {
    @Option(
            names = "--relay",
            paramLabel = "HOST[:PORT]",
            description = "The relay. Default: PARLEY_RELAY, then config.json, then localhost:4433.")
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
        return RelayAddress.parse(text)
                .orElseThrow(
                        () -> new UsageException("--relay takes HOST or HOST:PORT, such as relay.example.org:4433"));
    }
}
