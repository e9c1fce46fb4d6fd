package dev.parley.peer.cli;

import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.ui.NickRule;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What every command that meets somebody takes. A flag wins over the environment, that over config.json, that over the built-in. */
final class CommonOptions {
    @Option(
            names = "--relay",
            paramLabel = "HOST[:PORT]",
            description = "The relay. Default: PARLEY_RELAY, then config.json, then localhost:4433.")
    private String relay;

    @Option(
            names = "--name",
            paramLabel = "NICK",
            description = "What the other side calls you. Default: config.json, then your login.")
    private String name;

    @Option(names = "--ephemeral", description = "Write nothing to disk. (This version never writes a room to disk.)")
    boolean ephemeral;

    @Option(names = "--plain", description = "Plain lines, nothing redrawn: for screen readers and simple terminals.")
    boolean plain;

    @Option(names = "--debug", description = "Show a stack trace if something breaks inside.")
    boolean debug;

    RelayAddress relay(Config config, Map<String, String> environment) throws UsageException {
        String chosen = Optional.ofNullable(relay)
                .or(() -> Optional.ofNullable(environment.get("PARLEY_RELAY")).filter(text -> !text.isBlank()))
                .or(() -> config.get("relay"))
                .orElse("localhost");
        return RelayAddress.parse(chosen)
                .orElseThrow(
                        () -> new UsageException("--relay takes HOST or HOST:PORT, such as relay.example.org:4433"));
    }

    String name(Config config) throws UsageException {
        if (name != null && NickRule.problem(name).isPresent()) {
            throw new UsageException(
                    "--name takes up to 32 visible characters of one alphabet, and none of the program's own names");
        }
        String chosen =
                Optional.ofNullable(name).or(() -> config.get("name")).orElse(System.getProperty("user.name", "me"));
        return NickRule.problem(chosen).isPresent() ? "guest" : chosen;
    }
}
