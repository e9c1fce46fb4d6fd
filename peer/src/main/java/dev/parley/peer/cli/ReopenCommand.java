package dev.parley.peer.cli;

import dev.parley.crypto.Secret;
import dev.parley.crypto.primitive.Randomness;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.ui.Screen;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code parley reopen}. */
@Command(
        name = "reopen",
        description = "Go on in a saved room, or in one that was left without a goodbye; parley rooms lists them.")
final class ReopenCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final InboxOption inbox = new InboxOption();

    @Mixin
    private final RelayOption relay = new RelayOption();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "The name it was saved under, or its id. May be left out if only one room was left.")
    private String name;

    ReopenCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        Randomness randomness = Randomness.system();
        Config config = Config.read(Config.defaultFile(wiring.environment()));
        Path folder = inbox.folder(config, wiring);
        SavedRooms rooms = SavedRooms.open(wiring.environment(), randomness);
        String id = find(rooms);
        try (Screen screen = common.screen(wiring)) {
            Passphrases passphrases = new Passphrases(wiring, screen);
            SavedRooms.Opened opened =
                    rooms.isProtected(id) ? rooms.take(id, passphrases.required("reopen.passphrase")) : rooms.take(id);
            StoredRoom room = opened.room();
            Optional<Secret> passphrase =
                    room.needsPassphrase() ? Optional.of(passphrases.required("passphrase.meet")) : Optional.empty();
            RelayAddress address = relay.given(wiring.environment())
                    .or(() -> RelayAddress.parse(room.relay()))
                    .orElseThrow(() -> new UsageException(RelayOption.BAD_ADDRESS));
            String ourName = common.nameGiven().orElse(room.ourName().isEmpty() ? common.name(config) : room.ourName());
            try (RoomRun run = new RoomRun(wiring, screen, address, ourName, Optional.empty(), Optional.of(rooms))) {
                run.show(relay.pass(wiring, address, screen, Optional.of(rooms)));
                run.receivesInto(folder);
                return run.reopen(opened, passphrase);
            }
        }
    }

    private String find(SavedRooms rooms) throws StateException, UsageException {
        if (name != null) {
            return rooms.require(name);
        }
        List<SavedRooms.Entry> all = rooms.list();
        if (all.isEmpty()) {
            throw new StateException("there are no rooms on disk", "nothing was saved or left", "parley open, or join");
        }
        List<SavedRooms.Entry> left =
                all.stream().filter(SavedRooms.Entry::isLeft).toList();
        List<SavedRooms.Entry> meant = left.isEmpty() ? all : left;
        if (meant.size() != 1) {
            throw new UsageException("say which room; parley rooms lists what there is");
        }
        return meant.get(0).listing().id();
    }
}
