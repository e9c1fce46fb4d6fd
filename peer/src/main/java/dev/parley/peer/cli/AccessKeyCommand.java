package dev.parley.peer.cli;

import dev.parley.crypto.AccessProofs;
import dev.parley.crypto.Identity;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.store.RelayAccess;
import dev.parley.peer.store.StateFolder;
import dev.parley.peer.store.StoreException;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code parley access-key}: the key that a closed relay may list. */
@Command(
        name = "access-key",
        description = "Show the line by which a closed relay can list us; makes a key for that relay once.")
final class AccessKeyCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private final RelayOption relay = new RelayOption();

    @Option(
            names = "--label",
            paramLabel = "LABEL",
            description = "What stands behind the key, for whoever runs the relay. Default: your name.")
    private String label;

    AccessKeyCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        Config config = Config.read(Config.defaultFile(wiring.environment()));
        RelayAddress address = relay.address(config, wiring.environment());
        String name = label(config);
        Identity key = key(address.place());
        System.out.println("parley-rsa "
                + Base64.getEncoder().encodeToString(key.publicKey().spki()) + " " + name);
        System.err.println(wiring.texts()
                .get("access-key.hint", address.place(), AccessProofs.idOf(key).format()));
        return 0;
    }

    /** One word that the relay's list takes, whatever people call themselves. */
    private String label(Config config) throws UsageException {
        if (label != null && !label.matches("[\\p{L}\\p{N}][\\p{L}\\p{N}._@+-]{0,63}")) {
            throw new UsageException("--label takes one word of up to 64 letters and digits");
        }
        String chosen = Optional.ofNullable(label)
                .or(() -> config.get("name"))
                .orElse(System.getProperty("user.name", ""))
                .replaceAll("[^\\p{L}\\p{N}._@+-]", "");
        return chosen.matches("[\\p{L}\\p{N}].{0,63}") ? chosen : "peer";
    }

    private Identity key(String name) throws StateException {
        Randomness randomness = Randomness.system();
        try (StateFolder folder = StateFolder.open(StateFolder.defaultPath(wiring.environment()), randomness)) {
            RelayAccess kept = folder.relayAccess();
            Optional<byte[]> known = kept.key(name);
            byte[] encoded = known.isPresent()
                    ? known.get()
                    : kept.keepKey(name, Identity.generate(randomness).encode());
            return Identity.decode(encoded)
                    .orElseThrow(() -> new StateException(
                            "our access key for this relay is damaged", "the state folder", "put it back from a copy"));
        } catch (StoreException e) {
            throw new StateException(e);
        }
    }
}
