package dev.parley.peer.cli;

import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.ui.Screen;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code parley open}. */
@Command(name = "open", description = "Open a room and show the invite code for the other side.")
final class OpenCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final InboxOption inbox = new InboxOption();

    @Mixin
    private final RelayOption relay = new RelayOption();

    @Mixin
    private final RoomOption room = new RoomOption();

    OpenCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    /** For {@code parley pipe}. */
    OpenCommand asPipe() {
        common.asPipe();
        return this;
    }

    @Override
    public Integer call() throws Exception {
        Config config = Config.read(Config.defaultFile(wiring.environment()));
        RelayAddress address = relay.address(config, wiring.environment());
        String name = common.name(config);
        wiring.receivesInto(inbox.folder(config, wiring));
        room.check();
        try (Screen screen = common.screen(wiring)) {
            RoomDesk desk = RoomDesk.on(wiring, common, relay, address, name);
            return desk.run(screen, at -> first(desk, at));
        }
    }

    private int first(RoomDesk desk, Screen screen) throws Exception {
        Optional<SavedRooms> rooms = common.rooms(wiring);
        try (RoomRun run = desk.begin(screen, common.saveAs(rooms), rooms)) {
            return room.isGiven() ? room.run(run, wiring, screen) : run.open();
        }
    }
}
