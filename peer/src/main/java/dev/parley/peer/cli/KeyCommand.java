package dev.parley.peer.cli;

import dev.parley.crypto.Identity;
import dev.parley.crypto.IdentityKey;
import dev.parley.crypto.Pin;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.store.StoreException;
import dev.parley.peer.ui.Screen;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code parley key}: our own key pair of one saved room. */
@Command(
        name = "key",
        description = "Show, export or replace our own key of a saved room.",
        synopsisSubcommandLabel = "COMMAND")
final class KeyCommand implements Runnable {
    private static final int PEM_LINE = 64;

    private final Wiring wiring;

    @picocli.CommandLine.Spec
    private picocli.CommandLine.Model.CommandSpec spec;

    KeyCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public void run() {
        throw new picocli.CommandLine.ParameterException(
                spec.commandLine(), "say what to do: parley key show|export|rotate NAME");
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Fingerprints of our key and of theirs.")
    int show(@Parameters(paramLabel = "NAME") String name) throws Exception {
        return with(name, opened -> {
            IdentityKey ours = opened.room().record().identity().publicKey();
            System.out.println(wiring.texts().get("key.ours", hex(ours.pin())));
            System.out.println(wiring.texts()
                    .get(
                            "key.theirs",
                            opened.room().record().pin().map(KeyCommand::hex).orElse("-"),
                            RoomsCommand.with(opened.room()),
                            wiring.texts()
                                    .get("trust.name." + opened.room().record().trust())));
        });
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = "Our public key as PEM, for a relay that lists keys.")
    int export(@Parameters(paramLabel = "NAME") String name) throws Exception {
        return with(name, opened -> {
            byte[] spki = opened.room().record().identity().publicKey().spki();
            String body = Base64.getMimeEncoder(PEM_LINE, "\n".getBytes(StandardCharsets.US_ASCII))
                    .encodeToString(spki);
            System.out.println("-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----");
        });
    }

    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description = "A new key pair. The other side will be asked whether it is still you.")
    int rotate(@Parameters(paramLabel = "NAME") String name) throws Exception {
        return with(name, opened -> {
            StoredRoom room = opened.room();
            StoredRoom fresh = room.with(room.record().rotated(Identity.generate(Randomness.system())));
            opened.folder().writeRecord(fresh.encode());
            System.err.println(wiring.texts()
                    .get(
                            "key.rotated",
                            hex(fresh.record().identity().publicKey().pin())));
        });
    }

    private interface Use {
        void of(SavedRooms.Opened opened) throws StoreException;
    }

    private int with(String name, Use use) throws StateException, UsageException, InterruptedException {
        try (SavedRooms rooms = SavedRooms.open(wiring.environment(), Randomness.system());
                Screen screen = wiring.screen(true)) {
            String id = rooms.require(name);
            SavedRooms.Opened opened = rooms.isProtected(id)
                    ? rooms.take(id, new Passphrases(wiring, screen).required("reopen.passphrase"))
                    : rooms.take(id);
            try {
                use.of(opened);
            } catch (StoreException e) {
                throw new StateException(e);
            } finally {
                opened.folder().close();
            }
            return 0;
        }
    }

    /** The first half of a key, as people read it. */
    static String hex(Pin pin) {
        return HexFormat.ofDelimiter(":").formatHex(pin.toByteArray(), 0, Pin.BYTES / 2);
    }
}
