package dev.parley.peer.cli;

import dev.parley.peer.net.Invitation;
import dev.parley.peer.net.RelayAddress;
import dev.parley.peer.ui.Screen;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code parley join}. */
@Command(name = "join", description = "Join the room of an invite code or link; asks for it.")
final class JoinCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final InboxOption inbox = new InboxOption();

    @Mixin
    private final RelayOption relay = new RelayOption();

    @Mixin
    private final CodeOption code = new CodeOption();

    @Mixin
    private final RoomOption room = new RoomOption();

    JoinCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    /** For {@code parley pipe}. */
    JoinCommand asPipe() {
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
            if (room.isGiven()) {
                return room.run(run, wiring, screen);
            }
            Optional<Invitation> invitation = code.invitation(wiring, screen);
            return invitation.isPresent() ? run.join(invitation.get()) : ParleyMain.EXIT_INTERRUPTED;
        }
    }
}
