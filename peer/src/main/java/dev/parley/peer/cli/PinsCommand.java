package dev.parley.peer.cli;

import dev.parley.crypto.Pin;
import dev.parley.peer.net.RelayAddress;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code parley pins}: the keys of relays that were met. */
@Command(
        name = "pins",
        description = "The keys of relays that are remembered: list, show or remove one.",
        synopsisSubcommandLabel = "COMMAND")
final class PinsCommand implements Runnable {
    private final Wiring wiring;

    @CommandLine.Spec
    private CommandSpec spec;

    PinsCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: parley pins list|show|remove");
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "All of them, a line HOST:PORT PIN for each.")
    int list() throws Exception {
        RelayPins pins = RelayPins.read(wiring.environment());
        if (pins.all().isEmpty()) {
            System.err.println(wiring.texts().get("pins.none"));
        }
        pins.all().forEach((place, pin) -> System.out.println(place + " " + pin.format()));
        return 0;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "The address of a relay with its key, to hand on or to use with --relay.")
    int show(@Parameters(paramLabel = "HOST[:PORT]") String relay) throws Exception {
        RelayAddress address = address(relay);
        Optional<Pin> pin =
                Optional.ofNullable(RelayPins.read(wiring.environment()).all().get(address.place()));
        System.out.println(
                address.pinned(pin.orElseThrow(() -> unknown(address))).format());
        return 0;
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Forget the key of a relay: the next one that it shows is remembered instead.")
    int remove(@Parameters(paramLabel = "HOST[:PORT]") String relay) throws Exception {
        RelayAddress address = address(relay);
        if (!RelayPins.read(wiring.environment()).remove(address)) {
            throw unknown(address);
        }
        System.err.println(wiring.texts().get("pins.removed", address.place()));
        return 0;
    }

    private static RelayAddress address(String text) throws UsageException {
        return RelayAddress.parse(text).orElseThrow(() -> new UsageException("a relay is HOST or HOST:PORT"));
    }

    private static UsageException unknown(RelayAddress relay) {
        return new UsageException(
                "no key of " + relay.place() + " is remembered; parley pins list shows those that are");
    }
}
